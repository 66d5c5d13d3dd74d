import type { Engine } from '@/inference/engine';
import type { TextResult } from '@/inference/results';
import type { InputRecord, RecordId } from './records';

export interface ScoredLine {
  readonly id: RecordId;
  readonly score: number;
  readonly tokens: number;
  readonly tokensRead: number;
  readonly windows: number;
  readonly truncated: boolean;
  readonly model: string;
  readonly revision: string;
  readonly precision: string;
  readonly provider: string;
}

export type OutputLine = ScoredLine | { readonly id: RecordId; readonly error: string; readonly message: string };

/** Within a window the longest text comes first and equal lengths meet. */
export const WINDOW_RECORDS = 1024;
/** About 50,000 tokens: four chunks of the engine. Less to finish when somebody stops than a larger one. */
const WINDOW_CHARS = 200_000;
/** A producer slower than the engine still sees its scores. */
const WINDOW_WAITS_MS = 1000;

/** Windows in the engine at once: one whose tail is computed, and enough behind it that no process ever waits. */
export function windowsHeld(processes: number): number {
  return 2 + Math.ceil(processes / 2);
}

/**
 * Scores a stream of records of any length; one line for each record, in input order. At most `windowsHeld` + 1 windows
 * of records are in memory, and no more are read while the consumer is slower. When `stop` aborts, the oldest window is
 * finished and the others are dropped.
 *
 * @throws What reading throws, once everything before it has come out; what the engine throws.
 */
export async function* scoreRecords(
  engine: Pick<Engine, 'score' | 'describe'>,
  records: AsyncIterable<InputRecord>,
  stop: AbortSignal = new AbortController().signal,
): AsyncGenerator<OutputLine[]> {
  const mostHeld = windowsHeld(engine.describe().processes);
  const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  const source = new WindowSource(records[Symbol.asyncIterator]());
  const scoring: Promise<OutputLine[]>[] = [];
  let reading: Promise<InputRecord[]> | null = source.next();
  while (!stop.aborted && (reading || scoring.length > 0)) {
    const [oldest] = scoring;
    const isRead = reading && scoring.length < mostHeld && (await isFirst(reading, [stopped, oldest]));
    if (isRead && reading) {
      const window: InputRecord[] = await reading;
      if (window.length > 0) scoring.push(scoreWindow(engine, window));
      // Its failure is met when its turn comes, which may be after a later window was read.
      scoring.at(-1)?.catch(() => undefined);
      reading = window.length > 0 ? source.next() : null;
    } else if (oldest && !stop.aborted) {
      yield await oldest;
      scoring.shift();
    }
  }
  if (scoring[0]) yield await scoring[0];
  if (source.failure) throw source.failure.error;
}

async function isFirst(one: Promise<unknown>, others: readonly (Promise<unknown> | undefined)[]): Promise<boolean> {
  const told = (promise: Promise<unknown>, isOne: boolean) => {
    const tell = () => isOne;
    return promise.then(tell, tell);
  };
  return Promise.race([...others.flatMap((other) => (other ? [told(other, false)] : [])), told(one, true)]);
}

/** Gathers records to windows. What reading fails with is kept, so that the records before it are scored first. */
class WindowSource {
  failure: { readonly error: unknown } | null = null;
  private pull: Promise<InputRecord | null> | null = null;

  constructor(private readonly records: AsyncIterator<InputRecord>) {}

  /** At least one record, none at the end. Never rejects. */
  async next(): Promise<InputRecord[]> {
    const window: InputRecord[] = [];
    let chars = 0;
    const wait = new Wait(WINDOW_WAITS_MS);
    while (window.length < WINDOW_RECORDS && chars < WINDOW_CHARS) {
      this.pull ??= this.read();
      const record = await (window.length === 0 ? this.pull : Promise.race([this.pull, wait.over]));
      if (record === 'over') break;
      this.pull = null;
      if (!record) break;
      window.push(record);
      chars += 'text' in record ? record.text.length : 0;
    }
    wait.end();
    return window;
  }

  private async read(): Promise<InputRecord | null> {
    if (this.failure) return null;
    try {
      const found = await this.records.next();
      return found.done ? null : found.value;
    } catch (error) {
      this.failure = { error };
      return null;
    }
  }
}

class Wait {
  readonly over: Promise<'over'>;
  private timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.over = new Promise((resolve) => {
      this.timer = setTimeout(() => resolve('over'), ms);
    });
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

async function scoreWindow(engine: Pick<Engine, 'score'>, window: readonly InputRecord[]): Promise<OutputLine[]> {
  const results = await engine.score(window.flatMap((record) => ('text' in record ? [record.text] : [])));
  let next = 0;
  return window.map((record) => {
    if ('fault' in record) return { id: record.id, error: record.fault, message: record.message };
    const result = results[next++];
    if (!result) throw new Error('the engine answered with too few results');
    return toLine(record.id, result);
  });
}

function toLine(id: RecordId, result: TextResult): OutputLine {
  if (result.status === 'failed') return { id, error: result.code, message: result.message };
  return {
    id,
    score: result.score,
    tokens: result.tokensTotal,
    tokensRead: result.tokensRead,
    windows: result.windows,
    truncated: result.isTruncated,
    model: result.modelId,
    revision: result.revision,
    precision: result.precision,
    provider: result.provider,
  };
}
