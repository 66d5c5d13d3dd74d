import type { ScoredText, TextResult } from '../results';

/** The results as scores; a failed one ends the test with its reason. */
export function scoredOnly(results: readonly TextResult[]): ScoredText[] {
  return results.map((result) => {
    if (result.status === 'scored') return result;
    throw new Error(`${result.code}: ${result.message}`);
  });
}
