import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../project-root';
import { SetupError } from '../setup-error';

/** What the install script does; it has not run under `npm ci --ignore-scripts`, and schema files may have changed. */
export function generateCode(): void {
  const program = join(projectRoot, 'scripts/generate.mjs');
  const { status, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
  if (status !== 0) throw new SetupError(stderr.trim(), 'Run `npm ci` and start again.');
}
