import path from 'node:path';
import type { ProviderName } from '../results';

/**
 * Who computes: one thread of a CPU, for which work is cut to fit its own caches, or several threads or a GPU, which
 * want it in large pieces. Both graphs of a folder read the same weights.
 */
export type GraphUse = 'one-thread' | 'any';

export const GRAPH_FILES: Readonly<Record<GraphUse, string>> = {
  'one-thread': 'graph-one-thread.onnx',
  any: 'graph.onnx',
};
export const WEIGHTS_FILE = 'weights.bin';

/** The file to load from a built graph's folder. */
export function graphFileIn(folder: string, by: { provider: ProviderName; threads: number }): string {
  return path.join(folder, GRAPH_FILES[by.provider === 'cpu' && by.threads === 1 ? 'one-thread' : 'any']);
}
