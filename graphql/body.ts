/** Reads a JSON body of at most `limit` bytes, however long it claims to be; a Response says what was wrong with it. */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  if (!/^application\/(json|graphql\+json|graphql-response\+json)\b/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send a JSON body with Content-Type: application/json.');
  }
  const bytes = await readAtMost(request, limit);
  if (!bytes) return refuse(413, 'BODY_TOO_LARGE', `A request body holds at most ${limit} bytes.`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse(400, 'BAD_REQUEST', 'The body is not JSON.');
  }
}

async function readAtMost(request: Request, limit: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status });
}
