import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project-root';
import { SetupError } from '../setup-error';
import { generateCode } from './generate-code';

/** Everything that can end up in a page or a route handler, and what decides how it is built. */
const SOURCES = [
  'app',
  'components',
  'graphql',
  'jobs',
  'ingestion',
  'inference',
  'calibration',
  'prisma',
  'public',
  'env.ts',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
const NEVER_BUILT = /\.test\.tsx?$|\/(generated|fixtures|testing)\/|\.md$/;
/** A broken import repeats itself in every module that leads to it. */
const SHOWN_LINES = 30;
const logFile = join(projectRoot, 'node_modules/.cache/winnow/build.log');
const stampFile = join(projectRoot, '.next/winnow-build.txt');

export function hasFreshBuild(): boolean {
  return existsSync(join(projectRoot, '.next/BUILD_ID')) && readStamp() === stampOfSources();
}

/** Builds for production; what Next says is shown only when it fails. */
export async function buildForProduction(signal?: AbortSignal): Promise<void> {
  generateCode();
  const stamp = stampOfSources(); // before the build: a source edited meanwhile must make it stale
  const { code, output } = await runNextBuild(signal);
  if (code !== 0) {
    await mkdir(dirname(logFile), { recursive: true });
    await writeFile(logFile, output);
    const beginning = output.trim().split('\n').slice(0, SHOWN_LINES).join('\n');
    throw new SetupError(
      `The production build failed (exit code ${code}):\n${beginning}`,
      `Mend what the build names, then start again. All it said is in ${logFile}.`,
    );
  }
  await writeFile(stampFile, stamp);
}

function runNextBuild(signal?: AbortSignal): Promise<{ code: number | null; output: string }> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

function readStamp(): string | undefined {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

function stampOfSources(): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of SOURCES.flatMap(filesOf)) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(projectRoot, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesOf(source: string): string[] {
  const path = join(projectRoot, source);
  if (!existsSync(path)) return [];
  if (/\.\w+$/.test(source)) return [source];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.slice(projectRoot.length + 1)}/${entry.name}`)
    .filter((file) => !NEVER_BUILT.test(file))
    .sort();
}
