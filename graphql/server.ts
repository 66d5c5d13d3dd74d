import { AsyncLocalStorage } from 'node:async_hooks';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { authenticateRequest } from '@/graphql/authenticate';
import { readJsonBody } from '@/graphql/body';
import { type Context, createContext } from '@/graphql/context';
import { AppError, FAULT_STATUS } from '@/graphql/errors';
import { formatFault, retryAfterOf, statusOfAnswer, statusOfRefusal, toFaultResponse } from '@/graphql/fault-format';
import { LIMITS, limitRules, measureCost, PARSE_OPTIONS } from '@/graphql/limits';
import { logger } from '@/graphql/logger';
import { payerOf, spend } from '@/graphql/rate-limit';
import { readRequestId } from '@/graphql/request-id';
import { schema } from '@/graphql/schema';
import { requireScope } from '@/graphql/tokens/require-scope';
import { withinTime } from '@/graphql/within-time';

/** Cost is known before anything runs, and told in every answer. */
const governCost: ApolloServerPlugin<Context> = {
  async requestDidStart({ request: { http } }) {
    let extensions: Record<string, unknown> | null = null;
    return {
      async didResolveOperation({ document, request, operation, contextValue }) {
        if (!operation) return; // one that the document does not hold: refused by Apollo next
        requireScope(contextValue.viewer, operation.operation);
        const cost = measureCost(schema, document, request.variables, request.operationName);
        const rateLimit = await spend(
          payerOf(contextValue, (name) => http?.headers.get(name) ?? null),
          cost,
        );
        extensions = { cost: { requested: cost, limit: LIMITS.cost }, rateLimit };
      },
      async willSendResponse({ response: { body, http: head } }) {
        if (body.kind !== 'single') return;
        const { singleResult } = body;
        if (extensions) singleResult.extensions = { ...singleResult.extensions, ...extensions };
        const errors = singleResult.errors ?? [];
        const retryAfter = retryAfterOf(errors);
        if (retryAfter) head.headers.set('retry-after', retryAfter);
        const { data } = singleResult;
        if (data !== undefined) head.status = statusOfAnswer(errors, data) ?? head.status;
        else if (head.status !== FAULT_STATUS.METHOD_NOT_ALLOWED) head.status = statusOfRefusal(errors);
      },
    };
  },
};

/** Which request an error belongs to: Apollo formats errors without telling. */
const requestIds = new AsyncLocalStorage<string>();

const apollo = new ApolloServer<Context>({
  schema,
  plugins: [governCost, ApolloServerPluginLandingPageDisabled()],
  validationRules: [...limitRules],
  parseOptions: PARSE_OPTIONS,
  introspection: true,
  allowBatchedHttpRequests: false,
  csrfPrevention: true,
  includeStacktraceInErrorResponses: false,
  stopOnTerminationSignals: false,
  persistedQueries: false,
  formatError: (formatted, error) => formatFault(formatted, error, requestIds.getStore() ?? 'unknown'),
  logger: { debug: () => undefined, info: () => undefined, warn: (m) => logger.warn(m), error: (m) => logger.error(m) },
});
apollo.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();

/** One GraphQL request over HTTP: queries and mutations as POST with a JSON body; queries also as GET. */
export async function handleGraphql(request: Request, timeMs: number = LIMITS.timeMs): Promise<Response> {
  const requestId = readRequestId(request.headers);
  try {
    return await requestIds.run(requestId, () => withinTime(answerRequest(request, requestId), timeMs));
  } catch (error) {
    return toFaultResponse(error, requestId);
  }
}

async function answerRequest(request: Request, requestId: string): Promise<Response> {
  const body = request.method === 'POST' ? await readJsonBody(request, LIMITS.bodyBytes) : null;
  const context = createContext(await authenticateRequest(request), requestId);
  const headers = new HeaderMap();
  for (const [key, value] of request.headers) headers.set(key, value);
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method, headers, search: new URL(request.url).search, body },
    context: async () => context,
  });
  if (answer.body.kind !== 'complete') throw new AppError('BAD_REQUEST', 'Incremental delivery is not offered.');
  return new Response(answer.body.string, {
    status: answer.status ?? 200,
    headers: { ...Object.fromEntries(answer.headers), 'x-request-id': requestId, 'cache-control': 'no-store' },
  });
}
