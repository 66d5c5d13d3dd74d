import {
  biasOf,
  type GatedShape,
  type GraphWeights,
  type LinearShape,
  type LinearWeight,
  matrixBlob,
  weightOf,
} from './graph-weights';
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
  /** Whether the product's kernel applies the rows' scales itself, which it does in one thread. */
  readonly scalesInProduct?: boolean;
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
  /** What rows must still be multiplied with, [n, 1] by the rows' name. */
  private readonly missingFactors = new Map<string, string>();

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
    const scaled = this.options.scalesInProduct
      ? this.multiply(prefix, codes, shape, scale)
      : this.graph.add('Mul', [this.multiply(prefix, codes, shape), scale]);
    const [bias] = biasOf(this.file, prefix, shape, this.valueType);
    return bias ? this.graph.add('Add', [scaled, bias]) : scaled;
  }

  /** A factor of a whole row changes none of its codes: the rows' scale joins that of the product that reads them. */
  gatedLinear(prefix: string, gate: string, rows: string, shape: GatedShape): string {
    if (this.isInFloat(prefix) || this.isInFloat(shape.readBy) || shape.hasBias)
      return this.graph.add('Mul', [gate, this.linear(prefix, rows, shape)]);
    const { codes, scale } = this.quantize(rows);
    const gated = this.graph.add('Mul', [gate, this.multiply(prefix, codes, shape)]);
    this.missingFactors.set(gated, scale);
    return gated;
  }

  /** Codes are a quarter as much to copy as the rows that they stand for. */
  select(rows: string, index: string, readBy: string): string {
    if (this.isInFloat(readBy)) return this.floats.select(rows, index);
    const { codes, scale } = this.quantize(rows);
    const selected = `${rows} by ${index}`;
    this.quantized.set(selected, {
      codes: this.graph.add('Gather', [codes, index]),
      scale: this.graph.add('Gather', [scale, index]),
    });
    return selected;
  }

  private isInFloat(prefix: string): boolean {
    return !prefix.startsWith('model.layers.') || (this.options.inFloat ?? []).some((end) => prefix.endsWith(end));
  }

  private multiply(prefix: string, codes: string, shape: LinearShape, scale = this.graph.float(1)): string {
    const { columns, columnScales } = this.declare(weightOf(prefix, shape), shape);
    const zeroPoint = this.graph.uint8(ZERO_POINT);
    return this.graph.addContrib('MatMulIntegerToFloat', [codes, columns, scale, columnScales, zeroPoint]);
  }

  /** Once for all products that share the rows. */
  private quantize(rows: string): QuantizedRows {
    const known = this.quantized.get(rows);
    if (known) return known;
    const { graph } = this;
    // A row of zeros has no largest magnitude to divide by; any scale gives it back as zeros.
    const largest = graph.add('Max', [
      graph.add('ReduceMax', [rows], { axes: [1], keepdims: 1 }),
      graph.add('Neg', [graph.add('ReduceMin', [rows], { axes: [1], keepdims: 1 })]),
      graph.float(1e-20),
    ]);
    const scale = graph.add('Mul', [largest, graph.float(1 / LARGEST_CODE)]);
    const rowScales = graph.add('Reshape', [scale, graph.int64([-1])]);
    const zeroPoints = graph.add('ConstantOfShape', [graph.add('Shape', [rowScales])], {
      value: { uint8: ZERO_POINT },
    });
    const codes = graph.add('QuantizeLinear', [rows, rowScales, zeroPoints], { axis: 0 });
    const missing = this.missingFactors.get(rows);
    const quantized = { codes, scale: missing ? graph.add('Mul', [scale, missing]) : scale };
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
