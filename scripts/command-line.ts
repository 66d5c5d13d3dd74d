import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { registerBuild } from './commands/build';
import { registerCalibrate } from './commands/calibrate';
import { registerDoctor } from './commands/doctor';
import { registerGpu } from './commands/gpu';
import { registerIngest } from './commands/ingest';
import { registerMigrate } from './commands/migrate';
import { registerModel } from './commands/model';
import { registerOperator } from './commands/operator';
import { registerScore } from './commands/score';
import { registerSeed } from './commands/seed';
import { registerStart } from './commands/start';
import { registerWorker } from './commands/worker';
import { projectRoot } from './project-root';
import { SetupError } from './setup-error';

const EXIT_FAILED = 1;
const EXIT_WRONG_USE = 2;

/** Runs `winnow <command>` and answers the exit code: 0 done, 1 failed, 2 not understood. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const envFile = join(projectRoot, '.env');
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  try {
    await createProgram().parseAsync(argv);
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    return explain(error);
  }
}

function createProgram(): Command {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')));
  const program = new Command('winnow')
    .description('Winnow: document triage for biomedical text')
    .version(version)
    .showHelpAfterError('(winnow --help lists every command)')
    .exitOverride();
  for (const register of [
    registerStart,
    registerWorker,
    registerMigrate,
    registerBuild,
    registerDoctor,
    registerScore,
    registerModel,
    registerGpu,
    registerOperator,
    registerIngest,
    registerCalibrate,
    registerSeed,
  ])
    register(program);
  for (const command of program.commands) command.exitOverride();
  return program;
}

/** A set-up failure is the person's to mend and is said in two lines; anything else is a bug and shows its stack. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_WRONG_USE; // it has printed its text
  if (error instanceof SetupError) console.error(`\nwinnow: ${error.happened}\n        ${error.remedy}`);
  else console.error('\nwinnow: this should not have happened.', error);
  return EXIT_FAILED;
}
