import type { TextFault } from './errors';

export type Precision = 'fp32';
export const PRECISIONS: readonly Precision[] = ['fp32'];

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
