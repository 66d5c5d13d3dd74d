import childProcess from 'node:child_process';
import cluster from 'node:cluster';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import inspector from 'node:inspector';
import nodeModule, { createRequire, isBuiltin, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import traceEvents from 'node:trace_events';
import v8 from 'node:v8';
import workerThreads from 'node:worker_threads';
import { refuse, refuseAll } from '@/ingestion/child/refuse';
import { refuseWriting } from '@/ingestion/child/refuse-writing';

/**
 * Takes from this process what no parser needs: network, other processes and threads, native code, the debugger, and
 * every write outside one folder. For good: nothing keeps the functions that are replaced here.
 *
 * It holds code that goes the ways of the language; against code that has broken out of the language the other two
 * layers stand (sandbox.ts).
 *
 * @param folder  Where files may be opened for writing, and removed.
 */
export function lockDown(folder: string): void {
  refuseNetwork();
  refuseProcesses();
  refuseWriting(fs, folder);
  syncBuiltinESMExports();
}

function refuseNetwork(): void {
  refuse(net.Socket.prototype, ['connect']);
  refuse(net.Server.prototype, ['listen']);
  refuse(net, ['connect', 'createConnection', 'createServer', '_createServerHandle']);
  refuse(dgram.Socket.prototype, ['bind', 'connect', 'send', 'sendto']);
  refuse(dgram, ['createSocket', '_createSocketHandle']);
  refuseAll(dns.Resolver.prototype);
  refuseAll(dns.promises.Resolver.prototype);
  refuseAll(dns.promises);
  refuseAll(dns, ['promises']);
  refuse(tls, ['connect', 'createServer']);
  refuse(http, ['request', 'get', 'createServer']);
  refuse(https, ['request', 'get', 'createServer']);
  refuse(http2, ['connect', 'createServer', 'createSecureServer', 'performServerHandshake']);
  refuse(globalThis, ['fetch', 'WebSocket', 'EventSource']);
}

function refuseProcesses(): void {
  refuse(childProcess.ChildProcess.prototype, ['spawn']);
  refuseAll(childProcess);
  refuse(cluster, ['fork', 'setupPrimary', 'setupMaster']);
  refuse(workerThreads, ['Worker']);
  refuse(inspector, ['open', 'Session']);
  refuse(nodeModule, ['register', 'registerHooks', 'enableCompileCache']);
  refuse(v8, ['writeHeapSnapshot', 'setHeapSnapshotNearHeapLimit', 'setFlagsFromString', 'startCpuProfile']);
  refuse(traceEvents, ['createTracing']);
  refuse(process.report, ['writeReport']);
  refuse(process, ['kill', '_kill', '_debugProcess', 'abort', 'chdir', 'umask', 'execve', 'dlopen']);
  refuse(process, ['binding', '_linkedBinding', 'setuid', 'setgid', 'seteuid', 'setegid', 'setgroups', 'initgroups']);
  for (const name of ['wasi', 'sqlite']) refuseAll(builtinModule(name));
}

/** Modules that not every Node has. */
function builtinModule(name: string): object {
  return isBuiltin(`node:${name}`) ? createRequire(import.meta.url)(`node:${name}`) : {};
}
