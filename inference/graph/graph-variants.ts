import type { ModelConfig } from '../model/config';
import type { Precision } from '../results';
import { type GraphUse, WEIGHTS_FILE } from './graph-folder';
import type { GraphWeights, LinearShape } from './graph-weights';
import { BlockWeights } from './linear-blocks';
import { FloatWeights } from './linear-float';
import { type Int8Options, Int8Weights, type LargestWeight } from './linear-int8';
import { buildModernBert } from './modernbert-graph';
import { OnnxGraph } from './onnx-graph';
import { WeightsFile } from './weights-file';

/** The precisions that move outliers into weights first, for which activation ranges are needed. */
export function isSmoothed(precision: Precision): boolean {
  return precision === 'int8-smooth' || precision === 'int8-mixed';
}

export interface GraphPlan {
  readonly graphs: Readonly<Record<GraphUse, OnnxGraph>>;
  readonly weights: WeightsFile;
}

/** The graphs of a model in a precision, and the weights that both read, still to be written. */
export function planGraphs(config: ModelConfig, precision: Precision, largestWeight: LargestWeight): GraphPlan {
  const graphs = { any: new OnnxGraph(WEIGHTS_FILE), 'one-thread': new OnnxGraph(WEIGHTS_FILE) };
  const weights = new WeightsFile(graphs.any);
  buildModernBert(graphs.any, config, weightsOf(precision, graphs.any, weights, { largestWeight }), 'any');
  const oneThread = graphs['one-thread'];
  const own = { largestWeight, scalesInProduct: true };
  buildModernBert(oneThread, config, weightsOf(precision, oneThread, weights.besides(oneThread), own), 'one-thread');
  return { graphs, weights };
}

/** Declares weights in `weights` and adds their products to `graph`, as the precision does both. */
export function weightsOf(
  precision: Precision,
  graph: OnnxGraph,
  weights: WeightsFile,
  int8: Omit<Int8Options, 'inFloat'>,
): GraphWeights {
  switch (precision) {
    case 'fp32':
      return new FloatWeights(graph, weights);
    case 'fp16':
      return new FloatWeights(graph, weights, 'float16');
    case 'int8':
    case 'int8-smooth':
      return new Int8Weights(graph, weights, int8);
    case 'int8-mixed':
      return new Int8Weights(graph, weights, { ...int8, inFloat: ['.mlp.Wo'] });
    case 'int8-blocks':
      return new BlockWeights(graph, weights);
  }
}

/** Name of the output that holds the largest magnitudes of a product's inputs. */
export function rangeOutput(prefix: string): string {
  return `range of ${prefix}`;
}

/** The fp32 graph, byte for byte the same weights file, that also tells the largest magnitude of every input channel. */
export function planRangeGraph(config: ModelConfig): { graph: OnnxGraph; prefixes: readonly string[] } {
  const graph = new OnnxGraph(WEIGHTS_FILE);
  const weights = new RangeWeights(graph);
  buildModernBert(graph, config, weights, 'any');
  return { graph, prefixes: [...weights.prefixes] };
}

class RangeWeights extends FloatWeights {
  readonly prefixes = new Set<string>();

  constructor(private readonly ranged: OnnxGraph) {
    super(ranged, new WeightsFile(ranged));
  }

  override linear(prefix: string, rows: string, shape: LinearShape): string {
    if (prefix.startsWith('model.layers.') && !this.prefixes.has(prefix)) {
      this.prefixes.add(prefix);
      const name = rangeOutput(prefix);
      this.ranged.add('ReduceMax', [this.ranged.add('Abs', [rows])], { axes: [0], keepdims: 0 }, name);
      this.ranged.output(name, 'float', [shape.inputs]);
    }
    return super.linear(prefix, rows, shape);
  }
}
