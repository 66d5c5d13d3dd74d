import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** As mount says it: `size=128k`, `nr_inodes=1`. */
  resize(limit: string): void;
  remove(): void;
}

/** A disk in memory that can be full, of 1 MiB at first; null where this machine lets nobody make one. */
export function makeSmallDisk(): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-disk-'));
  const mount = (options: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
  const resize = (limit: string) => {
    if (!mount(`remount,${limit}`)) throw new Error(`The disk cannot have ${limit}.`);
  };
  const remove = () => {
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  if (mount('size=1m')) return { folder, resize, remove };
  remove();
  return null;
}
