import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installProviders } from './install-providers';
import { type ProviderPackage, providerPackage } from './provider-package';

const NAME = 'Test.Package.Linux';
const VERSION = '1.2.3';
const ENTRIES = new Map([
  ['libone.so', 'runtimes/native/libone.so'],
  ['libtwo.so', 'runtimes/native/libtwo.so'],
]);
const LIBRARIES = { 'runtimes/native/libone.so': 'one '.repeat(200_000), 'runtimes/native/libtwo.so': 'two' };

/** A zip archive as PKWARE's APPNOTE describes it, sections 4.3.7, 4.3.12 and 4.3.16. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content, { level: 0 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Buffer.byteLength(content), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(centrals.length, 4);
  end.writeUInt16LE(centrals.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

interface Feed {
  archive: Buffer;
  /** SHA-512 that the catalog publishes. */
  hash: string;
  id: string;
  /** Sends the archive; replaced to make a server that breaks off. */
  send(response: ServerResponse, from: number): void;
}

const PATIENCE = { tries: 1, firstPauseMs: 1, longestPauseMs: 1 };

let folder: string;
let server: Server;
let index: string;
let feed: Feed;
let ranges: (string | undefined)[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-gpu-'));
  await mkdir(path.join(folder, 'runtime'));
  ranges = [];
  serve(zipOf({ 'package.nuspec': '<package/>', ...LIBRARIES }));
  server = createServer((request, response) => {
    const json = (value: unknown) => response.end(JSON.stringify(value));
    if (request.url === '/index.json')
      return json({ resources: [{ '@id': `${base()}/hive/`, '@type': 'RegistrationsBaseUrl' }] });
    if (request.url === `/hive/${NAME.toLowerCase()}/${VERSION}.json`)
      return json({ catalogEntry: `${base()}/catalog/entry.json`, packageContent: `${base()}/content.nupkg` });
    if (request.url === '/catalog/entry.json') {
      const { archive, hash, id } = feed;
      const size = { packageHash: hash, packageHashAlgorithm: 'SHA512', packageSize: archive.length };
      return json({ id, version: VERSION, ...size });
    }
    if (request.url !== '/content.nupkg') return response.writeHead(404).end();
    ranges.push(request.headers.range);
    feed.send(response, Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  index = `${base()}/index.json`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const runtimeFiles = async () => (await readdir(path.join(folder, 'runtime'))).sort();

function serve(archive: Buffer): void {
  feed = { archive, hash: createHash('sha512').update(archive).digest('base64'), id: NAME, send: sendWhole };
}

function sendWhole(response: ServerResponse, from: number): void {
  const { archive } = feed;
  const range = { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` };
  response.writeHead(from > 0 ? 206 : 200, { etag: '"one"', 'content-length': archive.length - from, ...range });
  response.end(archive.subarray(from));
}

async function install(signal = new AbortController().signal): Promise<number[]> {
  const seen: number[] = [];
  await installProviders({
    package: { name: NAME, version: VERSION, index, entries: ENTRIES } satisfies ProviderPackage,
    runtimeFolder: path.join(folder, 'runtime'),
    environment: { WINNOW_DATA_DIR: folder, WINNOW_NUGET_INDEX: index },
    signal,
    onProgress: ({ bytes }) => seen.push(bytes),
    patience: PATIENCE,
  });
  return seen;
}

describe('the provider libraries', () => {
  it('are fetched, checked and put beside the runtime, and nothing else of the archive is', async () => {
    serve(zipOf({ 'runtimes/native/other.so': 'other', ...LIBRARIES }));
    const seen = await install();
    expect(await runtimeFiles()).toEqual(['libone.so', 'libtwo.so']);
    expect(await readFile(path.join(folder, 'runtime', 'libone.so'), 'utf8')).toBe(
      LIBRARIES['runtimes/native/libone.so'],
    );
    expect(seen.at(-1)).toBe(feed.archive.length);
    expect(await readdir(path.join(folder, 'cache'))).toEqual([]);
  });

  it('go on where a broken connection left them', async () => {
    feed.send = (response) => {
      response.writeHead(200, { etag: '"one"', 'content-length': feed.archive.length });
      response.write(feed.archive.subarray(0, 300_000), () => response.destroy());
    };
    await expect(install()).rejects.toThrow('cannot be reached');
    expect(await runtimeFiles()).toEqual([]);
    feed.send = sendWhole;
    await install();
    expect(await runtimeFiles()).toEqual(['libone.so', 'libtwo.so']);
    expect(Number(/^bytes=(\d+)-$/.exec(ranges.at(-1) ?? '')?.[1])).toBeGreaterThan(0);
  });

  it.each([
    [
      'have another hash than the feed publishes',
      () => {
        feed.hash = Buffer.alloc(64).toString('base64');
      },
      'is not what the package feed describes',
    ],
    ['are of another package', () => Object.assign(feed, { id: 'Other.Package' }), 'is about Other.Package'],
    ['are not all in the archive', () => serve(zipOf({ 'runtimes/native/libone.so': 'one' })), 'it has no runtimes'],
    ['come in what is no archive', () => serve(Buffer.from('not a zip at all')), 'cannot be unpacked'],
    [
      'would lie outside the folder',
      () => serve(zipOf({ '../../libone.so': 'evil', ...LIBRARIES })),
      'cannot be unpacked',
    ],
  ])('stay as they are when those that come %s', async (_, damage, message) => {
    await writeFile(path.join(folder, 'runtime', 'libone.so'), 'before');
    damage();
    await expect(install()).rejects.toThrow(message);
    expect(await runtimeFiles()).toEqual(['libone.so']);
    expect(await readFile(path.join(folder, 'runtime', 'libone.so'), 'utf8')).toBe('before');
    expect(await readdir(folder)).not.toContain('libone.so');
  });

  it('are left when it is stopped', async () => {
    const stop = new AbortController();
    feed.send = () => stop.abort();
    await expect(install(stop.signal)).rejects.toThrow('goes on from here');
    expect(await runtimeFiles()).toEqual([]);
  });
});

describe('the package of the provider libraries', () => {
  it('is of the version of ONNX Runtime that is installed, where there is one', async () => {
    const { version } = JSON.parse(await readFile('node_modules/onnxruntime-node/package.json', 'utf8'));
    const wanted = providerPackage('linux', 'x64');
    expect(wanted?.version).toBe(version);
    expect([...(wanted?.entries.keys() ?? [])].sort()).toEqual([
      'libonnxruntime_providers_cuda.so',
      'libonnxruntime_providers_shared.so',
      'libonnxruntime_providers_tensorrt.so',
    ]);
    expect(providerPackage('darwin', 'arm64')).toBeNull();
  });
});
