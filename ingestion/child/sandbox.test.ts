import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readerCode } from '@/ingestion/child/reader-code';
import { type SandboxLayers, sandboxLayers, startSandboxed } from '@/ingestion/child/sandbox';
import { ATTEMPTS } from '@/ingestion/testing/hostile-attempts';

const LOCKED = fileURLToPath(new URL('../testing/hostile-reader.ts', import.meta.url));
const UNLOCKED = fileURLToPath(new URL('../testing/hostile-unlocked.ts', import.meta.url));
const NONE: SandboxLayers = { network: null, permission: null };
const layers = sandboxLayers();

let server: Server;
let connections = 0;
let datagrams = 0;
const udp = createSocket('udp4');
let base = '';
let victim = '';

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  }).listen(0, '127.0.0.1');
  udp.on('message', () => {
    datagrams += 1;
  });
  udp.bind(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(udp, 'listening')]);
});

afterAll(() => {
  server.close();
  udp.close();
});

beforeEach(() => {
  connections = 0;
  datagrams = 0;
  base = realpathSync(mkdtempSync(join(tmpdir(), 'winnow-sandbox-')));
  for (const name of ['job', 'outside']) mkdtempSync(join(base, `${name}-`));
  victim = join(folderOf('outside'), 'victim');
  writeFileSync(victim, 'precious');
});

afterEach(() => rmSync(base, { recursive: true }));

function folderOf(name: string): string {
  return join(base, readdirSync(base).find((found) => found.startsWith(`${name}-`)) ?? '');
}

/** @returns The attempts that came through. */
async function attack(entry: string, held: SandboxLayers): Promise<string[]> {
  const folder = folderOf('job');
  const child = startSandboxed({
    code: await readerCode(entry),
    file: join(base, 'upload'),
    folder,
    maxHeapMib: 128,
    layers: held,
  });
  try {
    const { port } = server.address() as AddressInfo;
    child.send({ port, udpPort: udp.address().port, outside: folderOf('outside'), victim });
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`The process ended (${code ?? signal}).`);
    });
    const [done] = await Promise.race([once(child, 'message') as Promise<[string[]]>, ended]);
    return done;
  } finally {
    child.kill('SIGKILL');
  }
}

function expectUntouched(): void {
  expect([connections, datagrams]).toEqual([0, 0]);
  expect(readdirSync(folderOf('outside'))).toEqual(['victim']);
  expect(readFileSync(victim, 'utf8')).toBe('precious');
}

describe('a parser that has been taken over', () => {
  test('comes through with everything where nothing holds it: the attempts are real', async () => {
    const done = await attack(UNLOCKED, NONE);
    // It has moved the victim away before it would remove and read it; the name server of the test does not answer.
    const missed = ['dns.Resolver', 'fs.unlinkSync', 'reading another file', 'http2.connect'];
    expect(done).toEqual(expect.arrayContaining(Object.keys(ATTEMPTS).filter((name) => !missed.includes(name))));
    expect(connections).toBeGreaterThan(3);
    expect(datagrams).toBeGreaterThan(1);
  });

  test('is held by the lock-down alone, except that it reads', async () => {
    expect(await attack(LOCKED, NONE)).toEqual(['reading another file']);
    expectUntouched();
  });

  test('is held by all layers of this machine together', async () => {
    expect(await attack(LOCKED, layers)).toEqual(layers.permission === null ? ['reading another file'] : []);
    expectUntouched();
  });

  test.runIf(layers.network !== null)('has no network by the system alone', async () => {
    const done = await attack(UNLOCKED, { ...NONE, network: layers.network });
    expect([connections, datagrams]).toEqual([0, 0]);
    expect(done).not.toContain('net.connect');
    expect(done).not.toContain('dgram.send');
    expect(done).toContain('fs.writeFileSync');
  });

  test.runIf(layers.permission !== null)('has no files and no processes by Node alone', async () => {
    const done = await attack(UNLOCKED, { ...NONE, permission: layers.permission });
    expect(readdirSync(folderOf('outside'))).toEqual(['victim']);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    for (const name of ['reading another file', 'spawn', 'spawnSync', 'exec', 'process.binding']) {
      expect(done).not.toContain(name);
    }
  });
});

test('a reading process may write in its own folder', async () => {
  const code = `${await readerCode(LOCKED)}
    process.once('message', () => {
      const fs = require('node:fs');
      const file = fs.openSync(process.argv[3] + '/part', 'wx+');
      fs.writeSync(file, 'spooled');
      fs.unlinkSync(process.argv[3] + '/part');
      const bytes = Buffer.alloc(7);
      fs.readSync(file, bytes, 0, 7, 0);
      process.send(bytes.toString());
    });`;
  const child = startSandboxed({ code, file: join(base, 'upload'), folder: folderOf('job'), maxHeapMib: 64 });
  child.send({});
  const [spooled] = await once(child, 'message');
  child.kill('SIGKILL');
  expect(spooled).toBe('spooled');
  expect(readdirSync(folderOf('job'))).toEqual([]);
});
