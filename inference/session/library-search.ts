import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readDynamicSection } from './shared-library';

/** What is looked at to judge providers; tests look at a folder instead of this machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Before every absolute path: '/' here. */
  readonly root: string;
  /** Where libonnxruntime and its provider libraries lie. */
  readonly runtimeFolder: string;
  /** LD_LIBRARY_PATH as this process was started with. */
  readonly libraryPath: string;
}

const STANDARD_FOLDERS = [
  '/lib',
  '/lib64',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  // Where Windows puts the driver of its Linux subsystem.
  '/usr/lib/wsl/lib',
];

export function thisMachine(): Machine {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return {
    platform: process.platform,
    arch: process.arch,
    root: '/',
    runtimeFolder: path.join(path.dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch),
    libraryPath: process.env.LD_LIBRARY_PATH ?? '',
  };
}

/** Linux's search for shared libraries, followed without loading any. */
export class LibrarySearch {
  private readonly folders: readonly string[];

  constructor(private readonly machine: Machine) {
    const fromPath = machine.libraryPath.split(':').filter((folder) => folder !== '');
    this.folders = [
      ...fromPath,
      ...[...configuredFolders(machine.root), ...STANDARD_FOLDERS].map((folder) => path.join(machine.root, folder)),
    ];
  }

  /** The whole path of a library, or null when the loader would not find it. */
  find(name: string, firstIn: readonly string[] = []): string | null {
    const folder = [...firstIn, ...this.folders].find((candidate) => existsSync(path.join(candidate, name)));
    return folder === undefined ? null : path.join(folder, name);
  }

  /** Versions of a library that are here: `libcudart.so` finds `libcudart.so.12`. */
  versionsOf(stem: string): string[] {
    const found = this.folders.flatMap((folder) => namesIn(folder).filter((name) => name.startsWith(`${stem}.`)));
    return [...new Set(found)].sort();
  }

  /** Every library that a library needs, directly or through another, and that is not here. */
  missingFor(library: string): string[] {
    const missing = new Set<string>();
    const seen = new Set<string>();
    const follow = (file: string) => {
      const section = readDynamicSection(file);
      const own = path.dirname(file);
      const first = [...(section?.runPaths ?? []).map((folder) => folder.replace(/\$\{?ORIGIN\}?/, own))];
      for (const name of section?.needed ?? []) {
        if (seen.has(name)) continue;
        seen.add(name);
        // ONNX Runtime itself is loaded already when its providers are.
        const found = this.find(name, [...first, this.machine.runtimeFolder]);
        if (found) follow(found);
        else missing.add(name);
      }
    };
    follow(library);
    return [...missing];
  }
}

/** Folders that ldconfig was told of, as the CUDA packages do. */
function configuredFolders(root: string): string[] {
  const folder = path.join(root, 'etc', 'ld.so.conf.d');
  const files = namesIn(folder).filter((name) => name.endsWith('.conf'));
  const texts = [path.join(root, 'etc', 'ld.so.conf'), ...files.map((name) => path.join(folder, name))].map(textOf);
  return texts.flatMap((text) => text.split(/[\s:,]+/).filter((word) => word.startsWith('/') && !word.includes('*')));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/#.*$/gm, '');
  } catch {
    return '';
  }
}
