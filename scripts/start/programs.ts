import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ChildCommand } from './child';
import type { StartSettings } from './settings';

export type Secrets = Readonly<{ databaseUrl: string; authSecret: string }>;

/** What the supervisor runs: one web server and the workers, each with the settings it needs. */
export function programsOf(settings: StartSettings, secrets: Secrets): { web: ChildCommand; workers: ChildCommand[] } {
  const env = childEnvironment(settings, secrets);
  const logOf = (name: string) => (settings.verbose ? undefined : join(settings.dataFolder, 'logs', `${name}.log`));
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
  const mode = settings.development ? 'dev' : 'start';
  const web: ChildCommand = {
    name: 'web server',
    args: [next, mode, '--hostname', settings.host, '--port', String(settings.port)],
    env: { ...env, WINNOW_STOP_GRACE_MS: '4000' },
    logFile: logOf('web'),
  };
  const workers = Array.from({ length: settings.workerCount }, (_, index) => ({
    name: `worker ${index + 1}`,
    args: workerArguments,
    env,
    logFile: logOf(`worker-${index + 1}`),
  }));
  return { web, workers };
}

/**
 * A small young generation: an import makes much that lives a moment too long for it, and the old one is cleared sooner.
 * Storing 60,000 documents took 367 MiB of memory instead of 470, at the same speed (docs/benchmarks.md).
 */
export const workerArguments = ['--max-semi-space-size=4', '--import', 'tsx', 'jobs/worker.ts'] as const;

export function childEnvironment(
  { dataFolder, publicUrl, development }: StartSettings,
  { databaseUrl, authSecret }: Secrets,
): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: databaseUrl,
    WINNOW_DATA_DIR: dataFolder,
    NEXTAUTH_URL: publicUrl,
    NEXTAUTH_SECRET: authSecret,
    AUTH_SECRET: authSecret,
    NODE_ENV: development ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}
