import { handleUpload } from '@/graphql/doors/uploads';
import { type Person, sessionCookieOf } from '@/graphql/testing/people';

const ADDRESS = 'http://winnow.test:3000/api/uploads';

type Headers = Readonly<Record<string, string>>;

/** Speaks the upload protocol as a person's browser does, straight to the door. */
export interface UploadClient {
  send(method: string, path: string, headers?: Headers, body?: BodyInit): Promise<Response>;
  create(sizeBytes: number, metadata: Headers, headers?: Headers): Promise<Response>;
  patch(location: string, offset: number, bytes: BodyInit, headers?: Headers): Promise<Response>;
  head(location: string): Promise<Response>;
}

export async function uploadClientOf(person: Person): Promise<UploadClient> {
  const own = {
    cookie: await sessionCookieOf(person),
    'sec-fetch-site': 'same-origin',
    'tus-resumable': '1.0.0',
  };
  const send: UploadClient['send'] = (method, path, headers = {}, body) =>
    handleUpload(
      new Request(path.startsWith('/api') ? new URL(path, ADDRESS) : `${ADDRESS}${path}`, {
        method,
        headers: { ...own, ...headers },
        ...(body === undefined ? {} : { body, duplex: 'half' }),
      } as RequestInit),
    );
  return {
    send,
    create: (sizeBytes, metadata, headers = {}) =>
      send('POST', '', { 'upload-length': String(sizeBytes), 'upload-metadata': encode(metadata), ...headers }),
    patch: (location, offset, bytes, headers = {}) =>
      send(
        'PATCH',
        location,
        { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', ...headers },
        bytes,
      ),
    head: (location) => send('HEAD', location),
  };
}

export function locationOf(response: Response): string {
  return response.headers.get('location') ?? '';
}

export function uploadIdOf(location: string): string {
  return location.split('/').at(-1) ?? '';
}

function encode(metadata: Headers): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}
