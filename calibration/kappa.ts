import { CalibrationError } from './calibration-error';
import { requireAtLeast, requireCount } from './input-checks';

/** Counts of documents by the category the first rater (row) and the second rater (column) gave. */
export type AgreementTable = readonly (readonly number[])[];

/** How far apart two categories count: not at all, by distance, or by squared distance. */
export type KappaWeights = 'NONE' | 'LINEAR' | 'QUADRATIC';

/** An agreement with what it came from; `value` is null where the measure is undefined. */
export interface AgreementEstimate {
  readonly value: number | null;
  readonly observedAgreement: number;
  readonly expectedAgreement: number;
  readonly n: number;
}

/**
 * Table of two raters' answers about the same documents, given before adjudication and unseen by each other.
 *
 * @param pairs       [first rater's answer, second rater's answer].
 * @param categories  All categories in order, at least two; an answer outside them is refused (OUT_OF_RANGE).
 */
export function agreementTable<Category>(
  pairs: readonly (readonly [Category, Category])[],
  categories: readonly Category[],
): number[][] {
  requireAtLeast('an agreement table: categories', categories.length, 2);
  const place = new Map(categories.map((category, index) => [category, index]));
  const table = categories.map(() => categories.map(() => 0));
  for (const [first, second] of pairs) {
    const row = table[place.get(first) ?? -1];
    const column = place.get(second);
    if (row === undefined || column === undefined) {
      throw new CalibrationError('OUT_OF_RANGE', `answers ${String(first)} and ${String(second)} must be categories`);
    }
    row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

/**
 * Cohen's kappa, (p_o - p_e) / (1 - p_e), weighted or not. Undefined (null) when both raters are constant and equal,
 * because then chance alone explains everything.
 *
 * @param table  Square, whole counts, at least one document.
 * @throws CalibrationError LENGTHS_DIFFER, NOT_A_COUNT, TOO_FEW_VALUES
 * @see Cohen, Educational and Psychological Measurement 20 (1960); Psychological Bulletin 70 (1968)
 */
export function cohenKappa(table: AgreementTable, weights: KappaWeights = 'NONE'): AgreementEstimate {
  const { n, rows, columns } = marginals(table);
  const agreement = (i: number, j: number) => 1 - distance(i, j, table.length, weights);
  let observedAgreement = 0;
  let expectedAgreement = 0;
  for (const [i, row] of table.entries()) {
    for (const [j, count] of row.entries()) {
      observedAgreement += (agreement(i, j) * count) / n;
      expectedAgreement += (agreement(i, j) * (rows[i] ?? 0) * (columns[j] ?? 0)) / (n * n);
    }
  }
  return estimate(observedAgreement, expectedAgreement, n);
}

/**
 * Gwet's AC1: chance agreement sum pi_k (1 - pi_k) / (K - 1) with pi_k the mean marginal share. Stays sensible where
 * one category is rare and kappa collapses.
 *
 * @see Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008)
 */
export function gwetAc1(table: AgreementTable): AgreementEstimate {
  const { n, rows, columns } = marginals(table);
  let observedAgreement = 0;
  let expectedAgreement = 0;
  for (const [k, row] of table.entries()) {
    observedAgreement += (row[k] ?? 0) / n;
    const share = ((rows[k] ?? 0) + (columns[k] ?? 0)) / (2 * n);
    expectedAgreement += (share * (1 - share)) / (table.length - 1);
  }
  return estimate(observedAgreement, expectedAgreement, n);
}

function estimate(observedAgreement: number, expectedAgreement: number, n: number): AgreementEstimate {
  // 1 - 1e-12 rather than 1: the shares are sums of quotients.
  const isUndefined = expectedAgreement > 1 - 1e-12;
  const value = isUndefined ? null : (observedAgreement - expectedAgreement) / (1 - expectedAgreement);
  return { value, observedAgreement, expectedAgreement, n };
}

function distance(i: number, j: number, categories: number, weights: KappaWeights): number {
  if (weights === 'NONE') return i === j ? 0 : 1;
  const share = Math.abs(i - j) / (categories - 1);
  return weights === 'LINEAR' ? share : share * share;
}

function marginals(table: AgreementTable): { n: number; rows: number[]; columns: number[] } {
  requireAtLeast('an agreement table', table.length, 2);
  const columns = table.map(() => 0);
  const rows = table.map((row) => {
    if (row.length !== table.length) {
      throw new CalibrationError('LENGTHS_DIFFER', 'an agreement table must be square');
    }
    for (const [j, count] of row.entries()) {
      requireCount('agreement count', count);
      columns[j] = (columns[j] ?? 0) + count;
    }
    return row.reduce((sum, count) => sum + count, 0);
  });
  const n = rows.reduce((sum, count) => sum + count, 0);
  requireAtLeast('an agreement table: documents', n, 1);
  return { n, rows, columns };
}
