import { handleStream } from '@/graphql/doors/stream';
import { GRAPHQL_ADDRESS } from '@/graphql/testing/send-graphql';

/** A subscription over server-sent events, read as a client reads it. */
export interface OpenStream {
  readonly status: number;
  readonly headers: Response['headers'];
  /** The data of the next `next` event, or null when the stream was completed; fails when it was cut. */
  next(): Promise<unknown>;
  /** All that is left, as text. */
  rest(): Promise<string>;
  close(): Promise<void>;
}

export async function openStream(
  headers: Readonly<Record<string, string>>,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<OpenStream> {
  const given = { 'content-type': 'application/json', accept: 'text/event-stream', ...headers };
  const body = JSON.stringify({ query, variables });
  return readStream(await handleStream(new Request(GRAPHQL_ADDRESS, { method: 'POST', headers: given, body })));
}

export function readStream(response: Response): OpenStream {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const read = async (): Promise<boolean> => {
    const part = await reader?.read();
    text += part?.value ?? '';
    return part !== undefined && !part.done;
  };
  const next = async (): Promise<unknown> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        if (event.startsWith('event: complete')) return null;
        if (event.startsWith('event: next')) return JSON.parse(event.slice(event.indexOf('data: ') + 'data: '.length));
      } else if (!(await read()))
        throw new Error(`The stream (${response.status}) ended without being completed: ${text}`);
    }
  };
  const rest = async () => {
    while (await read());
    return text;
  };
  const close = async () => {
    await reader?.cancel();
  };
  return { status: response.status, headers: response.headers, next, rest, close };
}
