import { randomUUID } from 'node:crypto';

const GIVEN = /^[\w.:-]{1,64}$/;

/** The id a request is found by in the log: its caller's own when it has one that can stand in any line, else a new one. */
export function readRequestId(headers: Headers): string {
  const given = headers.get('x-request-id') ?? '';
  return GIVEN.test(given) ? given : randomUUID();
}
