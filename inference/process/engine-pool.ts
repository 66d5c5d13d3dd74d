import type { ResolvedEngineOptions } from '../engine-options';
import { InferenceError } from '../errors';
import { failedText } from '../results';
import { type Chunk, halveChunk } from './chunks';
import { EngineChild } from './engine-child';
import type { EngineDescription, FromEngine } from './messages';

/** One chunk computes while the next is tokenised. */
const CHUNKS_IN_FLIGHT = 2;

interface Slot {
  child: EngineChild | null;
  readonly inFlight: Map<number, Chunk>;
}

/** Engine processes and the chunks waiting for them; a process that dies is replaced and its chunks tried again. */
export class EnginePool {
  private readonly waiting: Chunk[] = [];
  private readonly slots: Slot[] = [];
  private nextChunk = 0;
  private isClosed = false;
  private described: EngineDescription | null = null;

  private constructor(
    private readonly options: ResolvedEngineOptions,
    private readonly modulePath: string | undefined,
  ) {}

  /** Starts the first process alone, so that it builds the graph once, and then the others beside each other. */
  static async start(options: ResolvedEngineOptions, modulePath?: string): Promise<EnginePool> {
    const pool = new EnginePool(options, modulePath);
    for (let i = 0; i < options.processes; i++) pool.slots.push({ child: null, inFlight: new Map() });
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

  add(chunks: readonly Chunk[]): void {
    if (this.isClosed) throw new InferenceError('ENGINE_CLOSED', 'The engine was closed');
    this.waiting.push(...chunks);
    this.dispatch();
  }

  /** Calls still under way fail with ENGINE_CLOSED. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.failAll(new InferenceError('ENGINE_CLOSED', 'The engine was closed before this call was done'));
    await Promise.all(this.slots.map((slot) => slot.child?.stop()));
  }

  private async startChild(slot: Slot): Promise<void> {
    const child = await EngineChild.start(
      this.options,
      { onMessage: (message) => this.receive(slot, message), onExit: (reason) => this.replace(slot, reason) },
      this.modulePath,
    );
    this.described ??= child.description;
    slot.child = child;
    if (this.isClosed) await child.stop();
    else this.dispatch();
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
    const next = this.waiting[0];
    if (!next || slot.inFlight.size >= CHUNKS_IN_FLIGHT) return undefined;
    const hasSuspect = [...slot.inFlight.values()].some((chunk) => chunk.isSuspect);
    if (hasSuspect || (next.isSuspect && slot.inFlight.size > 0)) return undefined;
    return this.waiting.shift();
  }

  private receive(slot: Slot, answer: FromEngine): void {
    if (!('chunk' in answer)) return;
    const chunk = slot.inFlight.get(answer.chunk);
    if (!chunk) return;
    slot.inFlight.delete(answer.chunk);
    if (answer.type === 'fault') chunk.call.fail(new Error(`The engine failed on a call: ${answer.message}`));
    else chunk.call.settle(chunk.indices, answer);
    this.dispatch();
  }

  /** A process ended by itself. Its chunks go first again, and a new process takes its place. */
  private replace(slot: Slot, reason: string): void {
    slot.child = null;
    const lost = [...slot.inFlight.values()];
    slot.inFlight.clear();
    if (this.isClosed) return;
    this.waiting.unshift(...lost.flatMap((chunk) => retry(chunk, reason)));
    this.startChild(slot).catch((error: unknown) => {
      // Other processes may go on; without any, nothing would ever answer.
      if (this.slots.some((other) => other.child)) return;
      this.failAll(error instanceof Error ? error : new Error(String(error)));
    });
  }

  private failAll(error: Error): void {
    const chunks = [...this.waiting.splice(0), ...this.slots.flatMap((slot) => [...slot.inFlight.values()])];
    for (const slot of this.slots) slot.inFlight.clear();
    for (const chunk of chunks) chunk.call.fail(error);
  }
}

/** First death: tried again, alone. Second: halved, until the text that ends processes stands alone and is given up. */
function retry(chunk: Chunk, reason: string): Chunk[] {
  if (!chunk.isSuspect) return [{ ...chunk, isSuspect: true }];
  if (chunk.texts.length > 1) return halveChunk(chunk);
  const message = `The engine process ended twice over this text (${reason})`;
  for (const index of chunk.indices) chunk.call.giveUp(index, failedText('POISON_TEXT', message));
  return [];
}
