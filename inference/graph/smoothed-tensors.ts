import type { ModelConfig } from '../model/config';
import type { RowChunk, RowRange, TensorSource } from './tensor-source';

/**
 * Largest magnitude of each input of a product over some real texts, [inputs], by the layer tensors' prefix
 * (`model.layers.3.mlp.Wo`).
 */
export type ActivationRanges = ReadonlyMap<string, Float32Array>;

/** How far outliers move from activations into weights: 0 not at all, 1 entirely. The source's own choice. */
const STRENGTH = 0.5;
const SMALLEST = 1e-5;

interface Factors {
  /** Multiplies each row of the tensor. */
  readonly byRow?: Float32Array;
  /** Multiplies each element of a row. */
  readonly byColumn?: Float32Array;
}

/**
 * The same model with outliers moved from activations into weights: an input channel of a product is divided by a factor
 * in the tensor that makes it and multiplied by it in the product's columns. Exact but for rounding, because ModernBERT
 * has a linear maker for each: a norm's scale, the value rows of Wqkv (attention mixes positions, never channels), the
 * gate's right half of Wi.
 *
 * Source: Xiao et al. 2023, SmoothQuant (arXiv 2211.10438), factor = range ^ 0.5 / weight ^ 0.5.
 */
export class SmoothedTensors implements TensorSource {
  private constructor(
    private readonly source: TensorSource,
    private readonly factors: ReadonlyMap<string, Factors>,
  ) {}

  static async of(source: TensorSource, config: ModelConfig, ranges: ActivationRanges): Promise<SmoothedTensors> {
    const factors = new Map<string, Factors>();
    const multiply = (name: string, more: Factors) => factors.set(name, { ...factors.get(name), ...more });
    for (const product of smoothedProducts(config)) {
      const range = ranges.get(product.prefix);
      if (!range) continue;
      const weights = await columnMaxima(source, `${product.prefix}.weight`, product);
      const channel = range.map((largest, index) => channelFactor(largest, weights[index] ?? 0));
      multiply(`${product.prefix}.weight`, { byColumn: channel });
      const inverse = channel.map((factor) => 1 / factor);
      const padded = new Float32Array(product.makerRows).fill(1);
      padded.set(inverse, product.makerRows - inverse.length);
      for (const tensor of product.makers) multiply(tensor, { byRow: padded });
    }
    return new SmoothedTensors(source, factors);
  }

  async *readRows(name: string, rows: RowRange): AsyncGenerator<RowChunk> {
    const factors = this.factors.get(name);
    for await (const chunk of this.source.readRows(name, rows)) {
      if (factors) scaleChunk(chunk, factors);
      yield chunk;
    }
  }
}

interface SmoothedProduct {
  readonly prefix: string;
  readonly outputs: number;
  /** Tensors whose last rows make the product's inputs, one row a channel. */
  readonly makers: readonly string[];
  readonly makerRows: number;
}

function smoothedProducts(config: ModelConfig): SmoothedProduct[] {
  const { hiddenSize: hidden, mlpSize } = config;
  const withBias = (prefix: string, hasBias: boolean) => [`${prefix}.weight`, ...(hasBias ? [`${prefix}.bias`] : [])];
  return config.layers.flatMap((_, index): SmoothedProduct[] => {
    const layer = `model.layers.${index}`;
    return [
      // The first layer reads the embeddings' norm, which the residual reads too: nothing there may be rescaled.
      ...(index === 0
        ? []
        : [
            {
              prefix: `${layer}.attn.Wqkv`,
              outputs: 3 * hidden,
              makers: withBias(`${layer}.attn_norm`, config.hasNormBias),
              makerRows: hidden,
            },
          ]),
      {
        prefix: `${layer}.attn.Wo`,
        outputs: hidden,
        makers: withBias(`${layer}.attn.Wqkv`, config.hasAttentionBias),
        makerRows: 3 * hidden,
      },
      {
        prefix: `${layer}.mlp.Wi`,
        outputs: 2 * mlpSize,
        makers: withBias(`${layer}.mlp_norm`, config.hasNormBias),
        makerRows: hidden,
      },
      {
        prefix: `${layer}.mlp.Wo`,
        outputs: hidden,
        makers: withBias(`${layer}.mlp.Wi`, config.hasMlpBias),
        makerRows: 2 * mlpSize,
      },
    ];
  });
}

function channelFactor(largestActivation: number, largestWeight: number): number {
  if (largestActivation < SMALLEST || largestWeight < SMALLEST) return 1;
  return largestActivation ** STRENGTH / largestWeight ** (1 - STRENGTH);
}

async function columnMaxima(source: TensorSource, name: string, { outputs }: SmoothedProduct): Promise<Float32Array> {
  let maxima = new Float32Array();
  for await (const { floats, rowCount } of source.readRows(name, { firstRow: 0, rowCount: outputs })) {
    const columns = floats.length / rowCount;
    if (maxima.length === 0) maxima = new Float32Array(columns);
    floats.forEach((value, i) => {
      maxima[i % columns] = Math.max(maxima[i % columns] ?? 0, Math.abs(value));
    });
  }
  return maxima;
}

function scaleChunk({ floats, firstRow, rowCount }: RowChunk, { byRow, byColumn }: Factors): void {
  const columns = floats.length / rowCount;
  for (let row = 0; row < rowCount; row++) {
    const rowFactor = byRow?.[firstRow + row] ?? 1;
    for (let column = 0; column < columns; column++) {
      const i = row * columns + column;
      floats[i] = (floats[i] ?? 0) * rowFactor * (byColumn?.[column] ?? 1);
    }
  }
}
