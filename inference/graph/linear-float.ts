import { biasOf, floatBlob, type GraphWeights, type LinearShape, weightOf } from './graph-weights';
import type { OnnxGraph } from './onnx-graph';
import type { WeightsFile } from './weights-file';

/** fp32 and fp16: Gemm with the weight as published, [out, in], so that nothing is transposed. */
export class FloatWeights implements GraphWeights {
  constructor(
    private readonly graph: OnnxGraph,
    private readonly file: WeightsFile,
    readonly valueType: 'float' | 'float16' = 'float',
  ) {}

  tensor(name: string, shape: readonly number[]): string {
    return this.file.add(name, floatBlob(name, { firstRow: 0, rowCount: shape[0] ?? 1 }, shape, this.valueType));
  }

  linear(prefix: string, rows: string, shape: LinearShape): string {
    const weight = weightOf(prefix, shape);
    const blob = floatBlob(weight.tensor, weight.rows, [shape.outputs, shape.inputs], this.valueType);
    const bias = biasOf(this.file, prefix, shape, this.valueType);
    return this.graph.add('Gemm', [rows, this.file.add(weight.name, blob), ...bias], { transB: 1 });
  }

  gatedLinear(prefix: string, gate: string, rows: string, shape: LinearShape): string {
    return this.graph.add('Mul', [gate, this.linear(prefix, rows, shape)]);
  }

  select(rows: string, index: string): string {
    return this.graph.add('Gather', [rows, index]);
  }
}
