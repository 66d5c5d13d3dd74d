import { randomUUID } from 'node:crypto';
import { execute, GraphQLError, getOperationAST, parse, specifiedRules, subscribe, validate } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fetch';
import { authenticateRequest } from '@/graphql/authenticate';
import { type Context, createContext } from '@/graphql/context';
import { formatFault } from '@/graphql/fault-format';
import { limitRules, measureCost, PARSE_OPTIONS } from '@/graphql/limits';
import { spend } from '@/graphql/rate-limit';
import { schema } from '@/graphql/schema';
import { requireScope } from '@/graphql/tokens/require-scope';

const handler = createHandler({
  // One stream an operation; sharing one connection would need a store of open streams that no second process sees.
  authenticate: () => null,
  onSubscribe: async (request, { query, variables, operationName }) => {
    const requestId = randomUUID();
    try {
      const context = createContext(await authenticateRequest(request.raw), requestId);
      const document = parse(String(query), PARSE_OPTIONS);
      const [error] = validate(schema, document, [...specifiedRules, ...limitRules]);
      if (error) throw error;
      const operation = getOperationAST(document, operationName);
      requireScope(context.viewer, operation?.operation ?? 'query');
      await spend(context, measureCost(schema, document, variables, operationName));
      return {
        schema,
        document,
        variableValues: variables ?? {},
        contextValue: context as unknown as Record<PropertyKey, unknown>,
        ...(operationName ? { operationName } : {}),
      };
    } catch (error) {
      const formatted = formatFault(error instanceof GraphQLError ? error.toJSON() : { message: '' }, error, requestId);
      return [
        JSON.stringify({ errors: [formatted] }),
        { status: statusFor(formatted.extensions?.code), statusText: 'Refused', headers: JSON_TYPE },
      ];
    }
  },
  execute,
  subscribe,
  onNext: (context, _request, result) => {
    if (!('errors' in result) || !result.errors) return result;
    const requestId = (context as unknown as Context).requestId;
    return {
      ...result,
      errors: result.errors.map((error) => new GraphQLError(formatFault(error.toJSON(), error, requestId).message)),
    };
  },
});
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function statusFor(code: unknown): number {
  if (code === 'UNAUTHENTICATED') return 401;
  if (code === 'INSUFFICIENT_SCOPE') return 403;
  if (code === 'DATABASE_UNAVAILABLE') return 503;
  return code === 'RATE_LIMITED' ? 429 : 400;
}

/** GraphQL over server-sent events, distinct connections mode of the GraphQL-over-SSE protocol. */
export async function handleStream(request: Request): Promise<Response> {
  return handler(request);
}
