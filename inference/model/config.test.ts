import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseModelConfig } from './config';

const published: Record<string, unknown> = JSON.parse(
  await readFile(new URL('../fixtures/modernbert/config.json', import.meta.url), 'utf8'),
);
const parse = (change: Record<string, unknown>) =>
  parseModelConfig(JSON.stringify({ ...published, ...change }), 'config.json');

describe('the published configuration', () => {
  it('says 22 layers, every third global, windows of 64 to each side and two thetas', () => {
    const config = parse({});
    expect(config.layers.map((layer) => layer.span).slice(0, 7)).toEqual([
      'global',
      'local',
      'local',
      'global',
      'local',
      'local',
      'global',
    ]);
    expect(config.layers[0]).toEqual({ span: 'global', ropeTheta: 160_000 });
    expect(config.layers[1]).toEqual({ span: 'local', ropeTheta: 10_000 });
    expect(config).toMatchObject({ localReach: 64, headSize: 64, labelCount: 1, pooling: 'mean', clsTokenId: 50_281 });
  });

  it('means the same in the newer spelling', () => {
    const {
      global_attn_every_n_layers: every,
      global_rope_theta,
      local_rope_theta,
      local_attention,
      ...rest
    } = published;
    const newer = {
      ...rest,
      layer_types: Array.from({ length: 22 }, (_, i) =>
        i % Number(every) === 0 ? 'full_attention' : 'sliding_attention',
      ),
      rope_parameters: {
        full_attention: { rope_type: 'default', rope_theta: global_rope_theta },
        sliding_attention: { rope_type: 'default', rope_theta: local_rope_theta },
      },
      sliding_window: Number(local_attention) / 2,
    };
    expect(parseModelConfig(JSON.stringify(newer), 'config.json')).toEqual(parse({}));
  });

  it('turns local layers as global ones when the older spelling says null', () => {
    expect(parse({ local_rope_theta: null }).layers[1]?.ropeTheta).toBe(160_000);
  });
});

describe('a configuration that this engine cannot compute', () => {
  it.each([
    [{ model_type: 'bert' }, 'model_type is "bert"'],
    [{ architectures: ['ModernBertForMaskedLM'] }, 'architectures is "ModernBertForMaskedLM"'],
    [{ hidden_activation: 'xielu' }, 'hidden_activation is "xielu"'],
    [{ classifier_pooling: 'max' }, 'classifier_pooling is "max"'],
    [{ quantization_config: { bits: 4 } }, 'quantization_config'],
    [
      { rope_parameters: { full_attention: { rope_type: 'yarn', rope_theta: 1e5 } } },
      'full_attention.rope_type is "yarn"',
    ],
    [{ num_hidden_layers: 1, layer_types: ['linear_attention'] }, 'layer_types.0 is "linear_attention"'],
  ])('is refused by name: %o', (change, message) => {
    expect(() => parse(change)).toThrow(
      expect.objectContaining({ code: 'CONFIG_UNSUPPORTED', message: expect.stringContaining(message) }),
    );
  });
});

describe('a configuration that does not fit itself', () => {
  it.each([
    [{ hidden_size: 770 }, 'no even head size'],
    [{ hidden_size: '768' }, 'hidden_size'],
    [{ layer_types: ['full_attention'] }, '1 entries for 22 layers'],
    [{ sliding_window: 128 }, 'disagree'],
    [{ norm_eps: -1 }, 'norm_eps'],
  ])('is refused: %o', (change, message) => {
    expect(() => parse(change)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) }),
    );
  });

  it('is refused when it is not JSON', () => {
    expect(() => parseModelConfig('{', 'config.json')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
