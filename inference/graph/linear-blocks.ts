import { biasOf, type GraphWeights, type LinearShape, type LinearWeight, matrixBlob, weightOf } from './graph-weights';
import { FloatWeights } from './linear-float';
import type { OnnxGraph } from './onnx-graph';
import type { WeightsFile } from './weights-file';

/** Inputs that share a scale. Smaller is more exact and slower. */
const BLOCK = 32;
const BITS = 8;
const ZERO_POINT = 128;
const LARGEST_CODE = 127;
/** Activations in int8 by blocks too; below this level the kernel multiplies in fp32. */
const INT8_ACTIVATIONS = 4;

/** Weights of 8 bits in blocks of 32 inputs with a scale each (MatMulNBits): exact enough for almost any model. */
export class BlockWeights implements GraphWeights {
  readonly valueType = 'float';
  private readonly floats: FloatWeights;

  constructor(
    private readonly graph: OnnxGraph,
    private readonly file: WeightsFile,
  ) {
    this.floats = new FloatWeights(graph, file);
  }

  tensor(name: string, shape: readonly number[]): string {
    return this.floats.tensor(name, shape);
  }

  linear(prefix: string, rows: string, shape: LinearShape): string {
    if (!prefix.startsWith('model.layers.')) return this.floats.linear(prefix, rows, shape);
    const { codes, scales } = this.declare(weightOf(prefix, shape), shape);
    const product = this.graph.addContrib('MatMulNBits', [rows, codes, scales], {
      K: shape.inputs,
      N: shape.outputs,
      bits: BITS,
      block_size: BLOCK,
      accuracy_level: INT8_ACTIVATIONS,
    });
    const [bias] = biasOf(this.file, prefix, shape, this.valueType);
    return bias ? this.graph.add('Add', [product, bias]) : product;
  }

  gatedLinear(prefix: string, gate: string, rows: string, shape: LinearShape): string {
    return this.graph.add('Mul', [gate, this.linear(prefix, rows, shape)]);
  }

  select(rows: string, index: string): string {
    return this.floats.select(rows, index);
  }

  private declare(weight: LinearWeight, { inputs, outputs }: LinearShape): { codes: string; scales: string } {
    const blocks = Math.ceil(inputs / BLOCK);
    return {
      codes: this.file.add(
        `${weight.name}.blocks`,
        matrixBlob(weight, 'uint8', [outputs, blocks, BLOCK], (matrix) => quantizeBlocks(matrix, inputs)),
      ),
      scales: this.file.add(
        `${weight.name}.scales`,
        matrixBlob(weight, 'float', [outputs * blocks], (matrix) => blockScales(matrix, inputs)),
      ),
    };
  }
}

/** One scale for each block of each published row, [outputs x blocks]; a block of zeros gets 1. */
function blockScales(matrix: Float32Array, inputs: number): Float32Array {
  const blocks = Math.ceil(inputs / BLOCK);
  const scales = new Float32Array((matrix.length / inputs) * blocks);
  for (let slot = 0; slot < scales.length; slot++) {
    const { start, end } = blockRange(slot, inputs, blocks);
    let largest = 0;
    for (let i = start; i < end; i++) largest = Math.max(largest, Math.abs(matrix[i] ?? 0));
    scales[slot] = largest === 0 ? 1 : largest / LARGEST_CODE;
  }
  return scales;
}

/** The last block of a row is filled up with zeros. */
function quantizeBlocks(matrix: Float32Array, inputs: number): Uint8Array {
  const blocks = Math.ceil(inputs / BLOCK);
  const scales = blockScales(matrix, inputs);
  const codes = new Uint8Array(scales.length * BLOCK).fill(ZERO_POINT);
  scales.forEach((scale, slot) => {
    const { start, end } = blockRange(slot, inputs, blocks);
    for (let i = start; i < end; i++)
      codes[slot * BLOCK + i - start] = ZERO_POINT + Math.round((matrix[i] ?? 0) / scale);
  });
  return codes;
}

function blockRange(slot: number, inputs: number, blocks: number): { start: number; end: number } {
  const row = Math.floor(slot / blocks);
  const start = row * inputs + (slot % blocks) * BLOCK;
  return { start, end: Math.min(start + BLOCK, (row + 1) * inputs) };
}
