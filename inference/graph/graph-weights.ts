import type { ElementType } from './onnx-graph';
import { type RowRange, readWhole, type TensorSource } from './tensor-source';
import type { WeightBlob, WeightsFile } from './weights-file';

export interface LinearShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly hasBias: boolean;
  /** A product may use some rows of a fused weight: `outputs` of them from here. */
  readonly firstRow?: number;
}

export interface GatedShape extends LinearShape {
  /** The product that reads the gated rows. */
  readonly readBy: string;
}

/** How a precision stores weights and multiplies; one class a kind of product. */
export interface GraphWeights {
  /** Type of every value between the products. */
  readonly valueType: 'float' | 'float16';
  /** Declares a whole tensor as an initialiser of valueType and returns its name. */
  tensor(name: string, shape: readonly number[]): string;
  /** rows [n, inputs] -> [n, outputs] of the layer whose tensors begin with prefix. */
  linear(prefix: string, rows: string, shape: LinearShape): string;
  /**
   * gate [n, outputs] times the product of rows, element by element. For `readBy` alone: a factor of a whole row may be
   * missing until that product.
   */
  gatedLinear(prefix: string, gate: string, rows: string, shape: GatedShape): string;
  /** rows [n, width] by an int64 index [m] -> [m, width], for `readBy` alone: it may be codes that are selected. */
  select(rows: string, index: string, readBy: string): string;
}

/** The published matrix of a product, or its rows of a fused one, as named in the graph. */
export interface LinearWeight {
  readonly tensor: string;
  /** Distinct for every part of a fused matrix. */
  readonly name: string;
  readonly rows: RowRange;
  readonly inputs: number;
}

export function weightOf(prefix: string, shape: LinearShape): LinearWeight {
  const tensor = `${prefix}.weight`;
  const name = shape.firstRow === undefined ? tensor : `${tensor}@${shape.firstRow}`;
  return { tensor, name, rows: rowsOf(shape), inputs: shape.inputs };
}

/** The part of the bias that belongs to the product's rows, or none. */
export function biasOf(file: WeightsFile, prefix: string, shape: LinearShape, type: 'float' | 'float16'): string[] {
  if (!shape.hasBias) return [];
  const tensor = `${prefix}.bias`;
  const name = shape.firstRow === undefined ? tensor : `${tensor}@${shape.firstRow}`;
  return [file.add(name, floatBlob(tensor, rowsOf(shape), [shape.outputs], type))];
}

/** Rows of a tensor as they were published, in either float type. */
export function floatBlob(
  tensor: string,
  rows: RowRange,
  dims: readonly number[],
  type: 'float' | 'float16',
): WeightBlob {
  return {
    type,
    dims,
    async *bytes(source) {
      for await (const { floats } of source.readRows(tensor, rows))
        yield type === 'float' ? raw(floats) : halves(floats);
    },
  };
}

/** An initialiser made from a whole matrix [outputs, inputs] at once. */
export function matrixBlob(
  { tensor, rows }: LinearWeight,
  type: ElementType,
  dims: readonly number[],
  make: (matrix: Float32Array) => ArrayBufferView,
): WeightBlob {
  return {
    type,
    dims,
    async *bytes(source: TensorSource) {
      yield raw(make(await readWhole(source, tensor, rows)));
    },
  };
}

function rowsOf({ firstRow = 0, outputs }: LinearShape): RowRange {
  return { firstRow, rowCount: outputs };
}

function raw(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Rounded to the nearest half, ties to even; beyond 65,504 becomes infinite and fails the parity report. */
function halves(floats: Float32Array): Uint8Array {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  const out = new Uint16Array(floats.length);
  for (let i = 0; i < out.length; i++) out[i] = toHalf(bits[i] ?? 0);
  return raw(out);
}

function toHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  // 0x477ff000 is the first fp32 that rounds past the largest half.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | toSubnormalHalf(magnitude);
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** Below 2^-14 a half counts in steps of 2^-24. */
function toSubnormalHalf(magnitude: number): number {
  const exponent = magnitude >>> 23;
  const steps = (exponent === 0 ? 0 : (magnitude & 0x7fffff) | 0x800000) * 2 ** (exponent - 126);
  const floor = Math.floor(steps);
  const rest = steps - floor;
  if (rest > 0.5 || (rest === 0.5 && floor % 2 === 1)) return floor + 1;
  return floor;
}
