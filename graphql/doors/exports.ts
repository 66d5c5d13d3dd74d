import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { authenticateRequest } from '@/graphql/authenticate';
import { createContext, requireViewer } from '@/graphql/context';
import { AppError, FAULT_STATUS, isDatabaseUnavailable, isFault } from '@/graphql/errors';
import { openExport } from '@/graphql/exports/open-export';
import { logger } from '@/graphql/logger';
import { requireScope } from '@/graphql/tokens/require-scope';

const STATUS: Readonly<Record<string, number>> = { NOT_FOUND: 404, FORBIDDEN: 403, CONFLICT: 409, EXPIRED: 410 };

/** GET /api/exports/<id of the export>: its file, by a session or a token that may read. */
export async function handleExportDownload(request: Request, id: string): Promise<Response> {
  const requestId = randomUUID();
  try {
    const context = createContext(await authenticateRequest(request), requestId);
    requireViewer(context);
    requireScope(context.viewer, 'query');
    const { fileName, type, sizeBytes, sha256, read } = await openExport(context, id);
    return new Response(Readable.toWeb(read()) as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': type,
        'content-length': String(sizeBytes),
        'content-disposition': `attachment; filename="${fileName}"`,
        // Text of documents is data: whatever is in it, no browser is to show it as a page of ours.
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        ...(sha256 ? { 'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:` } : {}),
      },
    });
  } catch (error) {
    return refuse(error, requestId);
  }
}

function refuse(error: unknown, requestId: string): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  if (error instanceof AppError) {
    const status = isFault(error) ? FAULT_STATUS[error.code as keyof typeof FAULT_STATUS] : (STATUS[error.code] ?? 400);
    return new Response(`${error.message}\n`, { status, headers });
  }
  if (isDatabaseUnavailable(error)) {
    return new Response('The database cannot be reached.\n', {
      status: 503,
      headers: { ...headers, 'retry-after': '5' },
    });
  }
  logger.error({ requestId, err: error }, 'an export could not be handed out');
  return new Response(`Something unforeseen happened. Request ${requestId}\n`, { status: 500, headers });
}
