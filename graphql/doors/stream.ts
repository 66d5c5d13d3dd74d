import { type ExecutionResult, execute, GraphQLError, subscribe } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fetch';
import { authenticateRequest } from '@/graphql/authenticate';
import { type Context, createContext } from '@/graphql/context';
import { type OperationRequest, readOperation } from '@/graphql/doors/read-operation';
import { AppError, isDatabaseUnavailable } from '@/graphql/errors';
import { formatFault, toFaultResponse } from '@/graphql/fault-format';
import { LIMITS, measureCost } from '@/graphql/limits';
import { logger } from '@/graphql/logger';
import { payerOf, spend } from '@/graphql/rate-limit';
import { readRequestId } from '@/graphql/request-id';
import { schema } from '@/graphql/schema';
import { requireScope } from '@/graphql/tokens/require-scope';
import { withinTime } from '@/graphql/within-time';

type Outcome = ExecutionResult | AsyncIterableIterator<ExecutionResult, void>;

/**
 * GraphQL over server-sent events, one stream an operation (the protocol's distinct connections mode). Limits, sign-in
 * and scopes are asked before the stream opens; a refusal is an ordinary answer.
 */
export async function handleStream(request: Request): Promise<Response> {
  const requestId = readRequestId(request.headers);
  try {
    const asked = await readOperation(request);
    const context = createContext(await authenticateRequest(request), requestId);
    requireScope(context.viewer, asked.operation);
    const cost = measureCost(schema, asked.document, asked.variables, asked.operationName);
    await spend(
      payerOf(context, (name) => request.headers.get(name)),
      cost,
    );
    const response = await writeEvents(request.signal, await run(asked, context, request));
    response.headers.set('x-request-id', requestId);
    return response;
  } catch (error) {
    return toFaultResponse(error, requestId);
  }
}

async function run(asked: OperationRequest, context: Context, request: Request): Promise<Outcome> {
  const { document, variables, operationName } = asked;
  const args = { schema, document, variableValues: variables, operationName, contextValue: context };
  if (asked.operation !== 'subscription') {
    return tell(await withinTime(Promise.resolve(execute(args)), LIMITS.timeMs), context);
  }
  const events = await subscribe(args);
  return Symbol.asyncIterator in events ? watch(events, context, request) : tell(events, context);
}

/**
 * The events for as long as the one who asked may hear them: who that is, is asked again at each. A refusal is told
 * and ends the stream; anything else cuts it, whereupon a client comes again.
 */
function watch(
  events: AsyncGenerator<ExecutionResult, void, void>,
  context: Context,
  request: Request,
): AsyncIterableIterator<ExecutionResult, void> {
  let isRefused = false;
  return {
    async next() {
      if (isRefused) return { done: true, value: undefined };
      try {
        const event = await events.next();
        if (event.done) return event;
        await requireSameViewer(context, request);
        return { done: false, value: tell(event.value, context) };
      } catch (error) {
        await events.return();
        if (!(error instanceof AppError)) throw logged(error, context);
        isRefused = true;
        return { done: false, value: tell({ errors: [new GraphQLError('', { originalError: error })] }, context) };
      }
    },
    return: () => events.return(),
    throw: (error) => events.throw(error),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** @throws AppError UNAUTHENTICATED once the session or token that opened the stream has ended */
async function requireSameViewer({ viewer }: Context, request: Request): Promise<void> {
  const now = await authenticateRequest(request);
  if (now?.id !== viewer?.id) throw new AppError('UNAUTHENTICATED', 'This session has ended. Sign in again.');
}

function logged(error: unknown, { requestId }: Context): unknown {
  if (!isDatabaseUnavailable(error)) logger.error({ requestId, err: error }, 'an event stream broke');
  return error;
}

/** The result with its errors as a caller may read them. */
function tell(result: ExecutionResult, { requestId }: Context): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map((error) => {
    const { message, extensions } = formatFault(error.toJSON(), error, requestId);
    return new GraphQLError(message, { nodes: error.nodes, path: error.path, extensions });
  });
  return { data: null, ...result, errors }; // with data, for the library takes a result without for something else
}

const outcomes = new WeakMap<Request, Outcome>();

/** The protocol's library frames the events, keeps the line alive and notices when it is cut; all else is done by then. */
const frame = createHandler({ authenticate: () => null, onSubscribe: ({ raw }) => outcomes.get(raw) });

function writeEvents(signal: AbortSignal, outcome: Outcome): Promise<Response> {
  const request = new Request('http://localhost/', {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: '{"query":"{__typename}"}', // read by the library and not used: it is given the outcome
    signal,
  });
  outcomes.set(request, outcome);
  return frame(request);
}
