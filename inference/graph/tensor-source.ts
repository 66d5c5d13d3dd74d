import { type FileHandle, open } from 'node:fs/promises';
import { InferenceError } from '../errors';
import { readFloats } from '../model/read-floats';
import type { SafetensorsFile, TensorEntry } from '../model/safetensors';

/** Rows of a tensor seen as [rows, elements of a row]; a vector is rows of one element. */
export interface RowRange {
  readonly firstRow: number;
  readonly rowCount: number;
}

/** Some whole rows, row-major. The reader may change them in place. */
export interface RowChunk extends RowRange {
  readonly floats: Float32Array;
}

/** Where a graph's weights come from, as fp32 and in whole rows. */
export interface TensorSource {
  readRows(name: string, rows: RowRange): AsyncIterable<RowChunk>;
}

/** The published weights, read a few megabytes at a time. */
export class PublishedTensors implements TensorSource {
  private constructor(
    private readonly weights: SafetensorsFile,
    private readonly file: FileHandle,
  ) {}

  static async open(weights: SafetensorsFile): Promise<PublishedTensors> {
    return new PublishedTensors(weights, await open(weights.path, 'r'));
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  async *readRows(name: string, { firstRow, rowCount }: RowRange): AsyncGenerator<RowChunk> {
    const entry = this.entryOf(name);
    const rowElements = elementCount(entry) / (entry.shape[0] ?? 1);
    let next = firstRow;
    const range = { first: firstRow * rowElements, count: rowCount * rowElements, align: rowElements };
    for await (const floats of readFloats(this.file, entry, this.weights.path, range)) {
      const chunk = { firstRow: next, rowCount: floats.length / rowElements, floats };
      next += chunk.rowCount;
      yield chunk;
    }
  }

  private entryOf(name: string): TensorEntry {
    const entry = this.weights.tensors.get(name);
    if (entry) return entry;
    throw new InferenceError('WEIGHTS_MISSING_TENSOR', `The weights have no tensor ${name}`, this.weights.path);
  }
}

/** All the rows at once; for matrices of one layer, not for embeddings. */
export async function readWhole(source: TensorSource, name: string, rows: RowRange): Promise<Float32Array> {
  const chunks: RowChunk[] = [];
  for await (const chunk of source.readRows(name, rows)) chunks.push(chunk);
  const [only] = chunks;
  if (only && chunks.length === 1) return only.floats;
  const whole = new Float32Array(chunks.reduce((total, { floats }) => total + floats.length, 0));
  let position = 0;
  for (const { floats } of chunks) {
    whole.set(floats, position);
    position += floats.length;
  }
  return whole;
}

function elementCount(entry: TensorEntry): number {
  return entry.shape.reduce((product, size) => product * size, 1);
}
