import { bootstrapIntervals } from '@/calibration/bootstrap';
import { intraclassCorrelation } from '@/calibration/intraclass-correlation';
import { agreementTable, cohenKappa, gwetAc1 } from '@/calibration/kappa';
import { krippendorffAlpha } from '@/calibration/krippendorff-alpha';
import type { Agreement, AgreementName } from '@/graphql/generated/resolver-types';

/** First answers of two raters about one document. */
export type Pair = readonly [number, number];

const RESAMPLES = 500;
const LEAST_TO_RESAMPLE = 10;
const STEPS = [1, 2, 3, 4, 5] as const;

/** Kappa, weighted kappa and AC1 of two raters; `isResampled` decides whether they come with intervals. */
export function pairMeasures(pairs: readonly Pair[], relevanceCut: number, isResampled: boolean): Agreement[] {
  const names = ['COHEN_KAPPA', 'WEIGHTED_KAPPA', 'GWET_AC1'] as const;
  if (pairs.length === 0) return names.map((name) => none(name, 0, 2, 'No document has first answers of both.'));
  const intervals = resampled(pairs, (drawn) => pairValues(drawn, relevanceCut), isResampled);
  return pairValues(pairs, relevanceCut).map((value, place) =>
    measured(names[place] ?? 'COHEN_KAPPA', value, intervals[place] ?? null, pairs.length, 2, BOTH_CONSTANT),
  );
}

const BOTH_CONSTANT = 'Both gave one and the same answer throughout: chance alone explains that.';

function pairValues(pairs: readonly Pair[], relevanceCut: number): (number | null)[] {
  const judged = pairs.map(([first, second]) => [first >= relevanceCut, second >= relevanceCut] as const);
  const stepped = pairs.map(([first, second]) => [Math.round(first), Math.round(second)] as const);
  const relevance = agreementTable(judged, [true, false]);
  return [
    cohenKappa(relevance).value,
    cohenKappa(agreementTable(stepped, STEPS), 'QUADRATIC').value,
    gwetAc1(relevance).value,
  ];
}

/** Krippendorff's alpha of all documents with two answers or more, and the ICC of those that all raters answered. */
export function overallMeasures(
  answers: readonly (readonly number[])[],
  raters: number,
  isResampled: boolean,
): Agreement[] {
  const complete = answers.filter((given) => given.length === raters);
  return [alphaOf(answers, raters, isResampled), iccOf(complete, raters, isResampled)];
}

function alphaOf(answers: readonly (readonly number[])[], raters: number, isResampled: boolean): Agreement {
  const alpha = (drawn: readonly (readonly number[])[]) => krippendorffAlpha(drawn).value;
  const [interval = null] = resampled(answers, (drawn) => [alpha(drawn)], isResampled);
  const why =
    answers.length === 0 ? 'No document has two first answers.' : 'All answers that can be compared are equal.';
  return measured('KRIPPENDORFF_ALPHA', alpha(answers), interval, answers.length, raters, why);
}

function iccOf(complete: readonly (readonly number[])[], raters: number, isResampled: boolean): Agreement {
  if (raters < 2) return none('ICC', 0, raters, 'It takes at least two raters.');
  if (complete.length < 2) {
    return none('ICC', complete.length, raters, 'Fewer than two documents have a first answer of every rater.');
  }
  const icc = (drawn: readonly (readonly number[])[]) => intraclassCorrelation(drawn).value;
  const [interval = null] = resampled(complete, (drawn) => [icc(drawn)], isResampled);
  return measured('ICC', icc(complete), interval, complete.length, raters, 'All answers are equal: nothing varies.');
}

type Ends = { readonly lower: number; readonly upper: number } | null;

function resampled<Item extends NonNullable<unknown>>(
  items: readonly Item[],
  values: (drawn: readonly Item[]) => readonly (number | null)[],
  isResampled: boolean,
): Ends[] {
  if (!isResampled || items.length < LEAST_TO_RESAMPLE) return [];
  return bootstrapIntervals(items, values, { seed: 'agreement', resamples: RESAMPLES });
}

function measured(
  name: AgreementName,
  value: number | null,
  interval: Ends,
  n: number,
  raters: number,
  why: string,
): Agreement {
  if (value === null) return none(name, n, raters, why);
  return {
    name,
    value,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    n,
    raters,
    undefinedBecause: null,
  };
}

function none(name: AgreementName, n: number, raters: number, undefinedBecause: string): Agreement {
  return { name, value: null, lower: null, upper: null, n, raters, undefinedBecause };
}
