import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  specifiedRules,
  typeFromAST,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import * as operations from '@/graphql/generated/operations/graphql';
import { TypedDocumentString } from '@/graphql/generated/operations/graphql';
import { limitRules, measureCost, PARSE_OPTIONS } from '@/graphql/limits';
import { schema } from '@/graphql/schema';

/** Asked on the server only, in process, where no limit stands: every team with all of its projects. */
const ON_THE_SERVER = new Set(['DeskDocument', 'HomeDocument']);

const documents = Object.entries(operations).flatMap(([name, document]) =>
  name.endsWith('Document') && !ON_THE_SERVER.has(name) && document instanceof TypedDocumentString
    ? [[name, document.toString()] as const]
    : [],
);

/** A value that fits, as large as a page can be. */
function sample(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return [sample(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    return Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, sample(field.type)]));
  }
  return { Int: 100, Float: 3, Boolean: true, DateTime: '2026-11-23T00:00:00.000Z', BigInt: 1 }[type.name] ?? 'text';
}

describe('an operation that our pages send', () => {
  it('is found here', () => {
    expect(documents.length).toBeGreaterThan(40);
  });

  it.each(documents)('is within the limits with the largest pages it can ask: %s', (_name, source) => {
    const document = parse(source, PARSE_OPTIONS);
    expect(validate(schema, document, [...specifiedRules, ...limitRules])).toEqual([]);
    const variables = document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
    );
    const given = variables.map(({ variable, type }) => {
      const known = typeFromAST(schema, type) as GraphQLInputType | undefined;
      return [variable.name.value, known && sample(known)] as const;
    });
    expect(measureCost(schema, document, Object.fromEntries(given), null)).toBeGreaterThan(0);
  });
});
