import { buildSchema, findBreakingChanges, type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** A change that programs of others may break on, let through because somebody said why. */
export interface DeclaredChange {
  /** As `listBreakingChanges` words it, for instance `FIELD_REMOVED: Team.colour was removed.` */
  readonly change: string;
  readonly reason: string;
}

/** The schema as text, the same for the same schema in whatever order it is written. */
export function printContract(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** What a program written for the contract may break on, without what is declared. */
export function listBreakingChanges(
  contract: string,
  schema: GraphQLSchema,
  declared: readonly DeclaredChange[],
): string[] {
  const known = new Set(declared.map(({ change }) => change));
  return findBreakingChanges(buildSchema(contract), schema)
    .map(({ type, description }) => `${type}: ${description}`)
    .filter((change) => !known.has(change));
}
