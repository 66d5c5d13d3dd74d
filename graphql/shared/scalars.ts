import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';

// Descriptions are said again, as in the SDL: a scalar given here takes the place of the one there.

export const dateTimeScalar = new GraphQLScalarType({
  name: 'DateTime',
  description: 'ISO 8601, UTC, for instance 2026-11-22T23:56:17.000Z.',
  serialize: (value) => new Date(value as string | Date).toISOString(),
  parseValue: readDate,
  parseLiteral: (node) => readDate(node.kind === Kind.STRING ? node.value : null),
});

function readDate(value: unknown): string {
  const date = typeof value === 'string' ? new Date(value) : null;
  if (!date || Number.isNaN(date.getTime())) throw new GraphQLError('A DateTime is an ISO 8601 text.');
  return date.toISOString();
}

export const jsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node: ValueNode, variables) => valueFromASTUntyped(node, variables),
});

/** JavaScript counts exactly to 2^53: nine petabytes, which no file or token count of ours will reach. */
export const bigIntScalar = new GraphQLScalarType({
  name: 'BigInt',
  description: 'An integer beyond 32 bits (a count of bytes or tokens), as a number.',
  serialize: (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new GraphQLError('A count is too large to be told exactly.');
    return number;
  },
  parseValue: readInteger,
  parseLiteral: (node) => readInteger(node.kind === Kind.INT ? Number(node.value) : null),
});

function readInteger(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new GraphQLError('A BigInt is a whole number.');
  return value;
}
