import { type FileHandle, open } from 'node:fs/promises';
import type { ElementType, OnnxGraph } from './onnx-graph';
import type { TensorSource } from './tensor-source';

/** Page-aligned starts let ONNX Runtime map the file instead of reading it. */
const ALIGNMENT = 4096;
const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = {
  float: 4,
  float16: 2,
  int64: 8,
  int32: 4,
  int8: 1,
  uint8: 1,
};

/** An initialiser that is still to be made from the published weights. */
export interface WeightBlob {
  readonly type: ElementType;
  readonly dims: readonly number[];
  /** The bytes in order, exactly as many as type and dims say. */
  readonly bytes: (source: TensorSource) => AsyncIterable<Uint8Array>;
}

interface PlacedBlob extends WeightBlob {
  readonly offset: number;
  readonly byteLength: number;
}

/** The file of external data beside graphs: first declared while they are built, then written as a stream. */
export class WeightsFile {
  private readonly declared = new Set<string>();

  constructor(
    private readonly graph: OnnxGraph,
    private readonly blobs = new Map<string, PlacedBlob>(),
  ) {}

  /** The same file for another graph. */
  besides(graph: OnnxGraph): WeightsFile {
    return new WeightsFile(graph, this.blobs);
  }

  get byteLength(): number {
    const last = [...this.blobs.values()].at(-1);
    return last ? last.offset + last.byteLength : 0;
  }

  /** Declares an initialiser once and returns its name. */
  add(name: string, blob: WeightBlob): string {
    if (this.declared.has(name)) return name;
    this.declared.add(name);
    const placed = this.blobs.get(name) ?? this.place(name, blob);
    this.graph.external(name, blob.type, blob.dims, placed);
    return name;
  }

  private place(name: string, blob: WeightBlob): PlacedBlob {
    const offset = Math.ceil(this.byteLength / ALIGNMENT) * ALIGNMENT;
    const byteLength = blob.dims.reduce((product, size) => product * size, ELEMENT_BYTES[blob.type]);
    const placed = { ...blob, offset, byteLength };
    this.blobs.set(name, placed);
    return placed;
  }

  /** Streams every declared initialiser to `path`, a few megabytes at a time, and syncs the file. */
  async write(source: TensorSource, path: string): Promise<void> {
    const target = await open(path, 'wx');
    try {
      for (const [name, blob] of this.blobs) await writeBlob(target, name, blob, source);
      await target.sync();
    } finally {
      await target.close();
    }
  }
}

async function writeBlob(target: FileHandle, name: string, blob: PlacedBlob, source: TensorSource): Promise<void> {
  let position = blob.offset;
  for await (const bytes of blob.bytes(source)) {
    await writeFully(target, bytes, position);
    position += bytes.byteLength;
  }
  const written = position - blob.offset;
  if (written !== blob.byteLength) throw new Error(`${name} is ${written} bytes, ${blob.byteLength} were declared`);
}

/** A full disk may take part of a buffer before it fails; the rest is tried so that the error is seen. */
async function writeFully(target: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    const { bytesWritten } = await target.write(bytes, written, bytes.byteLength - written, position + written);
    written += bytesWritten;
  }
}
