import { InferenceSession, Tensor } from 'onnxruntime-node';
import { OnnxGraph } from '../graph/onnx-graph';

let known: Promise<boolean> | null = null;

/**
 * Whether this processor's fastest product of uint8 rows with int8 columns saturates: x86 without VNNI adds pairs of
 * products in 16 bits. Found by multiplying numbers that would, because flags tell nothing about the kernel in use.
 */
export function saturatesInt8(): Promise<boolean> {
  known ??= multiplyLargest();
  return known;
}

const INPUTS = 64;
const OUTPUTS = 16;

async function multiplyLargest(): Promise<boolean> {
  const graph = new OnnxGraph('');
  const rows = graph.input('rows', 'uint8', ['rows', INPUTS]);
  const columns = graph.input('columns', 'int8', [INPUTS, OUTPUTS]);
  graph.add('MatMulInteger', [rows, columns], {}, 'sums');
  graph.output('sums', 'int32', ['rows', OUTPUTS]);
  const session = await InferenceSession.create(graph.serialize(), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  try {
    const { sums } = await session.run({
      rows: new Tensor('uint8', new Uint8Array(INPUTS).fill(255), [1, INPUTS]),
      columns: new Tensor('int8', new Int8Array(INPUTS * OUTPUTS).fill(127), [INPUTS, OUTPUTS]),
    });
    return sums?.data[0] !== 255 * 127 * INPUTS;
  } finally {
    await session.release();
  }
}
