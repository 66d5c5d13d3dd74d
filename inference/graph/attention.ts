import type { LayerConfig, ModelConfig } from '../model/config';
import { OnnxGraph } from './onnx-graph';

/** Names of what every layer's attention shares. */
export interface AttentionInputs {
  /** int64 [3]: batch, length, hidden. */
  readonly textsShape: string;
  /** int64 [1]: rotary positions start at 0 in every row. */
  readonly positionStart: string;
  /** int64 [blocks, queries]: the row of [batch x length] that each query of a block is. */
  readonly queryRows: string;
  /** int64 [blocks x heads x keys]: rows of keys seen as [batch x length x heads, headSize]. */
  readonly keyHeadRows: string;
  /** int64 [4]: blocks, heads, keys, headSize. */
  readonly keyBlockShape: string;
  /** int64 [batch x length]: where each row's result lies among [blocks x queries]. */
  readonly resultRows: string;
  /** [blocks, 1, queries, keys]: 0 where a query sees a key, a large negative number elsewhere. */
  readonly blockBias: string;
  /** cos and sin tables [maxPositions, headSize / 2] by theta. */
  readonly rotary: ReadonlyMap<number, RotaryTables>;
}

interface RotaryTables {
  readonly cos: string;
  readonly sin: string;
}

interface Projections {
  readonly query: string;
  readonly key: string;
  readonly value: string;
}

type ValueType = 'float' | 'float16';

/** The largest negative number that hides a key in fp16 without becoming infinite. */
const HIDDEN_IN_FP16 = -1e4;

/** Declares the graph inputs that describe blocks (made by batches/block-layout.ts) and what derives from them. */
export function declareAttentionInputs(
  graph: OnnxGraph,
  config: ModelConfig,
  textsShape: string,
  type: ValueType,
): AttentionInputs {
  const queryRows = graph.input('query_rows', 'int64', ['blocks', 'queries']);
  const keyRows = graph.input('key_rows', 'int64', ['blocks', 'keys']);
  const resultRows = graph.input('result_rows', 'int64', ['rows']);
  const blockBias = graph.input('block_bias', 'float', ['blocks', 1, 'queries', 'keys']);
  const heads = Array.from({ length: config.headCount }, (_, head) => head);
  const firstHeadRow = graph.add('Mul', [keyRows, graph.int64([config.headCount])]);
  const perHead = graph.add('Unsqueeze', [firstHeadRow, graph.int64([1])]);
  const keyHeadRows = graph.add('Add', [perHead, graph.int64(heads, [1, config.headCount, 1])]);
  return {
    textsShape,
    positionStart: graph.int64([0]),
    queryRows,
    keyHeadRows,
    keyBlockShape: graph.add('Concat', [graph.add('Shape', [keyHeadRows]), graph.int64([config.headSize])], {
      axis: 0,
    }),
    resultRows,
    blockBias: type === 'float' ? blockBias : toHalf(graph, graph.add('Max', [blockBias, graph.float(HIDDEN_IN_FP16)])),
    rotary: declareRotary(graph, config, type),
  };
}

/** Tables are run-time inputs, not weights: computed in float64 once a process and cut to the longest text. */
function declareRotary(graph: OnnxGraph, config: ModelConfig, type: ValueType): Map<number, RotaryTables> {
  const table = (name: string) => {
    const values = graph.input(name, 'float', ['positions', config.headSize / 2]);
    return type === 'float' ? values : toHalf(graph, values);
  };
  return new Map(
    rotaryThetas(config).map((theta, index) => [theta, { cos: table(`cos_${index}`), sin: table(`sin_${index}`) }]),
  );
}

function toHalf(graph: OnnxGraph, value: string): string {
  return graph.add('Cast', [value], { to: OnnxGraph.typeCode('float16') });
}

/** Distinct thetas in the order of the layers; the order names the inputs. */
export function rotaryThetas(config: ModelConfig): number[] {
  return [...new Set(config.layers.map((layer) => layer.ropeTheta))];
}

/** [batch x length, hidden] three times -> [batch x length, hidden], before the output product. */
export function attention(
  graph: OnnxGraph,
  config: ModelConfig,
  layer: LayerConfig,
  inputs: AttentionInputs,
  { query, key, value }: Projections,
): string {
  const turnedQuery = rotate(graph, config, layer, inputs, query);
  const turnedKey = rotate(graph, config, layer, inputs, key);
  if (layer.span === 'local')
    return localAttention(graph, config, inputs, { query: turnedQuery, key: turnedKey, value });
  return globalAttention(graph, config, inputs, { query: turnedQuery, key: turnedKey, value });
}

/** No mask and no bias: the only form in which the CPU kernel takes its flash path (ONNX Runtime 1.30). */
function globalAttention(
  graph: OnnxGraph,
  config: ModelConfig,
  inputs: AttentionInputs,
  { query, key, value }: Projections,
): string {
  const attended = graph.addContrib(
    'MultiHeadAttention',
    [query, key, graph.add('Reshape', [value, inputs.textsShape])],
    { num_heads: config.headCount },
  );
  return graph.add('Reshape', [attended, graph.int64([-1, config.hiddenSize])]);
}

/**
 * Each block of neighbouring queries attends to its own window of keys, so the cost grows with the length and not with
 * its square. Gathering keys by head lays them out as [blocks, heads, keys, headSize] in the same copy.
 */
function localAttention(
  graph: OnnxGraph,
  config: ModelConfig,
  inputs: AttentionInputs,
  { query, key, value }: Projections,
): string {
  const queries = graph.add('Gather', [
    graph.add('Reshape', [query, graph.int64([-1, config.hiddenSize])]),
    inputs.queryRows,
  ]);
  const keys = gatherHeads(graph, config, inputs, key);
  const values = gatherHeads(graph, config, inputs, value);
  const attended = graph.addContrib('MultiHeadAttention', [queries, keys, values, '', '', inputs.blockBias], {
    num_heads: config.headCount,
  });
  const flat = graph.add('Reshape', [attended, graph.int64([-1, config.hiddenSize])]);
  return graph.add('Gather', [flat, inputs.resultRows]);
}

function gatherHeads(graph: OnnxGraph, config: ModelConfig, inputs: AttentionInputs, rows: string): string {
  const headRows = graph.add('Reshape', [rows, graph.int64([-1, config.headSize])]);
  return graph.add('Gather', [headRows, inputs.keyHeadRows]);
}

/** Rotary positions by halves (not interleaved), [batch x length, hidden] -> [batch, length, hidden]. */
function rotate(
  graph: OnnxGraph,
  config: ModelConfig,
  layer: LayerConfig,
  inputs: AttentionInputs,
  rows: string,
): string {
  const tables = inputs.rotary.get(layer.ropeTheta);
  return graph.addContrib(
    'RotaryEmbedding',
    [graph.add('Reshape', [rows, inputs.textsShape]), inputs.positionStart, tables?.cos ?? '', tables?.sin ?? ''],
    { interleaved: 0, num_heads: config.headCount },
  );
}
