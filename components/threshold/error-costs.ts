import type { Point } from '@/components/threshold/read-point';

/** What an irrelevant document read and a relevant one missed cost, in any one unit. */
export type ErrorCosts = Readonly<{ falsePositive: number; falseNegative: number }>;

/** Until somebody says otherwise, missing is ten times as dear as reading in vain; the page says so where it counts. */
export const ASSUMED_COSTS: ErrorCosts = { falsePositive: 1, falseNegative: 10 };
const MAX_COST = 1e9;

/** Costs out of an address; null when they are not there or mean nothing. */
export function readCosts(falsePositive: string | undefined, falseNegative: string | undefined): ErrorCosts | null {
  if (!falsePositive || !falseNegative) return null;
  const costs = { falsePositive: Number(falsePositive), falseNegative: Number(falseNegative) };
  return areCosts(costs) ? costs : null;
}

export function areCosts({ falsePositive, falseNegative }: ErrorCosts): boolean {
  const isCost = (cost: number) => cost >= 0 && cost <= MAX_COST;
  return isCost(falsePositive) && isCost(falseNegative) && falsePositive + falseNegative > 0;
}

/** The same address with the costs in it. */
export function withCosts(search: string, { falsePositive, falseNegative }: ErrorCosts): string {
  const parameters = new URLSearchParams(search);
  parameters.set('fp', String(falsePositive));
  parameters.set('fn', String(falseNegative));
  return `?${parameters}`;
}

/**
 * What the errors of a threshold come to. The intervals of both kinds hold at once with 95 %, so their sum does. Null where
 * one is unknown and costs something.
 */
export function costOf(
  { falsePositives, falseNegatives }: Pick<Point, 'falsePositives' | 'falseNegatives'>,
  costs: ErrorCosts,
): Readonly<{ value: number; lower: number; upper: number }> | null {
  const sum = { value: 0, lower: 0, upper: 0 };
  for (const [expected, cost] of [
    [falsePositives, costs.falsePositive],
    [falseNegatives, costs.falseNegative],
  ] as const) {
    if (cost === 0) continue;
    if (expected.value === null || expected.lower === null || expected.upper === null) return null;
    sum.value += cost * expected.value;
    sum.lower += cost * expected.lower;
    sum.upper += cost * expected.upper;
  }
  return sum;
}
