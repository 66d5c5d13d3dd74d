import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ResolvedEngineOptions } from '../engine-options';
import { InferenceError } from '../errors';
import { forkModule } from './fork-module';
import type { EngineDescription, FromEngine, ToEngine } from './messages';

const DEFAULT_MODULE = fileURLToPath(new URL('../engine-process.ts', import.meta.url));

export interface ChildHandlers {
  onMessage(message: FromEngine): void;
  /** Called once, however the process ended. */
  onExit(reason: string): void;
}

/** One engine process and its channel. */
export class EngineChild {
  private hasExited = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly description: EngineDescription,
  ) {}

  get pid(): number | undefined {
    return this.child.pid;
  }

  /**
   * Starts a process and waits until its model is loaded.
   *
   * @throws InferenceError with the child's own code when it refuses the model, ENGINE_START_FAILED when it ends instead.
   */
  static async start(
    options: ResolvedEngineOptions,
    handlers: ChildHandlers,
    modulePath = DEFAULT_MODULE,
  ): Promise<EngineChild> {
    const child = forkModule(modulePath);
    const description = await loaded(child, options);
    const engine = new EngineChild(child, description);
    child.on('message', (message: FromEngine) => handlers.onMessage(message));
    engine.onceGone(handlers);
    return engine;
  }

  send(message: ToEngine): void {
    // A channel that breaks under a message is followed by the exit event, which is where it is handled.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  /** For a process that hangs: it ends as a crashed one does. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Closes the channel; the process ends after the run it is in. */
  async stop(): Promise<void> {
    if (this.hasExited) return;
    const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    if (this.child.connected) this.child.disconnect();
    await gone;
  }

  private onceGone(handlers: ChildHandlers): void {
    const gone = (code: number | null, signal: string | null) => {
      if (this.hasExited) return;
      this.hasExited = true;
      handlers.onExit(signal ? `killed by ${signal}` : `exited with code ${code}`);
    };
    if (this.child.exitCode !== null || this.child.signalCode !== null)
      gone(this.child.exitCode, this.child.signalCode);
    else this.child.once('exit', gone);
  }
}

function loaded(child: ChildProcess, options: ResolvedEngineOptions): Promise<EngineDescription> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      child.removeAllListeners();
      act();
    };
    child.once('message', (message: FromEngine) =>
      settle(() => {
        if (message.type === 'ready') return resolve(message.description);
        child.kill('SIGKILL');
        reject(
          message.type === 'refused'
            ? new InferenceError(message.code, message.message)
            : new InferenceError('ENGINE_START_FAILED', 'The engine process answered out of turn'),
        );
      }),
    );
    child.once('error', (error) => settle(() => reject(startFailed(error.message))));
    child.once('exit', (code, signal) =>
      settle(() => reject(startFailed(signal ? `killed by ${signal}` : `exit code ${code}`))),
    );
    child.send({ type: 'start', options } satisfies ToEngine);
  });
}

function startFailed(reason: string): InferenceError {
  return new InferenceError('ENGINE_START_FAILED', `The engine process ended before its model was loaded: ${reason}`);
}
