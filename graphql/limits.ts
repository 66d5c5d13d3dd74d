import { type DocumentNode, GraphQLError, type GraphQLSchema, type ValidationRule } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { MAX_PAGE, readSize } from '@/graphql/connection';
import { limitDocumentSize } from '@/graphql/document-size';
import { AppError, invalid } from '@/graphql/errors';

/** Everything a request may ask is bounded before anything of it runs; fragments do not get round any of these. */
export const LIMITS = {
  tokens: 2_000,
  depth: 12,
  aliases: 15,
  directives: 20,
  cost: 20_000,
  bodyBytes: 1_000_000,
  timeMs: 10_000,
  /** Cost that one viewer, or strangers at one address, may spend in a minute. */
  costPerMinute: 400_000,
} as const;

export const PARSE_OPTIONS = { maxTokens: LIMITS.tokens } as const;

export const limitRules: readonly ValidationRule[] = [limitDocumentSize(LIMITS)];

/** A field costs one and what it holds; a connection costs what its page could hold. */
const costOfField: ComplexityEstimator = ({ args, childComplexity, field }) => {
  const isConnection = field.args.some((argument) => argument.name === 'first');
  if (isConnection) return 1 + pageSize(args) * Math.max(childComplexity, 1);
  if (field.name === 'nodes' && Array.isArray(args.ids)) {
    if (args.ids.length > MAX_PAGE) throw invalid('ids', `At most ${MAX_PAGE} ids at once.`, 'TOO_MANY');
    return 1 + args.ids.length * Math.max(childComplexity, 1);
  }
  return 1 + childComplexity;
};

const DEFAULT_PAGE = 50;

/** The rows a page could hold; one out of range is refused here already, before anything has run. */
function pageSize(args: Readonly<Record<string, unknown>>): number {
  const asked = (['first', 'last'] as const).flatMap((name) => {
    const size = args[name];
    return typeof size === 'number' ? [readSize(name, size)] : [];
  });
  return asked.length === 0 ? DEFAULT_PAGE : Math.max(...asked);
}

/**
 * The cost of an operation, from its document and variables alone.
 *
 * @throws AppError TOO_COSTLY over the limit, or what its arguments and variables are refused with
 */
export function measureCost(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Record<string, unknown> | null | undefined,
  operationName: string | null | undefined,
): number {
  const cost = estimate(schema, query, variables, operationName);
  if (cost <= LIMITS.cost) return cost;
  throw new AppError(
    'TOO_COSTLY',
    `This operation could cost ${cost} points and at most ${LIMITS.cost} are allowed: ask smaller pages or fewer fields.`,
  );
}

function estimate(...[schema, query, variables, operationName]: Parameters<typeof measureCost>): number {
  try {
    return getComplexity({
      schema,
      query,
      variables: variables ?? {},
      estimators: [costOfField],
      ...(operationName ? { operationName } : {}),
    });
  } catch (error) {
    // Variables that do not fit, or so many nodes that counting them was given up.
    if (error instanceof GraphQLError) throw new AppError('BAD_USER_INPUT', error.message);
    throw error;
  }
}
