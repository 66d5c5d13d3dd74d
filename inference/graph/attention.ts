import type { LayerConfig, ModelConfig } from '../model/config';
import type { GraphWeights } from './graph-weights';
import { OnnxGraph } from './onnx-graph';

/** Names of what every layer's attention shares. */
export interface AttentionInputs {
  /** int64 [3]: batch, length, hidden. */
  readonly textsShape: string;
  /** int64 [1]: rotary positions start at 0 in every row. */
  readonly positionStart: string;
  /** Heads that local layers compute at once, in order. */
  readonly headGroups: readonly HeadGroup[];
  /** int64 [batch x length]: where each row's result lies among [blocks x queries]. */
  readonly resultRows: string;
  /** [blocks, 1, queries, keys]: 0 where a query sees a key, a large negative number elsewhere. */
  readonly blockBias: string;
  /** cos and sin tables [maxPositions, headSize / 2] by theta. */
  readonly rotary: ReadonlyMap<number, RotaryTables>;
}

/** Rows of what one group of neighbouring heads reads. */
interface HeadGroup {
  /** int64 [blocks, queries]: rows of queries seen as [batch x length x groups, heads of a group x headSize]. */
  readonly queryRows: string;
  /** int64 [blocks, heads of a group, keys]: rows of keys seen as [batch x length x heads, headSize]. */
  readonly keyRows: string;
}

interface RotaryTables {
  readonly cos: string;
  readonly sin: string;
}

type ValueType = 'float' | 'float16';

/** The largest negative number that hides a key in fp16 without becoming infinite. */
const HIDDEN_IN_FP16 = -1e4;

/**
 * Declares the graph inputs that describe blocks (made by batches/block-layout.ts) and what derives from them.
 *
 * @param headsAtOnce  Heads that a local layer computes in one kernel; divides the number of heads.
 */
export function declareAttentionInputs(
  graph: OnnxGraph,
  config: ModelConfig,
  textsShape: string,
  type: ValueType,
  headsAtOnce: number,
): AttentionInputs {
  const queryRows = graph.input('query_rows', 'int64', ['blocks', 'queries']);
  const keyRows = graph.input('key_rows', 'int64', ['blocks', 'keys']);
  const resultRows = graph.input('result_rows', 'int64', ['rows']);
  const blockBias = graph.input('block_bias', 'float', ['blocks', 1, 'queries', 'keys']);
  return {
    textsShape,
    positionStart: graph.int64([0]),
    headGroups: groupHeads(graph, { queryRows, keyRows, headCount: config.headCount, headsAtOnce }),
    resultRows,
    blockBias: type === 'float' ? blockBias : toHalf(graph, graph.add('Max', [blockBias, graph.float(HIDDEN_IN_FP16)])),
    rotary: declareRotary(graph, config, type),
  };
}

function groupHeads(
  graph: OnnxGraph,
  blocks: { queryRows: string; keyRows: string; headCount: number; headsAtOnce: number },
): HeadGroup[] {
  const { headCount, headsAtOnce } = blocks;
  const groupCount = headCount / headsAtOnce;
  const firstQueryRow = graph.add('Mul', [blocks.queryRows, graph.int64([groupCount])]);
  const firstHeadRow = graph.add('Mul', [blocks.keyRows, graph.int64([headCount])]);
  const perHead = graph.add('Unsqueeze', [firstHeadRow, graph.int64([1])]);
  return Array.from({ length: groupCount }, (_, group) => {
    const heads = Array.from({ length: headsAtOnce }, (__, head) => group * headsAtOnce + head);
    return {
      queryRows: graph.add('Add', [firstQueryRow, graph.int64([group])]),
      keyRows: graph.add('Add', [perHead, graph.int64(heads, [1, headsAtOnce, 1])]),
    };
  });
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

export interface AttentionLayer {
  readonly graph: OnnxGraph;
  readonly config: ModelConfig;
  readonly weights: GraphWeights;
  readonly attentionInputs: AttentionInputs;
  readonly layer: LayerConfig;
  readonly index: number;
}

/** Self-attention with its products, [batch x length, hidden] -> [batch x length, hidden]. */
export function attention(context: AttentionLayer, rows: string): string {
  const { config, weights, layer } = context;
  const output = `model.layers.${context.index}.attn.Wo`;
  const attended = layer.span === 'local' ? localAttention(context, rows, output) : globalAttention(context, rows);
  return weights.linear(output, attended, {
    inputs: config.hiddenSize,
    outputs: config.hiddenSize,
    hasBias: config.hasAttentionBias,
  });
}

/** A third of the fused Wqkv; two products more cost nothing and spare a Split. */
function project({ config, weights, index }: AttentionLayer, part: 'query' | 'key' | 'value', rows: string): string {
  return weights.linear(`model.layers.${index}.attn.Wqkv`, rows, {
    inputs: config.hiddenSize,
    outputs: config.hiddenSize,
    hasBias: config.hasAttentionBias,
    firstRow: ['query', 'key', 'value'].indexOf(part) * config.hiddenSize,
  });
}

/** No mask and no bias: the only form in which the CPU kernel takes its flash path (ONNX Runtime 1.30). */
function globalAttention(context: AttentionLayer, rows: string): string {
  const { graph, config, attentionInputs: inputs } = context;
  const attended = graph.addContrib(
    'MultiHeadAttention',
    [
      rotate(context, project(context, 'query', rows)),
      rotate(context, project(context, 'key', rows)),
      graph.add('Reshape', [project(context, 'value', rows), inputs.textsShape]),
    ],
    { num_heads: config.headCount },
  );
  return graph.add('Reshape', [attended, graph.int64([-1, config.hiddenSize])]);
}

/**
 * Each block of neighbouring queries attends to its own window of keys, so the cost grows with the length and not with
 * its square. Gathering keys by head lays them out as [blocks, heads, keys, headSize] in the same copy. The kernel keeps
 * the scores of all its blocks and heads at once: few heads at a time leave them in the processor's nearer caches.
 */
function localAttention(context: AttentionLayer, rows: string, readBy: string): string {
  const { graph, config, weights, attentionInputs: inputs } = context;
  const groupCount = inputs.headGroups.length;
  const byWidth = (value: string, width: number) => graph.add('Reshape', [value, graph.int64([-1, width])]);
  const queries = byWidth(rotate(context, project(context, 'query', rows)), config.hiddenSize / groupCount);
  const keys = byWidth(rotate(context, project(context, 'key', rows)), config.headSize);
  const values = byWidth(project(context, 'value', rows), config.headSize);
  const attended = inputs.headGroups.map(({ queryRows, keyRows }) => {
    const [query, key, value] = [
      graph.add('Gather', [queries, queryRows]),
      graph.add('Gather', [keys, keyRows]),
      graph.add('Gather', [values, keyRows]),
    ];
    return graph.addContrib('MultiHeadAttention', [query, key, value, '', '', inputs.blockBias], {
      num_heads: config.headCount / groupCount,
    });
  });
  const [whole = ''] = groupCount === 1 ? attended : [graph.add('Concat', attended, { axis: 2 })];
  return weights.select(byWidth(whole, config.hiddenSize), inputs.resultRows, readBy);
}

/** Rotary positions by halves (not interleaved), [batch x length, hidden] -> [batch, length, hidden]. */
function rotate({ graph, config, layer, attentionInputs: inputs }: AttentionLayer, rows: string): string {
  const { cos = '', sin = '' } = inputs.rotary.get(layer.ropeTheta) ?? {};
  const texts = graph.add('Reshape', [rows, inputs.textsShape]);
  return graph.addContrib('RotaryEmbedding', [texts, inputs.positionStart, cos, sin], {
    interleaved: 0,
    num_heads: config.headCount,
  });
}
