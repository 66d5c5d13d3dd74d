import type { ProportionEstimate } from './intervals';

/**
 * F1 = 2J / (1 + J) with J = TP / (TP + FP + FN). J is a plain share of the documents that are relevant or included,
 * so its binomial interval carries over; F1 itself is no share and has none of its own.
 */
export function f1FromJaccard({ value, successes, n, interval }: ProportionEstimate): ProportionEstimate {
  const f1 = (jaccard: number) => (2 * jaccard) / (1 + jaccard);
  return {
    value: value === null ? null : (2 * successes) / (n + successes),
    successes,
    n,
    interval: interval === null ? null : { lower: f1(interval.lower), upper: f1(interval.upper) },
  };
}
