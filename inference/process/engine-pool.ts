import type { ResolvedEngineOptions } from '../engine-options';
import { InferenceError } from '../errors';
import { failedText } from '../results';
import { type Chunk, halveChunk } from './chunks';
import { EngineChild } from './engine-child';
import type { EngineDescription, FromEngine } from './messages';

/** One chunk computes while the next is tokenised. */
const CHUNKS_IN_FLIGHT = 2;
const LONGEST_RESTART_DELAY_MS = 60_000;
const CHECK_EVERY_MS = 30_000;
/**
 * Checks without a word, of a process that has work, before it counts as hanging: 15 minutes. A process answers between
 * two runs; the longest run there is, 8,192 tokens of a large model on a busy laptop, takes a third of that.
 */
const MOST_SILENT_CHECKS = 30;

/** A place for a process. */
interface Slot {
  child: EngineChild | null;
  starting: Promise<void> | null;
  restart: NodeJS.Timeout | null;
  /** Failed starts, and ends without any work, since the last answer. */
  failures: number;
  silentChecks: number;
  readonly inFlight: Map<number, Chunk>;
}

/** Engine processes and the chunks waiting for them; a process that dies is replaced and its chunks tried again. */
export class EnginePool {
  private waiting: Chunk[] = [];
  private readonly slots: Slot[];
  private readonly checks: NodeJS.Timeout;
  private nextChunk = 0;
  private isClosed = false;
  private described: EngineDescription | null = null;

  private constructor(
    private readonly options: ResolvedEngineOptions,
    private readonly modulePath: string | undefined,
  ) {
    this.slots = Array.from({ length: options.processes }, emptySlot);
    this.checks = setInterval(() => this.endHangingProcesses(), CHECK_EVERY_MS).unref();
  }

  /** Starts the first process alone, so that it builds the graph once, and then the others beside each other. */
  static async start(options: ResolvedEngineOptions, modulePath?: string): Promise<EnginePool> {
    const pool = new EnginePool(options, modulePath);
    const [first, ...others] = pool.slots;
    try {
      if (first) await pool.startChild(first);
      await Promise.all(others.map((slot) => pool.startChild(slot)));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  get description(): EngineDescription {
    if (!this.described) throw new InferenceError('ENGINE_CLOSED', 'The engine has not started');
    return this.described;
  }

  get processIds(): number[] {
    return this.slots.flatMap((slot) => slot.child?.pid ?? []);
  }

  add(chunks: readonly Chunk[], isUrgent = false): void {
    if (this.isClosed) throw new InferenceError('ENGINE_CLOSED', 'The engine was closed');
    this.waiting.splice(isUrgent ? 0 : this.waiting.length, 0, ...chunks);
    if (!this.hasProcess()) for (const slot of this.slots) this.restart(slot);
    this.dispatch();
  }

  /** Calls still under way fail with ENGINE_CLOSED. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.checks);
    for (const slot of this.slots) cancelRestart(slot);
    this.failAll(new InferenceError('ENGINE_CLOSED', 'The engine was closed before this call was done'));
    await Promise.allSettled(this.slots.flatMap((slot) => [slot.starting, slot.child?.stop()]));
  }

  /**
   * Ends every process that has had work and has said nothing for MOST_SILENT_CHECKS calls of this; what it was at is
   * then tried again as after a crash. The pool calls it every 30 seconds.
   */
  endHangingProcesses(): void {
    for (const slot of this.slots) {
      if (!slot.child || slot.inFlight.size === 0) {
        slot.silentChecks = 0;
      } else if (slot.silentChecks >= MOST_SILENT_CHECKS) {
        slot.silentChecks = 0;
        slot.child.kill();
      } else {
        if (slot.silentChecks === 0) slot.child.send({ type: 'ping' });
        slot.silentChecks++;
      }
    }
  }

  private hasProcess(): boolean {
    return this.slots.some((slot) => slot.child || slot.starting);
  }

  private async startChild(slot: Slot): Promise<void> {
    const handlers = {
      onMessage: (message: FromEngine) => this.receive(slot, message),
      onExit: (reason: string) => this.replace(slot, reason),
    };
    slot.starting = EngineChild.start(this.options, handlers, this.modulePath)
      .then(async (child) => {
        this.described ??= child.description;
        if (this.isClosed) return child.stop();
        slot.child = child;
      })
      .finally(() => {
        slot.starting = null;
      });
    await slot.starting;
    this.dispatch();
  }

  private dispatch(): void {
    for (const slot of this.slots) {
      while (slot.child) {
        const chunk = this.takeFor(slot);
        if (!chunk) break;
        const id = this.nextChunk++;
        slot.inFlight.set(id, chunk);
        slot.child.send(chunk.call.message(id, chunk.texts));
      }
    }
  }

  private takeFor(slot: Slot): Chunk | undefined {
    while (this.waiting[0]?.call.isOver) this.waiting.shift();
    const next = this.waiting[0];
    if (!next || slot.inFlight.size >= CHUNKS_IN_FLIGHT) return undefined;
    const hasSuspect = [...slot.inFlight.values()].some((chunk) => chunk.isSuspect);
    if (hasSuspect || (next.isSuspect && slot.inFlight.size > 0)) return undefined;
    return this.waiting.shift();
  }

  private receive(slot: Slot, answer: FromEngine): void {
    slot.silentChecks = 0;
    if (!('chunk' in answer)) return;
    const chunk = slot.inFlight.get(answer.chunk);
    if (!chunk) return;
    slot.inFlight.delete(answer.chunk);
    slot.failures = 0;
    if (answer.type === 'fault') {
      chunk.call.fail(new InferenceError('CALL_FAILED', `The engine failed on a call: ${answer.message}`));
    } else chunk.call.settle(chunk.indices, answer);
    this.dispatch();
  }

  /** A process ended by itself. Its chunks go first again, and a new process takes its place. */
  private replace(slot: Slot, reason: string): void {
    slot.child = null;
    const lost = [...slot.inFlight.values()];
    slot.inFlight.clear();
    if (this.isClosed) return;
    this.waiting.unshift(...lost.flatMap((chunk) => retry(chunk, reason)));
    // Ends over texts are bounded by halving them; only ends without a cause in sight must not be repeated at full speed.
    if (lost.length === 0) slot.failures++;
    this.restartLater(slot, lost.length === 0 ? slot.failures - 1 : 0);
    this.dispatch();
  }

  private restartLater(slot: Slot, failures: number): void {
    const delayMs = failures === 0 ? 0 : Math.min(LONGEST_RESTART_DELAY_MS, 500 * 2 ** failures);
    if (delayMs === 0) this.restart(slot);
    else slot.restart = setTimeout(() => this.restart(slot), delayMs).unref();
  }

  private restart(slot: Slot): void {
    cancelRestart(slot);
    this.startChild(slot).catch((error: unknown) => {
      if (this.isClosed) return;
      slot.failures++;
      this.restartLater(slot, slot.failures);
      // Other processes may go on; without any, nothing would answer before the next call tries again.
      if (!this.hasProcess()) this.failAll(error instanceof Error ? error : new Error(String(error)));
    });
  }

  private failAll(error: Error): void {
    const chunks = [...this.waiting, ...this.slots.flatMap((slot) => [...slot.inFlight.values()])];
    this.waiting = [];
    for (const slot of this.slots) slot.inFlight.clear();
    for (const chunk of chunks) chunk.call.fail(error);
  }
}

function emptySlot(): Slot {
  return { child: null, starting: null, restart: null, failures: 0, silentChecks: 0, inFlight: new Map() };
}

function cancelRestart(slot: Slot): void {
  if (slot.restart) clearTimeout(slot.restart);
  slot.restart = null;
}

/** First death: tried again, alone. Second: halved, until the text that ends processes stands alone and is given up. */
function retry(chunk: Chunk, reason: string): Chunk[] {
  if (!chunk.isSuspect) return [{ ...chunk, isSuspect: true }];
  if (chunk.texts.length > 1) return halveChunk(chunk);
  const message = `The engine process ended twice over this text (${reason})`;
  for (const index of chunk.indices) chunk.call.giveUp(index, failedText('POISON_TEXT', message));
  return [];
}
