import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one run; started by root, the database below it runs as another user, and goes with it. */
export async function makeBenchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-bench-'));
  await chmod(folder, 0o711);
  return folder;
}
