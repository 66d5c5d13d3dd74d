import type { Activation, ModelConfig } from '../model/config';
import { type AttentionLayer, attention, declareAttentionInputs } from './attention';
import type { GraphUse } from './graph-folder';
import type { GraphWeights } from './graph-weights';
import { OnnxGraph } from './onnx-graph';

/**
 * Adds the forward pass of ModernBERT for sequence classification to `graph`.
 *
 * Inputs: `input_ids` int64 [batch, length], every row a text of exactly `length` tokens (no padding, so no mask on
 * global layers and no text depends on its neighbours), and the block layout of `attention.ts`.
 * Output: `scores` float [batch, labels], the bare logits: no sigmoid, the logit is the score.
 *
 * Source: Warner et al. 2024 (arXiv 2412.13663) and transformers' ModernBertForSequenceClassification.
 */
export function buildModernBert(graph: OnnxGraph, config: ModelConfig, weights: GraphWeights, use: GraphUse): void {
  const inputIds = graph.input('input_ids', 'int64', ['batch', 'length']);
  const hidden = config.hiddenSize;
  const textsShape = graph.add('Concat', [graph.add('Shape', [inputIds]), graph.int64([hidden])], { axis: 0 });
  const headsAtOnce = use === 'one-thread' ? 1 : config.headCount;
  const attentionInputs = declareAttentionInputs(graph, config, textsShape, weights.valueType, headsAtOnce);

  const flatIds = graph.add('Reshape', [inputIds, graph.int64([-1])]);
  const table = weights.tensor('model.embeddings.tok_embeddings.weight', [config.vocabSize, hidden]);
  let rows = norm(graph, config, weights, 'model.embeddings.norm', graph.add('Gather', [table, flatIds]));
  config.layers.forEach((layer, index) => {
    rows = encoderLayer({ graph, config, weights, attentionInputs, layer, index }, rows);
  });
  rows = norm(graph, config, weights, 'model.final_norm', rows);

  const pooled = pool(graph, config, rows, textsShape);
  const dense = weights.linear('head.dense', pooled, {
    inputs: hidden,
    outputs: hidden,
    hasBias: config.hasHeadBias,
  });
  const head = norm(graph, config, weights, 'head.norm', activate(graph, config.headActivation, dense));
  const logits = weights.linear('classifier', head, {
    inputs: hidden,
    outputs: config.labelCount,
    hasBias: true,
  });
  graph.add('Cast', [logits], { to: OnnxGraph.typeCode('float') }, 'scores');
  graph.output('scores', 'float', ['batch', config.labelCount]);
}

/** rows is [batch x length, hidden] throughout: products see one tall matrix and reshapes copy nothing. */
function encoderLayer(context: AttentionLayer, rows: string): string {
  const { graph, config, weights, index } = context;
  const prefix = `model.layers.${index}`;
  const attentionInput = index === 0 ? rows : norm(graph, config, weights, `${prefix}.attn_norm`, rows);
  const afterAttention = graph.add('Add', [rows, attention(context, attentionInput)]);
  const mlpInput = norm(graph, config, weights, `${prefix}.mlp_norm`, afterAttention);
  return graph.add('Add', [afterAttention, gatedMlp(context, mlpInput)]);
}

/** Wo(activation(left) * right) with [left, right] = Wi(x); two products cost the same as one and a Split. */
function gatedMlp({ graph, config, weights, index }: AttentionLayer, rows: string): string {
  const prefix = `model.layers.${index}.mlp`;
  const { hiddenSize: inputs, mlpSize: outputs, hasMlpBias: hasBias } = config;
  const left = weights.linear(`${prefix}.Wi`, rows, { inputs, outputs, hasBias, firstRow: 0 });
  const gate = activate(graph, config.mlpActivation, left);
  const gated = weights.gatedLinear(`${prefix}.Wi`, gate, rows, {
    ...{ inputs, outputs, hasBias, firstRow: outputs },
    readBy: `${prefix}.Wo`,
  });
  return weights.linear(`${prefix}.Wo`, gated, {
    inputs: config.mlpSize,
    outputs: config.hiddenSize,
    hasBias: config.hasMlpBias,
  });
}

function pool(graph: OnnxGraph, config: ModelConfig, rows: string, textsShape: string): string {
  const texts = graph.add('Reshape', [rows, textsShape]);
  if (config.pooling === 'cls') return graph.add('Gather', [texts, graph.int64([0], [])], { axis: 1 });
  return graph.add('ReduceMean', [texts], { axes: [1], keepdims: 0 });
}

function norm(graph: OnnxGraph, config: ModelConfig, weights: GraphWeights, prefix: string, rows: string): string {
  const scale = weights.tensor(`${prefix}.weight`, [config.hiddenSize]);
  const bias = config.hasNormBias ? [weights.tensor(`${prefix}.bias`, [config.hiddenSize])] : [];
  return graph.add('LayerNormalization', [rows, scale, ...bias], { axis: -1, epsilon: { float: config.normEpsilon } });
}

function activate(graph: OnnxGraph, activation: Activation, value: string): string {
  switch (activation) {
    case 'gelu':
      return graph.addContrib('Gelu', [value]);
    case 'gelu-tanh':
      return graph.addContrib('FastGelu', [value]);
    case 'relu':
      return graph.add('Relu', [value]);
    case 'silu':
      return graph.add('Mul', [value, graph.add('Sigmoid', [value])]);
  }
}
