import type { TypedDocumentString } from '@/graphql/generated/operations/graphql';

/** The API said no as a whole: nobody is signed in, the database is away, too much was asked. */
export class RequestFault extends Error {
  override readonly name = 'RequestFault';

  constructor(
    message: string,
    readonly code: string,
    readonly requestId: string | undefined,
  ) {
    super(message);
  }
}

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly { message: string; extensions?: { code?: string; requestId?: string } }[];
}

/** Sends one of our operations to the API, as any other program would. */
export async function request<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const response = await send(document.toString(), variables, signal);
  const answer = await readAnswer<Result>(response);
  const [error] = answer.errors ?? [];
  if (error) throw new RequestFault(error.message, error.extensions?.code ?? 'UNKNOWN', error.extensions?.requestId);
  if (!answer.data) throw new RequestFault('The server gave no answer. Try again.', 'NO_ANSWER', undefined);
  return answer.data;
}

async function send(query: string, variables: unknown, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch('/api/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new RequestFault(
      'The server cannot be reached. Check the connection and try again.',
      'UNREACHABLE',
      undefined,
    );
  }
}

async function readAnswer<Result>(response: Response): Promise<Answer<Result>> {
  try {
    return (await response.json()) as Answer<Result>;
  } catch {
    throw new RequestFault(`The server answered ${response.status}. Try again in a moment.`, 'NO_ANSWER', undefined);
  }
}
