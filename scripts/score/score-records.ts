import type { Engine } from '@/inference/engine';
import type { TextResult } from '@/inference/results';
import type { InputRecord, RecordId } from './read-records';

export type OutputLine =
  | {
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
  | { readonly id: RecordId; readonly error: string; readonly message: string };

/** Small enough that progress is seen with a slow model, large enough that equal lengths meet. */
const BATCH_RECORDS = 128;
/** Bounds memory when the texts are long. */
const BATCH_CHARS = 1_000_000;
/** The next batches are in the engine before the last one's tail is done. */
const BATCHES_AHEAD = 4;

/** Scores a stream of records of any length in bounded memory; one line for each record, in input order. */
export async function* scoreRecords(
  engine: Pick<Engine, 'score'>,
  records: AsyncIterable<InputRecord>,
): AsyncGenerator<OutputLine[]> {
  const pending: Promise<OutputLine[]>[] = [];
  for await (const batch of inBatches(records)) {
    const scoring = scoreBatch(engine, batch);
    // Marked as handled here: its failure is met when its turn comes, which may be after a later batch was read.
    scoring.catch(() => undefined);
    pending.push(scoring);
    if (pending.length >= BATCHES_AHEAD) yield (await pending.shift()) ?? [];
  }
  for (const scoring of pending) yield await scoring;
}

async function* inBatches(records: AsyncIterable<InputRecord>): AsyncGenerator<InputRecord[]> {
  let batch: InputRecord[] = [];
  let chars = 0;
  for await (const record of records) {
    batch.push(record);
    chars += 'text' in record ? record.text.length : 0;
    if (batch.length < BATCH_RECORDS && chars < BATCH_CHARS) continue;
    yield batch;
    batch = [];
    chars = 0;
  }
  if (batch.length > 0) yield batch;
}

async function scoreBatch(engine: Pick<Engine, 'score'>, batch: readonly InputRecord[]): Promise<OutputLine[]> {
  const results = await engine.score(batch.flatMap((record) => ('text' in record ? [record.text] : [])));
  let next = 0;
  return batch.map((record) => {
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
