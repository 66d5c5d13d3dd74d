import type { ParityReport } from '@/inference/parity/parity-report';
import { formatTable } from './table';

/** What each precision does to the scores of real texts, and which was taken; differences on the scale from 1 to 5. */
export function formatParity({ tried, chosen, reason, texts, tokens, bounds, provider }: ParityReport): string {
  if (tried.length === 0) return `Computed in ${chosen} on ${provider}: ${reason}`;
  const rows = tried.map((one) => [
    one.precision === chosen ? '*' : '',
    one.precision,
    one.meanDifference.toPrecision(2),
    one.largestDifference.toPrecision(2),
    one.rankCorrelation?.toFixed(4) ?? '',
    Math.round(one.tokensPerSecond).toString(),
    one.verdict,
  ]);
  const head = ['', 'precision', 'mean', 'largest', 'rank corr.', 'tokens/s', ''];
  return [
    `Parity with fp32 on ${texts} texts (${tokens} tokens) on ${provider}; bounds: mean ${bounds.mean}, largest ${bounds.largest}`,
    formatTable(head, rows),
    `${chosen} is taken: the fastest within the bounds that gains enough.`,
  ].join('\n');
}
