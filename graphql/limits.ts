import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { type DocumentNode, GraphQLError, type GraphQLSchema, type ValidationRule } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { MAX_PAGE } from '@/graphql/connection';

/** Everything a request may ask is bounded before anything of it runs; fragments do not get round any of these. */
export const LIMITS = {
  tokens: 2_000,
  depth: 12,
  aliases: 15,
  directives: 20,
  cost: 20_000,
  bodyBytes: 1_000_000,
  timeMs: 10_000,
  /** Cost that one viewer or address may spend in a minute. */
  costPerMinute: 400_000,
} as const;

export const PARSE_OPTIONS = { maxTokens: LIMITS.tokens } as const;

const refuse = { ignoreIntrospection: false, exposeLimits: true, propagateOnRejection: true };

/** The rules see only what a validation context has, which is what the armor packages ask of it. */
export const limitRules: ValidationRule[] = [
  maxDepthRule({ n: LIMITS.depth, ...refuse, ignoreIntrospection: true }) as ValidationRule,
  maxAliasesRule({ n: LIMITS.aliases, ...refuse }) as ValidationRule,
  maxDirectivesRule({ n: LIMITS.directives, ...refuse }) as ValidationRule,
];

/** A field costs one and what it holds; a connection costs what its page could hold. */
const costOfField: ComplexityEstimator = ({ args, childComplexity, field }) => {
  const isConnection = field.args.some((argument) => argument.name === 'first');
  if (isConnection) return 1 + pageSize(args, field.args) * Math.max(childComplexity, 1);
  if (field.name === 'nodes' && Array.isArray(args.ids)) return 1 + args.ids.length * Math.max(childComplexity, 1);
  return 1 + childComplexity;
};

function pageSize(
  args: Readonly<Record<string, unknown>>,
  declared: readonly { name: string; defaultValue?: unknown }[],
): number {
  const asked = [args.first, args.last].find((size) => typeof size === 'number');
  const fallback = declared.find((argument) => argument.name === 'first')?.defaultValue ?? 50;
  const size = Number(asked ?? fallback);
  // A size out of range is refused by its resolver; it must not make the rest of the query look cheap.
  return size >= 0 && size <= MAX_PAGE ? size : MAX_PAGE;
}

/** The cost of an operation; a TOO_COSTLY fault when it is over the limit. */
export function measureCost(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Record<string, unknown> | null | undefined,
  operationName: string | null | undefined,
): number {
  const cost = getComplexity({
    schema,
    query,
    variables: variables ?? {},
    estimators: [costOfField],
    ...(operationName ? { operationName } : {}),
  });
  if (cost > LIMITS.cost) {
    throw new GraphQLError(
      `This operation could cost ${cost} points and at most ${LIMITS.cost} are allowed: ask smaller pages or fewer fields.`,
      { extensions: { code: 'TOO_COSTLY', cost, http: { status: 400 } } },
    );
  }
  return cost;
}
