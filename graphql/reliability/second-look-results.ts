import { estimateProportion } from '@/calibration/intervals';
import { judgeSecondLook } from '@/calibration/label-errors';
import { toExactEstimate } from '@/graphql/calibrations/threshold-points';
import type { SecondLookOutcome } from '@/graphql/generated/resolver-types';
import type { SecondLookRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findLookedAtItems, type LookedAt } from '@/prisma/queries/second-looks';

export interface SecondLookOutcomeOf extends LookedAt {
  readonly outcome: SecondLookOutcome;
}

/** What a second look said; null before its end, when telling it would tell the rater what to expect. */
export async function secondLookResults({ id, size, relevanceCut, finishedAt }: SecondLookRow) {
  if (!finishedAt) return null;
  const items = (await findLookedAtItems(getDatabase(), id)).map(withOutcome).toSorted(byGap);
  const suspects = items.filter(({ isSuspect }) => isSuspect);
  const others = items.filter(({ isSuspect }) => !isSuspect);
  const answered = suspects.filter(({ value }) => value !== null);
  const confirmed = answered.filter(({ outcome }) => outcome === 'CONFIRMS_LABEL');
  return {
    relevanceCut,
    confirmed: toExactEstimate(estimateProportion(confirmed.length, answered.length, 0.95, 'clopper-pearson')),
    suspectsOnSameSide: onSameSide(suspects, relevanceCut),
    othersOnSameSide: onSameSide(others, relevanceCut),
    goneCount: size - items.length,
    suspects,
    others,
  };
}

function withOutcome(item: LookedAt): SecondLookOutcomeOf {
  const { value, label, score } = item;
  return { ...item, outcome: value === null ? 'NOT_ANSWERED' : judgeSecondLook(value, label, score) };
}

function byGap(left: LookedAt, right: LookedAt): number {
  return Math.abs(right.score - right.label) - Math.abs(left.score - left.label);
}

function onSameSide(items: readonly LookedAt[], cut: number) {
  const answers = items.flatMap(({ value, label }) => (value === null ? [] : [{ value, label }]));
  const same = answers.filter(({ value, label }) => value >= cut === label >= cut);
  return toExactEstimate(estimateProportion(same.length, answers.length, 0.95, 'clopper-pearson'));
}
