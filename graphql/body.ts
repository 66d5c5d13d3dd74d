import { AppError } from '@/graphql/errors';

/**
 * A JSON body of at most `limit` bytes, however long it claims to be.
 *
 * @throws AppError UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE, BAD_REQUEST
 */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  const [mediaType = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send a JSON body with Content-Type: application/json.');
  }
  const bytes = await readAtMost(request, limit);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new AppError('BAD_REQUEST', 'The body is not JSON.');
  }
}

async function readAtMost(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = new AppError('BODY_TOO_LARGE', `A request body holds at most ${limit} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > limit) throw tooLarge;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
