import type { ReportedShare } from './report-design';

/** Designs of samples as a paper names them. */
export const DESIGN_WORDS = {
  SIMPLE_RANDOM: 'a simple random sample',
  STRATIFIED: 'a stratified random sample',
  UNEQUAL_PROBABILITIES: 'a sample of unequal inclusion probabilities',
} as const;

/** A share with its interval and n, or that there is none. */
export function shareWords(share: Omit<ReportedShare, 'method'>, confidence: number): string {
  const { value, lower, upper, n } = share;
  if (value === null || lower === null || upper === null) return `not estimable (n = ${countWords(n)})`;
  return `${percentWords(value)} (${percentWords(confidence)} interval ${percentWords(lower)} to ${percentWords(upper)}, n = ${countWords(n)})`;
}

/** At most one decimal, and never 100 % for less. */
export function percentWords(share: number): string {
  const tenths = Math.round(share * 1000) / 10;
  const honest = share < 1 && tenths === 100 ? 99.9 : share > 0 && tenths === 0 ? 0.1 : tenths;
  return `${honest} %`;
}

/** Three decimals, down, so that the written threshold includes what the exact one does. */
export function thresholdWords(score: number): string {
  return String(Math.floor(score * 1000) / 1000);
}

export function countWords(value: number): string {
  return value.toLocaleString('en-US');
}
