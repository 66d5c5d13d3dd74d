import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InferenceError } from '../errors';

export type Activation = 'gelu' | 'gelu-tanh' | 'relu' | 'silu';
export type Pooling = 'mean' | 'cls';
export type AttentionSpan = 'global' | 'local';

export interface LayerConfig {
  readonly span: AttentionSpan;
  readonly ropeTheta: number;
}

/** What a ModernBERT folder's config.json says, in one spelling. Sizes are element counts. */
export interface ModelConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly mlpSize: number;
  readonly headCount: number;
  readonly headSize: number;
  readonly layers: readonly LayerConfig[];
  /** Largest distance between two positions that still see each other in a local layer, that distance included. */
  readonly localReach: number;
  readonly maxPositions: number;
  readonly normEpsilon: number;
  readonly hasNormBias: boolean;
  readonly hasAttentionBias: boolean;
  readonly hasMlpBias: boolean;
  readonly hasHeadBias: boolean;
  readonly mlpActivation: Activation;
  readonly headActivation: Activation;
  readonly pooling: Pooling;
  readonly labelCount: number;
  readonly clsTokenId: number;
  readonly sepTokenId: number;
  /** As the publisher wrote it, when the file has it. */
  readonly nameOrPath: string | null;
}

const ropeSide = z.object({ rope_theta: z.number().positive().optional(), rope_type: z.string().optional() });

/** Defaults are those of transformers' ModernBertConfig, which leaves out of a file what equals them. */
const published = z.object({
  model_type: z.string(),
  architectures: z.array(z.string()).nullish(),
  vocab_size: z.number().int().positive().default(50_368),
  hidden_size: z.number().int().positive().default(768),
  intermediate_size: z.number().int().positive().default(1152),
  num_hidden_layers: z.number().int().positive().default(22),
  num_attention_heads: z.number().int().positive().default(12),
  hidden_activation: z.string().default('gelu'),
  max_position_embeddings: z.number().int().positive().default(8192),
  norm_eps: z.number().positive().default(1e-5),
  norm_bias: z.boolean().default(false),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  classifier_bias: z.boolean().default(false),
  classifier_activation: z.string().default('gelu'),
  classifier_pooling: z.string().default('cls'),
  global_attn_every_n_layers: z.number().int().positive().default(3),
  layer_types: z.array(z.string()).nullish(),
  local_attention: z.number().int().positive().optional(),
  sliding_window: z.number().int().positive().nullish(),
  global_rope_theta: z.number().positive().default(160_000),
  local_rope_theta: z.number().positive().nullish(),
  rope_parameters: z.object({ full_attention: ropeSide.nullish(), sliding_attention: ropeSide.nullish() }).nullish(),
  rope_scaling: z.unknown().optional(),
  quantization_config: z.unknown().optional(),
  num_labels: z.number().int().positive().optional(),
  id2label: z.record(z.string(), z.string()).nullish(),
  cls_token_id: z.number().int().nonnegative().default(50_281),
  sep_token_id: z.number().int().nonnegative().default(50_282),
  _name_or_path: z.string().nullish(),
});
type Published = z.infer<typeof published>;

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  gelu: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  relu: 'relu',
  silu: 'silu',
  swish: 'silu',
};
const DEFAULT_LOCAL_ATTENTION = 128;
const DEFAULT_LOCAL_THETA = 10_000;

/**
 * Reads config.json in the old spelling (global_rope_theta, local_attention) or the new (rope_parameters, layer_types).
 *
 * @throws InferenceError MODEL_NOT_FOUND without the file, CONFIG_INVALID when a value has the wrong type or does not
 *   fit another, CONFIG_UNSUPPORTED naming the key and value that this engine cannot compute.
 */
export async function readModelConfig(path: string): Promise<ModelConfig> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new InferenceError('MODEL_NOT_FOUND', 'The model has no readable config.json', path);
  }
  return parseModelConfig(text, path);
}

export function parseModelConfig(text: string, where: string): ModelConfig {
  const config = parsePublished(text, where);
  refuseUnsupported(config, where);
  const labelCount = config.num_labels ?? (config.id2label ? Object.keys(config.id2label).length : 2);
  return {
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    mlpSize: config.intermediate_size,
    headCount: config.num_attention_heads,
    headSize: config.hidden_size / config.num_attention_heads,
    layers: readLayers(config, where),
    localReach: readLocalReach(config, where),
    maxPositions: config.max_position_embeddings,
    normEpsilon: config.norm_eps,
    hasNormBias: config.norm_bias,
    hasAttentionBias: config.attention_bias,
    hasMlpBias: config.mlp_bias,
    hasHeadBias: config.classifier_bias,
    mlpActivation: readActivation(config.hidden_activation, 'hidden_activation', where),
    headActivation: readActivation(config.classifier_activation, 'classifier_activation', where),
    pooling: readPooling(config.classifier_pooling, where),
    labelCount,
    clsTokenId: config.cls_token_id,
    sepTokenId: config.sep_token_id,
    nameOrPath: config._name_or_path || null,
  };
}

function parsePublished(text: string, where: string): Published {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InferenceError('CONFIG_INVALID', 'config.json is not JSON', where);
  }
  const parsed = published.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InferenceError(
    'CONFIG_INVALID',
    `config.json: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
    where,
  );
}

function refuseUnsupported(config: Published, where: string): void {
  if (config.model_type !== 'modernbert') throw unsupported('model_type', config.model_type, where);
  const architecture = config.architectures?.[0];
  if (architecture && architecture !== 'ModernBertForSequenceClassification') {
    throw unsupported('architectures', architecture, where);
  }
  if (config.quantization_config) throw unsupported('quantization_config', 'present', where);
  if (config.rope_scaling) throw unsupported('rope_scaling', 'present', where);
  for (const side of ['full_attention', 'sliding_attention'] as const) {
    const type = config.rope_parameters?.[side]?.rope_type ?? 'default';
    if (type !== 'default') throw unsupported(`rope_parameters.${side}.rope_type`, type, where);
  }
  const headSize = config.hidden_size / config.num_attention_heads;
  if (!Number.isInteger(headSize) || headSize % 2 !== 0) {
    throw new InferenceError(
      'CONFIG_INVALID',
      `hidden_size ${config.hidden_size} over num_attention_heads ${config.num_attention_heads} is no even head size`,
      where,
    );
  }
}

function readLayers(config: Published, where: string): LayerConfig[] {
  if (config.layer_types && config.layer_types.length !== config.num_hidden_layers) {
    throw new InferenceError(
      'CONFIG_INVALID',
      `layer_types has ${config.layer_types.length} entries for ${config.num_hidden_layers} layers`,
      where,
    );
  }
  const globalTheta = config.rope_parameters?.full_attention?.rope_theta ?? config.global_rope_theta;
  const localTheta = config.rope_parameters?.sliding_attention?.rope_theta ?? readOldLocalTheta(config);
  return Array.from({ length: config.num_hidden_layers }, (_, index) => {
    const span = readSpan(config, index, where);
    return { span, ropeTheta: span === 'global' ? globalTheta : localTheta };
  });
}

/** In the old spelling an explicit null means that local layers turn as global ones do. */
function readOldLocalTheta(config: Published): number {
  return config.local_rope_theta === null ? config.global_rope_theta : (config.local_rope_theta ?? DEFAULT_LOCAL_THETA);
}

function readSpan(config: Published, index: number, where: string): AttentionSpan {
  const type = config.layer_types?.[index];
  if (type === undefined) return index % config.global_attn_every_n_layers === 0 ? 'global' : 'local';
  if (type === 'full_attention') return 'global';
  if (type === 'sliding_attention') return 'local';
  throw unsupported(`layer_types.${index}`, type, where);
}

/** `local_attention` is the whole window; `sliding_window` of the newer spelling is half of it. */
function readLocalReach(config: Published, where: string): number {
  const fromWindow = config.local_attention === undefined ? null : Math.floor(config.local_attention / 2);
  const fromHalf = config.sliding_window ?? null;
  if (fromWindow !== null && fromHalf !== null && fromWindow !== fromHalf) {
    throw new InferenceError(
      'CONFIG_INVALID',
      `local_attention ${config.local_attention} and sliding_window ${fromHalf} disagree`,
      where,
    );
  }
  return fromWindow ?? fromHalf ?? DEFAULT_LOCAL_ATTENTION / 2;
}

function readActivation(value: string, key: string, where: string): Activation {
  const activation = ACTIVATIONS[value];
  if (!activation) throw unsupported(key, value, where);
  return activation;
}

function readPooling(value: string, where: string): Pooling {
  if (value === 'mean' || value === 'cls') return value;
  throw unsupported('classifier_pooling', value, where);
}

function unsupported(key: string, value: string, where: string): InferenceError {
  return new InferenceError(
    'CONFIG_UNSUPPORTED',
    `config.json: ${key} is "${value}", which this engine does not compute`,
    where,
  );
}
