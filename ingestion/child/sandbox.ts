import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What holds a reading process besides its own lock-down (lock-down.ts). */
export interface SandboxLayers {
  /** The command that puts a process into a network of its own, which has no way out; null where the system gives none. */
  network: readonly string[] | null;
  /** Node's own flag that forbids files, processes and native code; null where this Node has none. */
  permission: '--permission' | '--experimental-permission' | null;
}

export interface SandboxRequest {
  /** Plain script (readerCode). */
  code: string;
  /** The one file it may read besides the packages. */
  file: string;
  /** The one folder it may write to. */
  folder: string;
  maxHeapMib: number;
  layers?: SandboxLayers;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NETWORKS_OF_ITS_OWN = [['--net'], ['--user', '--map-root-user', '--net']];
let found: SandboxLayers | null = null;

/** Starts a script in a process that holds no secret and, as far as system and Node bear it, reaches nothing. */
export function startSandboxed({
  code,
  file,
  folder,
  maxHeapMib,
  layers = sandboxLayers(),
}: SandboxRequest): ChildProcess {
  const node = [
    `--max-old-space-size=${maxHeapMib}`,
    ...(layers.permission === null ? [] : permissionFlags(layers.permission, file, folder)),
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
    '--input-type=commonjs',
  ];
  const child = fork('-', [String(process.pid), folder], {
    ...(layers.network === null
      ? { execPath: process.execPath, execArgv: node }
      : { execPath: 'unshare', execArgv: [...layers.network, '--', process.execPath, ...node] }),
    // Nothing of ours: no database address, no secret, no NODE_OPTIONS.
    env: { PATH: process.env.PATH, TMPDIR: folder, TZ: 'UTC', NODE_ENV: 'production' },
    // Packages are found from here.
    cwd: ROOT,
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
  });
  // A process that ends before it has read its script says so by its exit.
  child.stdin?.on('error', () => undefined).end(code);
  return child;
}

/** Tried once a process: whether a flag or a namespace is there does not say that it may be used. */
export function sandboxLayers(): SandboxLayers {
  found ??= { network: findNetwork(), permission: findPermission() };
  return found;
}

function findNetwork(): readonly string[] | null {
  if (process.platform !== 'linux') return null;
  // To root in a user namespace of its own the files of other users would be closed, so root takes the first or none.
  const candidates = process.getuid?.() === 0 ? NETWORKS_OF_ITS_OWN.slice(0, 1) : NETWORKS_OF_ITS_OWN.slice(1);
  return candidates.find((flags) => spawnSync('unshare', [...flags, 'true'], { timeout: 5_000 }).status === 0) ?? null;
}

function findPermission(): SandboxLayers['permission'] {
  const flags = ['--permission', '--experimental-permission'] as const;
  return flags.find((flag) => process.allowedNodeEnvironmentFlags.has(flag)) ?? null;
}

function permissionFlags(permission: string, file: string, folder: string): string[] {
  const packages = dirname(dirname(createRequire(import.meta.url).resolve('yauzl/package.json')));
  const readable = [join(ROOT, 'package.json'), join(packages, '*'), file, join(folder, '*')];
  return [
    permission,
    ...[...new Set([...readable, ...readable.map(realPath)])].map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${join(folder, '*')}`,
    // For the thread that watches for the parent's end; the lock-down refuses any other.
    '--allow-worker',
  ];
}

function realPath(path: string): string {
  const folder = dirname(path);
  try {
    return path.endsWith('*') ? join(realpathSync(folder), '*') : realpathSync(path);
  } catch {
    // A file that is not there is the reading process's to report.
    return path;
  }
}
