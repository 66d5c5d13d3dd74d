import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { join } from 'node:path';
import v8 from 'node:v8';
import workerThreads from 'node:worker_threads';

/** What a parser would try that had been taken over; each returns only when it has done what it must not. */
export interface HostileRequest {
  port: number;
  udpPort: number;
  /** A folder of somebody else's, with one file in it. */
  outside: string;
  victim: string;
}

type Attempt = (request: HostileRequest, folder: string) => unknown;
const TRIED_MS = 2_000;

export const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  'net.connect': ({ port }) => once(net.connect(port, '127.0.0.1'), 'connect'),
  'net.Socket': ({ port }) => once(new net.Socket().connect({ port, host: '127.0.0.1' }), 'connect'),
  fetch: ({ port }) => fetch(`http://127.0.0.1:${port}/`),
  'http.get': ({ port }) => once(http.get({ port, host: '127.0.0.1' }), 'response'),
  'http2.connect': ({ port }) => once(http2.connect(`http://127.0.0.1:${port}`), 'connect'),
  'dgram.send': async ({ udpPort }) => {
    const socket = dgram.createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.send('x', udpPort, '127.0.0.1', (error) => (error ? reject(error) : resolve()));
    });
    socket.close();
  },
  'dns.Resolver': async ({ udpPort }) => {
    const resolver = new dns.promises.Resolver({ timeout: 200, tries: 1 });
    resolver.setServers([`127.0.0.1:${udpPort}`]);
    await resolver.resolve4('example.org');
  },
  'dns.lookup': () => dns.promises.lookup('localhost'),
  'fs.writeFileSync': ({ outside }) => fs.writeFileSync(join(outside, 'a'), 'x'),
  'fs.promises.writeFile': ({ outside }) => fs.promises.writeFile(join(outside, 'b'), 'x'),
  'fs.createWriteStream': ({ outside }) => once(fs.createWriteStream(join(outside, 'c')).end('x'), 'finish'),
  'fs.openSync': ({ outside }) => fs.openSync(join(outside, 'd'), 'a'),
  'fs.promises.open': async ({ outside }) => (await fs.promises.open(join(outside, 'e'), 'wx+')).close(),
  'fs.readFileSync with a flag': ({ victim }) => fs.readFileSync(victim, { flag: 'w+' }),
  'a way out of the folder': ({ outside }, folder) =>
    fs.openSync(`${folder}/../${outside.split('/').at(-1) ?? ''}/f`, 'w'),
  'fs.symlinkSync': ({ outside }, folder) => {
    fs.symlinkSync(join(outside, 'g'), join(folder, 'link'));
    fs.writeFileSync(join(folder, 'link'), 'x');
  },
  'fs.renameSync': ({ victim }) => fs.renameSync(victim, `${victim}.moved`),
  'fs.unlinkSync': ({ victim }) => fs.unlinkSync(victim),
  'v8.writeHeapSnapshot': ({ outside }) => v8.writeHeapSnapshot(join(outside, 'h')),
  'process.report': ({ outside }) => {
    process.report.directory = outside;
    process.report.writeReport('report.json');
  },
  spawnSync: () => {
    const { error } = childProcess.spawnSync(process.execPath, ['--version']);
    if (error !== undefined) throw error;
  },
  spawn: () => once(childProcess.spawn(process.execPath, ['--version']), 'spawn'),
  exec: () => once(childProcess.exec('true'), 'spawn'),
  Worker: async () => {
    const worker = new workerThreads.Worker('setInterval(() => undefined, 1000)', { eval: true });
    await once(worker, 'online');
    await worker.terminate();
  },
  'process.kill': () => process.kill(process.ppid, 0),
  'process.binding': () => Reflect.apply(Reflect.get(process, 'binding'), process, ['tcp_wrap']),
  'reading another file': ({ victim }) => fs.readFileSync(victim),
};

/** @returns Names of the attempts that came through. */
export async function tryAll(request: HostileRequest, folder: string): Promise<string[]> {
  const done: string[] = [];
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    try {
      await inTime(attempt(request, folder));
      done.push(name);
    } catch {
      // Kept from it, in whichever way.
    }
  }
  return done;
}

function inTime(result: unknown): Promise<unknown> {
  const tooLate = new Promise((_, reject) => setTimeout(() => reject(new Error('No answer.')), TRIED_MS).unref());
  return Promise.race([result, tooLate]);
}
