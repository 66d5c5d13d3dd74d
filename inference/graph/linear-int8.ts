import { biasOf, type GraphWeights, type LinearShape, type LinearWeight, matrixBlob, weightOf } from './graph-weights';
import { FloatWeights } from './linear-float';
import type { OnnxGraph } from './onnx-graph';
import type { WeightsFile } from './weights-file';

/** Activations are unsigned around this zero point: u8 rows times s8 columns is the fast kernel. */
const ZERO_POINT = 128;
const LARGEST_CODE = 127;

interface QuantizedRows {
  /** uint8 [n, inputs]. */
  readonly codes: string;
  /** float [n, 1]: what one step of a row's codes is worth. */
  readonly scale: string;
}

/** 63 where the processor adds pairs of products in 16 bits and would saturate (x86 before VNNI), else 127. */
export type LargestWeight = 127 | 63;

export interface Int8Options {
  readonly largestWeight: LargestWeight;
  /** Products left in fp32, by the end of their name; the head always is: it is one row a text. */
  readonly inFloat?: readonly string[];
}

/**
 * Products of uint8 rows with int8 columns, accumulated in int32 and scaled back at once.
 *
 * Each row of activations has a scale of its own, its largest magnitude / 127, found while running, so a text's score
 * does not depend on its batch; each column of weights has one, found here. Both are symmetric.
 */
export class Int8Weights implements GraphWeights {
  readonly valueType = 'float';
  private readonly floats: FloatWeights;
  private readonly quantized = new Map<string, QuantizedRows>();

  constructor(
    private readonly graph: OnnxGraph,
    private readonly file: WeightsFile,
    private readonly options: Int8Options,
  ) {
    this.floats = new FloatWeights(graph, file);
  }

  tensor(name: string, shape: readonly number[]): string {
    return this.floats.tensor(name, shape);
  }

  linear(prefix: string, rows: string, shape: LinearShape): string {
    if (this.isInFloat(prefix)) return this.floats.linear(prefix, rows, shape);
    const { codes, scale } = this.quantize(rows);
    const { columns, columnScales } = this.declare(weightOf(prefix, shape), shape);
    const product = this.graph.addContrib('MatMulIntegerToFloat', [
      codes,
      columns,
      this.graph.float(1),
      columnScales,
      this.graph.uint8(ZERO_POINT),
    ]);
    const scaled = this.graph.add('Mul', [product, scale]);
    const [bias] = biasOf(this.file, prefix, shape, this.valueType);
    return bias ? this.graph.add('Add', [scaled, bias]) : scaled;
  }

  private isInFloat(prefix: string): boolean {
    return !prefix.startsWith('model.layers.') || (this.options.inFloat ?? []).some((end) => prefix.endsWith(end));
  }

  /** Once for all products that share the rows. */
  private quantize(rows: string): QuantizedRows {
    const known = this.quantized.get(rows);
    if (known) return known;
    const { graph } = this;
    const largest = graph.add('ReduceMax', [graph.add('Abs', [rows])], { axes: [1], keepdims: 1 });
    // A row of zeros has no largest magnitude to divide by; any scale gives it back as zeros.
    const positive = graph.add('Max', [largest, graph.float(1e-20)]);
    const scale = graph.add('Mul', [positive, graph.float(1 / LARGEST_CODE)]);
    const rowScales = graph.add('Reshape', [scale, graph.int64([-1])]);
    const zeroPoints = graph.add('ConstantOfShape', [graph.add('Shape', [rowScales])], {
      value: { uint8: ZERO_POINT },
    });
    const codes = graph.add('QuantizeLinear', [rows, rowScales, zeroPoints], { axis: 0 });
    const quantized = { codes, scale };
    this.quantized.set(rows, quantized);
    return quantized;
  }

  private declare(weight: LinearWeight, { inputs, outputs }: LinearShape): { columns: string; columnScales: string } {
    const { largestWeight } = this.options;
    return {
      columns: this.file.add(
        `${weight.name}.s8`,
        matrixBlob(weight, 'int8', [inputs, outputs], (matrix) => quantizeColumns(matrix, inputs, largestWeight)),
      ),
      columnScales: this.file.add(
        `${weight.name}.scale`,
        matrixBlob(weight, 'float', [outputs], (matrix) => columnScales(matrix, inputs, largestWeight)),
      ),
    };
  }
}

/** A published row [inputs] is a column of the product; a column of zeros gets scale 1. */
function columnScales(matrix: Float32Array, inputs: number, largestWeight: number): Float32Array {
  const scales = new Float32Array(matrix.length / inputs);
  for (let output = 0; output < scales.length; output++) {
    let largest = 0;
    for (let i = output * inputs; i < (output + 1) * inputs; i++) largest = Math.max(largest, Math.abs(matrix[i] ?? 0));
    scales[output] = largest === 0 ? 1 : largest / largestWeight;
  }
  return scales;
}

/** [outputs, inputs] -> codes [inputs, outputs], as the kernel packs it. */
function quantizeColumns(matrix: Float32Array, inputs: number, largestWeight: number): Int8Array {
  const scales = columnScales(matrix, inputs, largestWeight);
  const outputs = scales.length;
  const codes = new Int8Array(matrix.length);
  for (let output = 0; output < outputs; output++) {
    const scale = scales[output] ?? 1;
    for (let input = 0; input < inputs; input++) {
      const code = Math.round((matrix[output * inputs + input] ?? 0) / scale);
      codes[input * outputs + output] = Math.max(-largestWeight, Math.min(largestWeight, code));
    }
  }
  return codes;
}
