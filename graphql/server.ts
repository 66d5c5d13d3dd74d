import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { authenticateRequest } from '@/graphql/authenticate';
import { readJsonBody } from '@/graphql/body';
import { type Context, createContext } from '@/graphql/context';
import { AppError, isDatabaseUnavailable } from '@/graphql/errors';
import { formatFault, statusOf } from '@/graphql/fault-format';
import { LIMITS, limitRules, measureCost, PARSE_OPTIONS } from '@/graphql/limits';
import { logger } from '@/graphql/logger';
import { spend } from '@/graphql/rate-limit';
import { schema } from '@/graphql/schema';
import { requireScope } from '@/graphql/tokens/require-scope';

/** Cost is known before anything runs, and told in every answer. */
const governCost: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    let extensions: Record<string, unknown> | null = null;
    return {
      async didResolveOperation({ document, request, operation, contextValue }) {
        requireScope(contextValue.viewer, operation?.operation ?? 'query');
        const cost = measureCost(schema, document, request.variables, request.operationName);
        extensions = { cost: { requested: cost, limit: LIMITS.cost }, rateLimit: await spend(contextValue, cost) };
      },
      async willSendResponse({ response }) {
        if (response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        if (extensions) singleResult.extensions = { ...singleResult.extensions, ...extensions };
        const status = statusOf(singleResult.errors);
        if (status) response.http.status = status;
        if (status === 503) response.http.headers.set('retry-after', '5');
      },
    };
  },
};

/** Which request an error belongs to: Apollo formats errors without telling. */
const requestIds = new AsyncLocalStorage<string>();

const apollo = new ApolloServer<Context>({
  schema,
  plugins: [governCost, ApolloServerPluginLandingPageDisabled()],
  validationRules: limitRules,
  parseOptions: PARSE_OPTIONS,
  introspection: true,
  allowBatchedHttpRequests: false,
  csrfPrevention: true,
  includeStacktraceInErrorResponses: false,
  status400ForVariableCoercionErrors: true,
  stopOnTerminationSignals: false,
  persistedQueries: false,
  formatError: (formatted, error) => formatFault(formatted, error, requestIds.getStore() ?? 'unknown'),
  logger: { debug: () => undefined, info: () => undefined, warn: (m) => logger.warn(m), error: (m) => logger.error(m) },
});
apollo.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();

/** One GraphQL request over HTTP: queries and mutations as POST with a JSON body; queries also as GET. */
export async function handleGraphql(request: Request): Promise<Response> {
  const requestId = request.headers.get('x-request-id')?.slice(0, 64) ?? randomUUID();
  try {
    return await requestIds.run(requestId, () => answerRequest(request, requestId));
  } catch (error) {
    return answerFailure(error, requestId);
  }
}

async function answerRequest(request: Request, requestId: string): Promise<Response> {
  const body = request.method === 'POST' ? await readJsonBody(request, LIMITS.bodyBytes) : null;
  if (body instanceof Response) return body;
  const context = createContext(await authenticateRequest(request), requestId);
  const headers = new HeaderMap();
  for (const [key, value] of request.headers) headers.set(key, value);
  const work = apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method, headers, search: new URL(request.url).search, body },
    context: async () => context,
  });
  const answer = await withinTime(work);
  if (!answer)
    return fault(504, 'TIMEOUT', `No answer within ${LIMITS.timeMs / 1000} seconds: ask for less at once.`, requestId);
  if (answer.body.kind !== 'complete')
    return fault(400, 'BAD_REQUEST', 'Incremental delivery is not offered.', requestId);
  return new Response(answer.body.string, {
    status: answer.status ?? 200,
    headers: { ...Object.fromEntries(answer.headers), 'x-request-id': requestId, 'cache-control': 'no-store' },
  });
}

async function withinTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LIMITS.timeMs);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

function answerFailure(error: unknown, requestId: string): Response {
  const formatted = formatFault({ message: '' }, error, requestId);
  const code = String(formatted.extensions?.code);
  const status = error instanceof AppError || isDatabaseUnavailable(error) ? (statusOf([formatted]) ?? 400) : 500;
  return fault(status, code, formatted.message, requestId);
}

function fault(status: number, code: string, message: string, requestId: string): Response {
  return Response.json(
    { errors: [{ message, extensions: { code, requestId } }] },
    {
      status,
      headers: {
        'x-request-id': requestId,
        'cache-control': 'no-store',
        ...(status === 503 ? { 'retry-after': '5' } : {}),
      },
    },
  );
}
