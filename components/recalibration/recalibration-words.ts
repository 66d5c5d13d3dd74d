import { formatCount, formatScore } from '@/components/ui/format-number';
import type {
  ComparedKind,
  ErrorFigureFragment,
  ErrorFiguresFragment,
  NotComparedReason,
} from '@/graphql/generated/operations/graphql';

/** What each kind is called, and what it does to a score. */
export const KINDS: Readonly<Record<ComparedKind, Readonly<{ name: string; meaning: string }>>> = {
  IDENTITY: { name: 'As they are', meaning: 'The model’s own scores.' },
  OFFSET: { name: 'Shift', meaning: 'The same amount more or less for every score.' },
  LINEAR: { name: 'Straight line', meaning: 'Stretched or squeezed, and shifted.' },
  ISOTONIC: { name: 'Rising steps', meaning: 'Any shape that never falls.' },
};

const LABELS_NEEDED: Readonly<Record<ComparedKind, number>> = { IDENTITY: 2, OFFSET: 10, LINEAR: 10, ISOTONIC: 50 };

export function notComparedWords(kind: ComparedKind, reason: NotComparedReason, labelled: number): string {
  if (reason === 'SLOPE_NOT_POSITIVE') return 'Not compared: the line does not rise and would turn the ranking round.';
  return `Not compared: needs ${LABELS_NEEDED[kind]} rated documents, there are ${formatCount(labelled)}.`;
}

/** Every error is told to three places, a bias with its sign: "+0.412". */
export function formatError(value: number, isSigned = false): string {
  const rounded = Number(value.toFixed(3));
  const text = Math.abs(rounded).toFixed(3);
  if (rounded < 0) return `−${text}`;
  return isSigned && rounded > 0 ? `+${text}` : text;
}

/** "0.412 (95 % interval 0.310 to 0.533)"; what has no value is said to have none. */
export function errorWords({ value, lower, upper }: ErrorFigureFragment, isSigned = false): string {
  if (value === null) return 'not defined';
  const told = formatError(value, isSigned);
  return lower === null || upper === null ? told : `${told} (95 % interval ${intervalWords(lower, upper, isSigned)})`;
}

export function intervalWords(lower: number, upper: number, isSigned = false): string {
  return `${formatError(lower, isSigned)} to ${formatError(upper, isSigned)}`;
}

/** Before and after as sentences, one for each figure. */
export function changeSentences(before: ErrorFiguresFragment, after: ErrorFiguresFragment): readonly string[] {
  return [
    `Mean squared error ${errorWords(before.mse)} before, ${errorWords(after.mse)} after.`,
    `R² ${errorWords(before.r2)} before, ${errorWords(after.r2)} after.`,
    `Bias ${errorWords(before.bias, true)} before, ${errorWords(after.bias, true)} after: ${biasWords(after.bias)}.`,
  ];
}

/** What a bias means, as far as its interval tells. */
export function biasWords({ value, lower, upper }: ErrorFigureFragment): string {
  if (value === null) return 'nothing is known of it';
  if (lower !== null && lower > 0) return 'scores are too high on average';
  if (upper !== null && upper < 0) return 'scores are too low on average';
  return 'neither too high nor too low, as far as these ratings tell';
}

type ActiveThreshold = Readonly<{
  version: number;
  threshold: number;
  recalibration?: Readonly<{ id: string }> | null;
}>;

/** The threshold in force that a change of scale takes out of force; null where there is none, or it lies on the next one. */
export function thresholdLost(
  active: ActiveThreshold | null | undefined,
  nextRecalibrationId: string | null,
): string | null {
  if (!active || (active.recalibration?.id ?? null) === nextRecalibrationId) return null;
  return `Threshold version ${active.version} (${formatScore(active.threshold)}) goes out of force: it lies on the scale that is replaced.`;
}

/** "2026-11-25, simple random, 120 of 400 rated" */
export function sampleWords(
  sample: Readonly<{ kind: string; size: number; ratedCount: number; createdAt: string }>,
): string {
  const design = sample.kind === 'STRATIFIED' ? 'by strata' : 'simple random';
  return `${sample.createdAt.slice(0, 10)}, ${design}, ${formatCount(sample.ratedCount)} of ${formatCount(sample.size)} rated`;
}
