import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { authenticateRequest } from '@/graphql/authenticate';
import { findImportRun } from '@/graphql/collections/find-import-run';
import { rejectsFileName } from '@/graphql/collections/import-rejects';
import { createContext, requireViewer } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { keyOf } from '@/graphql/global-id';
import { requireScope } from '@/graphql/tokens/require-scope';
import { toRefusal } from '@/graphql/uploads/upload-refusal';
import { openFileStore } from '@/jobs/file-store';
import { rejectsKey, rejectsShapeOf } from '@/jobs/rejects-file';

/**
 * The rejected records of an import, to be saved and never shown: whatever a record holds, no browser takes it for a
 * page. Another team's import answers as a random id does.
 */
export async function sendRejects(request: Request, importId: string): Promise<Response> {
  try {
    const context = createContext(await authenticateRequest(request), randomUUID());
    requireViewer(context);
    requireScope(context.viewer, 'query');
    const run = await findImportRun(context, keyOf('ImportRun', importId));
    const length = Number(run.rejectsBytes);
    const stored = length === 0 ? null : await openFileStore().sizeOf(rejectsKey(run.id));
    if (stored === null || stored < length) throw notFound('rejects file');
    const { tail } = rejectsShapeOf(run.format);
    const body = Readable.toWeb(Readable.from(withTail(openFileStore().read(rejectsKey(run.id), length), tail)));
    return new Response(body as ReadableStream<Uint8Array>, { headers: headersFor(rejectsFileName(run)) });
  } catch (error) {
    const { status_code: status, body } = toRefusal(error);
    return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...HARMLESS } });
  }
}

async function* withTail(records: Readable, tail: string): AsyncGenerator<Buffer> {
  for await (const chunk of records) yield chunk as Buffer;
  if (tail) yield Buffer.from(tail);
}

const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cache-control': 'private, no-store',
};

function headersFor(fileName: string): Record<string, string> {
  return {
    ...HARMLESS,
    'content-type': 'application/octet-stream',
    'content-disposition': attachmentOf(fileName),
  };
}

/** RFC 6266: a name of ASCII for old clients, and the real one by its UTF-8; no character of either ends the header. */
export function attachmentOf(fileName: string): string {
  const plain = fileName.replace(/[^\w .()-]/g, '_');
  const exact = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
