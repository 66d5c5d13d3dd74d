import { resolve } from 'node:path';
import { z } from 'zod';
import { readMailSettings } from '@/graphql/teams/mail-settings';
import { projectRoot } from '../project-root';
import { errorText, SetupError } from '../setup-error';

export type StartSettings = Readonly<{
  dataFolder: string;
  /** A PostgreSQL of the person's own; without it the embedded one is used. */
  databaseUrl: string | undefined;
  authSecret: string | undefined;
  host: string;
  port: number;
  /** The address people type, which cookies and links are made for. */
  publicUrl: string;
  workerCount: number;
  development: boolean;
  /** Shows what web and worker print instead of keeping it in the data folder's logs. */
  verbose: boolean;
}>;

/** What the command line says over what the environment says. */
export type StartOptions = Readonly<{
  dataDir?: string;
  host?: string;
  port?: string;
  workers?: string;
  dev?: boolean;
  verbose?: boolean;
}>;

const WHERE_TO_CORRECT =
  'Correct it in the environment, in .env or on the command line (.env.example lists every setting).';

const environmentSchema = z.object({
  WINNOW_DATA_DIR: z.string().default('data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be like postgresql://user:password@host:5432/name' })
    .optional(),
  NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('must be a port number').int().min(1).max(65_535).default(3000),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/, error: 'must be an address like https://winnow.example.org' }).optional(),
  WINNOW_WORKERS: z.coerce.number('must be a number').int().min(0).max(64).default(1),
});

export function readStartSettings(options: StartOptions, environment: NodeJS.ProcessEnv = process.env): StartSettings {
  const settings = parseEnvironment({
    ...environment,
    NEXTAUTH_SECRET: environment.NEXTAUTH_SECRET || environment.AUTH_SECRET,
    ...(options.dataDir === undefined ? {} : { WINNOW_DATA_DIR: options.dataDir }),
    ...(options.host === undefined ? {} : { HOST: options.host }),
    ...(options.port === undefined ? {} : { PORT: options.port }),
    ...(options.workers === undefined ? {} : { WINNOW_WORKERS: options.workers }),
  });
  checkMailSettings(environment);
  const development = options.dev ?? false;
  return {
    dataFolder: resolve(projectRoot, settings.WINNOW_DATA_DIR),
    databaseUrl: settings.DATABASE_URL,
    authSecret: settings.NEXTAUTH_SECRET,
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.NEXTAUTH_URL ?? `http://${addressFor(settings.HOST)}:${settings.PORT}`,
    workerCount: settings.WINNOW_WORKERS,
    development,
    verbose: options.verbose ?? development,
  };
}

/** Web servers read them with the first invitation; a person learns of a mistake sooner here. */
function checkMailSettings(environment: NodeJS.ProcessEnv): void {
  try {
    readMailSettings(environment);
  } catch (cause) {
    throw new SetupError(errorText(cause), WHERE_TO_CORRECT, { cause });
  }
}

/** Where this machine reaches a server that listens on the host: 0.0.0.0 is a place to listen, not to call. */
export function addressFor(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** An empty setting, as a compose file leaves it, counts as none. */
function parseEnvironment(environment: NodeJS.ProcessEnv) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = environmentSchema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SetupError(
    `The setting ${issue?.path.join('.')} ${issue?.message.replace(/^(Too|Invalid)/, 'is wrong: $1')}.`,
    WHERE_TO_CORRECT,
  );
}
