import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Server } from '@tus/server';
import { v7 as uuidv7 } from 'uuid';
import { authenticateRequest } from '@/graphql/authenticate';
import { type Context, createContext, requireViewer } from '@/graphql/context';
import { requireScope } from '@/graphql/tokens/require-scope';
import { beginUpload } from '@/graphql/uploads/begin-upload';
import { finishIfWhole, finishUpload, giveUpUpload, requireOwnUpload } from '@/graphql/uploads/own-upload';
import { UploadFiles } from '@/graphql/uploads/upload-files';
import { type Refusal, toRefusal, UNKNOWN } from '@/graphql/uploads/upload-refusal';
import { maxUploadBytes } from '@/graphql/uploads/upload-settings';
import { filesFolder } from '@/jobs/file-store';

const PATH = '/api/uploads';
const TUS_VERSION = '1.0.0';
/** As the sweep clears unfinished uploads away. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;
const METHODS = new Set(['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Resumable uploads, tus 1.0 with creation, creation-with-upload, termination and expiration. What the answer says is
 * stored is on the disk; who asks, and whether they may, is looked up at every request.
 */
export async function handleUpload(request: Request): Promise<Response> {
  const refused = checkProtocol(request);
  if (refused) return refused;
  if (request.method === 'OPTIONS') return uploadServer().handleWeb(request);
  try {
    const context = createContext(await authenticateRequest(request), randomUUID());
    requireViewer(context);
    requireScope(context.viewer, request.method === 'HEAD' ? 'query' : 'mutation');
    contexts.set(request, context);
    const response = await uploadServer().handleWeb(request);
    // Before the answer, so that whoever asks next is told that it is gone.
    if (request.method === 'DELETE' && response.status === 204) await giveUpUpload(uploadIdOf(request));
    return withRetryAfter(response);
  } catch (error) {
    return refuse(toRefusal(error));
  }
}

function uploadIdOf(request: Request): string {
  return new URL(request.url).pathname.replace(/\/$/, '').split('/').at(-1) ?? '';
}

/** Who asks, for the protocol's hooks, which are given the request alone. */
const contexts = new WeakMap<object, Context>();

function contextOf(request: object): Context {
  const context = contexts.get(request);
  if (!context) throw new Error('An upload request lost who it came from.');
  return context;
}

const servers = new Map<string, Server>();

function uploadServer(): Server {
  const folder = join(filesFolder(), 'uploads');
  const known = servers.get(folder);
  if (known) return known;
  const server = new Server({
    path: PATH,
    relativeLocation: true, // behind any proxy the client keeps the host it knows
    allowedOrigins: [], // our own pages only
    datastore: new UploadFiles({ directory: folder, expirationPeriodInMilliseconds: LIFETIME_MS }),
    maxSize: maxUploadBytes,
    disableTerminationForFinishedUploads: true,
    namingFunction: () => uuidv7(),
    async onIncomingRequest(request, id) {
      if (request.method === 'POST') return;
      const upload = await requireOwnUpload(contextOf(request), id);
      if (request.method === 'HEAD') await finishIfWhole(upload);
    },
    async onUploadCreate(request, { id, size, metadata }) {
      await beginUpload(contextOf(request), { id, sizeBytes: size ?? 0, metadata: metadata ?? {} });
      return {};
    },
    async onUploadFinish(_request, { id }) {
      await finishUpload(id);
      return {};
    },
    onResponseError: (_request, error) => toRefusal(error),
  });
  servers.set(folder, server);
  return server;
}

/** What the protocol's library answers with a plain 400, or would answer at all: a file is never read back here. */
function checkProtocol(request: Request): Response | null {
  if (!METHODS.has(request.method)) {
    return refuse({ status_code: 405, body: 'Method not allowed\n' }, { allow: [...METHODS].join(', ') });
  }
  if (request.method === 'OPTIONS') return null;
  if (request.headers.get('tus-resumable') !== TUS_VERSION) {
    return refuse(
      { status_code: 412, body: `Tus-Resumable: ${TUS_VERSION} required\n` },
      { 'tus-version': TUS_VERSION },
    );
  }
  if (request.method === 'PATCH' && request.headers.get('content-type') !== 'application/offset+octet-stream') {
    return refuse({ status_code: 415, body: 'Content-Type: application/offset+octet-stream required\n' });
  }
  if (request.method === 'POST' && new URL(request.url).pathname.replace(/\/+$/, '') !== PATH) return refuse(UNKNOWN);
  return null;
}

function refuse({ status_code, body }: Refusal, headers: Record<string, string> = {}): Response {
  const given = { 'tus-resumable': TUS_VERSION, 'content-type': 'text/plain; charset=utf-8', ...headers };
  return withRetryAfter(new Response(body, { status: status_code, headers: given }));
}

function withRetryAfter(response: Response): Response {
  if (response.status === 503) response.headers.set('retry-after', '5');
  return response;
}
