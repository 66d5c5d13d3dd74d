import { InferenceSession, Tensor } from 'onnxruntime-node';
import { OnnxGraph } from '../graph/onnx-graph';
import type { ProviderName } from '../results';
import type { ProbeResult, ToProbe } from './probe-provider';

/** Adds two vectors on the provider it is told and says whether the sum is right. */
process.on('disconnect', () => process.exit(0));
process.once('message', (message: ToProbe) => void answer(message.provider));

async function answer(provider: ProviderName): Promise<void> {
  const result = await probe(provider).catch(
    (error: unknown): ProbeResult => ({ isWorking: false, reason: oneLine(error) }),
  );
  process.send?.(result);
}

async function probe(provider: ProviderName): Promise<ProbeResult> {
  const graph = new OnnxGraph('');
  graph.input('left', 'float', [4]);
  graph.input('right', 'float', [4]);
  graph.add('Add', ['left', 'right'], {}, 'sum');
  graph.output('sum', 'float', [4]);
  const session = await InferenceSession.create(graph.serialize(), {
    executionProviders: [provider === 'directml' ? 'dml' : provider],
    enableMemPattern: false,
    executionMode: 'sequential',
    logSeverityLevel: 4,
    // Without this a node that the provider cannot take would be computed on the CPU, and the probe would say nothing.
    ...(provider !== 'cpu' && { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
  });
  const vector = (...values: number[]) => new Tensor('float32', Float32Array.from(values), [4]);
  const { sum } = await session.run({ left: vector(1, 2, 3, 4), right: vector(8, 16, 32, 64) });
  const isRight = sum?.data instanceof Float32Array && sum.data.join() === '9,18,35,68';
  return isRight ? { isWorking: true, reason: 'it computed' } : { isWorking: false, reason: 'it computed a wrong sum' };
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').slice(0, 300);
}
