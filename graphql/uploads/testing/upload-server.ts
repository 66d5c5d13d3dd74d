import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { handleUpload } from '@/graphql/doors/uploads';
import { type Person, sessionCookieOf } from '@/graphql/testing/people';

export interface UploadServer {
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** Sends the head of a PATCH and the first of its bytes, and leaves the rest to whoever asked. */
  beginPatch(location: string, head: { offset: number; length: number }, bytes: string): Promise<Socket>;
}

/** The door behind a server of its own: bodies come over sockets, which can stand still and be cut. */
export async function startUploadServer(person: Person): Promise<UploadServer> {
  const server = createServer(async (incoming, outgoing) => {
    const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
    const request = new Request(`http://winnow.test:3000${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers: incoming.headers as Record<string, string>,
      ...(hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {}),
    } as RequestInit);
    const response = await handleUpload(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const own = {
    cookie: await sessionCookieOf(person),
    'sec-fetch-site': 'same-origin',
    'tus-resumable': '1.0.0',
  };
  return {
    fetch: (path, init) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        ...init,
        headers: { ...own, ...(init.headers as Record<string, string>) },
      }),
    beginPatch: async (location, { offset, length }, bytes) => {
      const headers = {
        ...own,
        host: 'winnow.test',
        'content-type': 'application/offset+octet-stream',
        'upload-offset': offset,
        'content-length': length,
      };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => socket.destroy());
      await new Promise((resolve) =>
        socket.write(`PATCH ${location} HTTP/1.1\r\n${lines.join('')}\r\n${bytes}`, resolve),
      );
      return socket;
    },
  };
}
