import type { TextFault } from './errors';

/**
 * How products are computed, each a graph of its own (docs/inference.md): fp32; fp16 for GPUs; int8 in rows and columns;
 * the same with outliers smoothed away; the same with the MLP's output product in fp32; 8-bit weights in blocks.
 */
export const PRECISIONS = ['fp32', 'fp16', 'int8', 'int8-smooth', 'int8-mixed', 'int8-blocks'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Where a score comes from; every score carries it. */
export interface Provenance {
  /** Display name or repository of the model. */
  readonly modelId: string;
  /** Content hash of config, tokenizer and weights: `sha256:` and 64 hex digits. */
  readonly revision: string;
  readonly precision: Precision;
  readonly provider: ProviderName;
}

export const PROVIDER_NAMES = ['cpu', 'cuda', 'tensorrt', 'webgpu', 'coreml', 'directml'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

export interface ScoredText extends Provenance {
  readonly status: 'scored';
  /** The bare logit: about 1 to 5 for a relevance model, not clamped. */
  readonly score: number;
  /** Tokens of the whole text with [CLS] and [SEP]. */
  readonly tokensTotal: number;
  /** Tokens the model saw, counted as tokensTotal counts. */
  readonly tokensRead: number;
  readonly windows: number;
  readonly isTruncated: boolean;
}

export interface FailedText {
  readonly status: 'failed';
  readonly code: TextFault;
  readonly message: string;
  readonly tokensTotal: number | null;
}

/** One for each text, in the order of the call. */
export type TextResult = ScoredText | FailedText;

export function failedText(code: TextFault, message: string, tokensTotal: number | null = null): FailedText {
  return { status: 'failed', code, message, tokensTotal };
}
