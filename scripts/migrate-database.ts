import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { projectRoot } from './project-root';
import { SetupError } from './setup-error';

/** Applies the migrations a database does not have yet; returns what Prisma said about it. */
export async function migrateDatabase(databaseUrl: string): Promise<string> {
  const { code, output } = await runPrisma(['migrate', 'deploy'], databaseUrl);
  if (code === 0) return output;
  throw new SetupError(
    `The database could not be brought up to date:\n${output.trim()}`,
    'Nothing after the failed migration was applied. `npx prisma migrate status` shows where it stands.',
  );
}

export function runPrisma(args: readonly string[], databaseUrl: string): Promise<{ code: number; output: string }> {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: projectRoot,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      CHECKPOINT_DISABLE: '1', // no call home for news of versions
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
