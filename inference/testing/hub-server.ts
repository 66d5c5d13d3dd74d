import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubRequest {
  readonly server: 'hub' | 'cdn';
  readonly path: string;
  readonly range: string | null;
  readonly token: string | null;
}

/** A file of the repository; large ones are answered by a redirect to the content network, as the hub does. */
export interface HubFile {
  content: Buffer;
  isLarge: boolean;
}

/** Answers a request in its own way and says so with true; else the request is answered as the hub does. */
export type Misbehave = (request: HubRequest, response: ServerResponse, file: HubFile | null) => boolean;

/** A hub and its content network on two ports of this machine, with one repository; every request is kept. */
export class HubServer {
  readonly requests: HubRequest[] = [];
  readonly files = new Map<string, HubFile>();
  commit = 'a'.repeat(40);
  /** Only requests with this token are answered. */
  token: string | null = null;
  misbehave: Misbehave = () => false;

  private constructor(
    private readonly hub: Server,
    private readonly cdn: Server,
    readonly repository: string,
  ) {}

  /** @param port  Of the hub; the content network takes any. */
  static async start(repository: string, port = 0): Promise<HubServer> {
    const [hub, cdn] = [createServer(), createServer()];
    const server = new HubServer(hub, cdn, repository);
    hub.on('request', (request, response) => server.receive('hub', request, response));
    cdn.on('request', (request, response) => server.receive('cdn', request, response));
    await new Promise<void>((resolve) => hub.listen(port, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => cdn.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get endpoint(): string {
    return addressOf(this.hub);
  }

  get contentAddress(): string {
    return addressOf(this.cdn);
  }

  put(name: string, content: Buffer | string, isLarge = name.endsWith('.safetensors')): void {
    this.files.set(name, { content: Buffer.from(content), isLarge });
  }

  requestsOf(name: string, server: 'hub' | 'cdn'): HubRequest[] {
    return this.requests.filter((request) => request.server === server && request.path.endsWith(`/${name}`));
  }

  async close(): Promise<void> {
    for (const server of [this.hub, this.cdn]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** What the hub says about the repository when asked with blobs=true. */
  description(): { sha: string; siblings: Record<string, unknown>[] } {
    const siblings = [...this.files].map(([rfilename, { content, isLarge }]) => ({
      rfilename,
      size: content.byteLength,
      blobId: gitHash(content),
      ...(isLarge && { lfs: { sha256: sha256(content), size: content.byteLength, pointerSize: 134 } }),
    }));
    return { sha: this.commit, siblings };
  }

  private receive(server: 'hub' | 'cdn', message: IncomingMessage, response: ServerResponse): void {
    const path = (message.url ?? '').split('?')[0] ?? '';
    const { range = null, authorization: token = null } = message.headers;
    const request: HubRequest = { server, path, range, token };
    this.requests.push(request);
    const file = this.files.get(path.split('/').at(-1) ?? '') ?? null;
    response.on('error', () => undefined);
    if (this.misbehave(request, response, file)) return;
    if (server === 'cdn') sendFile(file, request, response);
    else this.answerAsHub(request, response, file);
  }

  private answerAsHub(request: HubRequest, response: ServerResponse, file: HubFile | null): void {
    if (this.token !== null && request.token !== `Bearer ${this.token}`) {
      response.writeHead(401, { 'x-error-code': 'GatedRepo' }).end();
    } else if (request.path.startsWith(`/api/models/${this.repository}/revision/`)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.description()));
    } else if (!request.path.startsWith(`/${this.repository}/resolve/${this.commit}/`)) {
      response.writeHead(404, { 'x-error-code': 'RepoNotFound' }).end();
    } else if (file?.isLarge) {
      const location = `${this.contentAddress}/blobs/${request.path.split('/').at(-1)}`;
      response.writeHead(302, { location, 'x-linked-etag': `"${sha256(file.content)}"` }).end();
    } else {
      sendFile(file, request, response);
    }
  }
}

/** The bytes from where the range begins, with the headers of an ordinary file server. */
export function sendFile(file: HubFile | null, request: HubRequest, response: ServerResponse): void {
  if (!file) return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
  const { content } = file;
  const start = Number(/^bytes=(\d+)-$/.exec(request.range ?? '')?.[1] ?? 0);
  const headers = { etag: etagOf(content), 'content-length': content.byteLength - start };
  if (start === 0) response.writeHead(200, headers);
  else {
    const range = `bytes ${start}-${content.byteLength - 1}/${content.byteLength}`;
    response.writeHead(206, { ...headers, 'content-range': range });
  }
  response.end(content.subarray(start));
}

/** Sends the head of a whole answer and `bytes` of its body, and then nothing more: cut, or silent. */
export function sendBeginning(file: HubFile, response: ServerResponse, bytes: number, then: 'cut' | 'silence'): void {
  response.writeHead(200, { etag: etagOf(file.content), 'content-length': file.content.byteLength });
  response.write(file.content.subarray(0, bytes), () => {
    if (then === 'cut') response.destroy();
  });
}

export function etagOf(content: Buffer): string {
  return `"${sha256(content).slice(0, 32)}"`;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function gitHash(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.byteLength}\0`).update(content).digest('hex');
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
