import { InferenceError } from '../errors';
import type { ExternalBytes, OnnxGraph } from './onnx-graph';
import type { WeightsPlan } from './weights-writer';

const FLOAT_BYTES = 4;

export interface LinearShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly hasBias: boolean;
  /** A product may use some rows of a fused weight: from `firstRow`, `outputs` of `totalRows`. */
  readonly firstRow?: number;
  readonly totalRows?: number;
}

/**
 * The fp32 variant of the graph's products: Gemm with the weight as published, [out, in], so that nothing is transposed.
 *
 * A variant (int8, fp16) is another class with the same two methods and its own weights file.
 */
export class Fp32Weights {
  private readonly declared = new Map<string, string>();

  constructor(
    private readonly graph: OnnxGraph,
    private readonly plan: WeightsPlan,
  ) {}

  /** Declares a whole tensor as an initialiser and returns its name. */
  tensor(name: string, shape: readonly number[]): string {
    return this.declare(name, shape, this.bytesOf(name));
  }

  /** rows [n, inputs] -> [n, outputs] */
  linear(graph: OnnxGraph, prefix: string, rows: string, shape: LinearShape): string {
    const weight = this.rowsOf(`${prefix}.weight`, shape, shape.inputs);
    const bias = shape.hasBias ? [this.rowsOf(`${prefix}.bias`, shape, 1)] : [];
    return graph.add('Gemm', [rows, weight, ...bias], { transB: 1 });
  }

  private rowsOf(name: string, shape: LinearShape, rowElements: number): string {
    const whole = this.bytesOf(name);
    const firstRow = shape.firstRow ?? 0;
    const rowBytes = rowElements * FLOAT_BYTES;
    const bytes = { offset: whole.offset + firstRow * rowBytes, byteLength: shape.outputs * rowBytes };
    const dims = name.endsWith('.bias') ? [shape.outputs] : [shape.outputs, rowElements];
    return this.declare(shape.totalRows === undefined ? name : `${name}@${firstRow}`, dims, bytes);
  }

  private declare(name: string, shape: readonly number[], bytes: ExternalBytes): string {
    const known = this.declared.get(name);
    if (known) return known;
    this.declared.set(name, this.graph.external(name, shape, bytes));
    return name;
  }

  private bytesOf(name: string): ExternalBytes {
    const bytes = this.plan.tensors.get(name);
    if (!bytes) throw new InferenceError('WEIGHTS_MISSING_TENSOR', `The graph asks for ${name}, which was not planned`);
    return bytes;
  }
}
