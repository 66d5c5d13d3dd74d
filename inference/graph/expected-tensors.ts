import { InferenceError } from '../errors';
import type { ModelConfig } from '../model/config';
import type { SafetensorsFile } from '../model/safetensors';

export interface ExpectedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Every tensor the graph reads, under its published name, in the order in which it is used. */
export function expectedTensors(config: ModelConfig): ExpectedTensor[] {
  const { hiddenSize: hidden, labelCount } = config;
  return [
    { name: 'model.embeddings.tok_embeddings.weight', shape: [config.vocabSize, hidden] },
    ...norm('model.embeddings.norm', config),
    ...config.layers.flatMap((_, index) => layerTensors(index, config)),
    ...norm('model.final_norm', config),
    ...linear('head.dense', hidden, hidden, config.hasHeadBias),
    ...norm('head.norm', config),
    ...linear('classifier', labelCount, hidden, true),
  ];
}

/** @throws InferenceError WEIGHTS_MISSING_TENSOR or WEIGHTS_WRONG_SHAPE, naming the tensor. */
export function requireTensors(config: ModelConfig, weights: SafetensorsFile): void {
  for (const { name, shape } of expectedTensors(config)) {
    const found = weights.tensors.get(name);
    if (!found) throw new InferenceError('WEIGHTS_MISSING_TENSOR', `The weights have no tensor ${name}`, weights.path);
    if (found.shape.join() !== shape.join()) {
      throw new InferenceError(
        'WEIGHTS_WRONG_SHAPE',
        `Tensor ${name} is [${found.shape.join(', ')}], config.json asks for [${shape.join(', ')}]`,
        weights.path,
      );
    }
  }
}

function layerTensors(index: number, config: ModelConfig): ExpectedTensor[] {
  const prefix = `model.layers.${index}`;
  const { hiddenSize: hidden, mlpSize } = config;
  return [
    // The first layer's attention reads the embeddings' norm directly and has none of its own.
    ...(index === 0 ? [] : norm(`${prefix}.attn_norm`, config)),
    ...linear(`${prefix}.attn.Wqkv`, 3 * hidden, hidden, config.hasAttentionBias),
    ...linear(`${prefix}.attn.Wo`, hidden, hidden, config.hasAttentionBias),
    ...norm(`${prefix}.mlp_norm`, config),
    ...linear(`${prefix}.mlp.Wi`, 2 * mlpSize, hidden, config.hasMlpBias),
    ...linear(`${prefix}.mlp.Wo`, hidden, mlpSize, config.hasMlpBias),
  ];
}

function norm(prefix: string, config: ModelConfig): ExpectedTensor[] {
  const weight = { name: `${prefix}.weight`, shape: [config.hiddenSize] };
  return config.hasNormBias ? [weight, { name: `${prefix}.bias`, shape: [config.hiddenSize] }] : [weight];
}

function linear(prefix: string, outputs: number, inputs: number, hasBias: boolean): ExpectedTensor[] {
  const weight = { name: `${prefix}.weight`, shape: [outputs, inputs] };
  return hasBias ? [weight, { name: `${prefix}.bias`, shape: [outputs] }] : [weight];
}
