import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** Every place where the schema takes a global id, named as in `Mutation.renameTeam(input.teamId)`. */
export function listIdArguments(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args.flatMap((argument) => pathsOf(argument, []).map((path) => `${type.name}.${field.name}(${path})`)),
      ),
    );
}

function pathsOf({ name, type }: GraphQLArgument | GraphQLInputField, within: readonly GraphQLInputType[]): string[] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [name];
  if (!isInputObjectType(named) || within.includes(named)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    pathsOf(field, [...within, named]).map((path) => `${name}.${path}`),
  );
}

/** A document of this one field of a root type, with all of its arguments as variables of the same names. */
export function operationFor(schema: GraphQLSchema, rootName: string, fieldName: string): string {
  const root = schema.getType(rootName) as GraphQLObjectType | undefined;
  const field = root?.getFields()[fieldName];
  if (!field) throw new Error(`The schema has no ${rootName}.${fieldName}.`);
  const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  return `${rootName.toLowerCase()}(${declared}) { ${fieldName}(${passed}) ${selectionOf(field.type, 2)} }`;
}

/** All there is to read of a type: its leaves, and so many levels of what it holds, pages of one row. */
export function selectionOf(type: GraphQLOutputType, levels: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return isLeafType(named) ? '' : '{ __typename id }';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    const isLeaf = isLeafType(getNamedType(field.type));
    if (!isLeaf && levels === 0) return [];
    const given = field.args.filter((argument) => isRequiredArgument(argument) || argument.name === 'first');
    const passed = given.map((argument) => `${argument.name}: ${valueFor(argument)}`).join(', ');
    return [`${field.name}${passed && `(${passed})`} ${isLeaf ? '' : selectionOf(field.type, levels - 1)}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

function valueFor({ name, type }: GraphQLArgument): string {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name ?? '';
  return name === 'first' ? '1' : '3';
}
