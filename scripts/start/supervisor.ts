import { once } from 'node:events';
import { portProblem } from '../free-port';
import { SetupError } from '../setup-error';
import { keepAuthSecret, prepareDataFolder } from './data-folder';
import { bringUpToDate, openDatabase } from './database';
import { generateCode } from './generate-code';
import { type KeptChild, keepRunning } from './keep-running';
import { endChildrenLeftBehind, forgetChildren, rememberChildren } from './left-behind';
import { buildForProduction, hasFreshBuild } from './production-build';
import { programsOf } from './programs';
import type { Progress } from './progress';
import { addressFor, type StartSettings } from './settings';
import { holdDataFolder } from './single-instance';
import { onStopSignals } from './stop-signals';
import { waitForHealth } from './web-health';

/** What has been started, the last first when it is taken down. */
type Undo = (() => void | Promise<void>)[];

/** Starts everything, keeps it running until a signal comes, and stops what it started. */
export async function supervise(settings: StartSettings, progress: Progress): Promise<void> {
  const undo: Undo = [];
  const children: KeptChild[] = [];
  const { signal, release } = onStopSignals(() => {
    for (const child of children) child.kill();
  });
  try {
    await bringUp(settings, progress, { undo, children, signal });
    progress.print(`Winnow is ready at ${settings.publicUrl} (Ctrl-C stops it)`);
    if (!signal.aborted) await once(signal, 'abort');
    progress.print('Stopping');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const takeDown of undo.reverse()) await takeDown();
    release();
  }
}

type Started = Readonly<{ undo: Undo; children: KeptChild[]; signal: AbortSignal }>;

async function bringUp(settings: StartSettings, { step, print }: Progress, { undo, children, signal }: Started) {
  const { dataFolder, host, port } = settings;
  const steps: Progress['step'] = (doing, work) => {
    signal.throwIfAborted();
    return step(doing, work);
  };

  await steps(`Data folder ${dataFolder}`, async () => {
    await prepareDataFolder(dataFolder);
    undo.push(await holdDataFolder(dataFolder, settings.publicUrl));
    if ((await endChildrenLeftBehind(dataFolder)) > 0) print('Cleared up after a start that was killed');
    await checkPort(host, port);
  });
  const authSecret = await chooseAuthSecret(settings);

  const database = await steps(settings.databaseUrl ? 'Your PostgreSQL' : 'PostgreSQL', async () => {
    const opened = await openDatabase(settings, print);
    undo.push(opened.stop);
    return opened;
  });
  await steps('Migrations', () => bringUpToDate(database.url));
  generateCode();
  if (!settings.development && !hasFreshBuild()) {
    await steps('Production build (a minute, once a version)', () => buildForProduction(signal));
  }

  await steps(`Web server and ${settings.workerCount} worker${settings.workerCount === 1 ? '' : 's'}`, async () => {
    const { web, workers } = programsOf(settings, { databaseUrl: database.url, authSecret });
    undo.push(() => stopChildren(children, dataFolder));
    const remember = () => rememberChildren(dataFolder, pidsOf(children));
    for (const command of [web, ...workers]) children.push(keepRunning(command, { print, onRestart: remember }));
    remember();
    const [webChild] = children;
    if (!webChild) return;
    await waitForHealth(`http://${addressFor(host)}:${port}`, webChild.firstRunEnded, { signal, logFile: web.logFile });
  });
}

async function chooseAuthSecret({ authSecret, databaseUrl, dataFolder }: StartSettings): Promise<string> {
  if (authSecret) return authSecret;
  if (!databaseUrl) return keepAuthSecret(dataFolder);
  throw new SetupError(
    'NEXTAUTH_SECRET is not set, and with a DATABASE_URL of your own every web server must share one.',
    'Set it to at least 32 random characters, for example from `openssl rand -base64 32`.',
  );
}

async function checkPort(host: string, port: number): Promise<void> {
  const problem = await portProblem(port, host);
  if (problem === undefined) return;
  if (problem === 'EADDRNOTAVAIL') {
    throw new SetupError(
      `This machine has no address ${host} to listen on.`,
      'Choose another with HOST (or --host): 127.0.0.1 for this machine alone, 0.0.0.0 for all its addresses.',
    );
  }
  const reason = PORT_PROBLEMS[problem] ?? `cannot be used (${problem})`;
  throw new SetupError(`Port ${port} on ${host} ${reason}.`, 'Choose another port with PORT (or --port).');
}

const PORT_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'needs more rights than this user has',
};

function pidsOf(children: readonly KeptChild[]): number[] {
  return children.flatMap((child) => child.pid() ?? []);
}

async function stopChildren(children: readonly KeptChild[], dataFolder: string): Promise<void> {
  await Promise.all(children.map((child) => child.stop()));
  forgetChildren(dataFolder);
}
