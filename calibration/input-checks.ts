import { CalibrationError } from './calibration-error';

/** Refuses anything but a number strictly between 0 and 1 (a target, a confidence, an error probability). */
export function requireOpenProbability(name: string, value: number): void {
  if (!(value > 0 && value < 1)) {
    throw new CalibrationError('NOT_A_PROBABILITY', `${name} must lie strictly between 0 and 1, got ${value}`);
  }
}

/** Refuses anything but a number from 0 to 1, both included (a share, a prevalence). */
export function requireShare(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) {
    throw new CalibrationError('NOT_A_PROBABILITY', `${name} must lie between 0 and 1, got ${value}`);
  }
}

/** Refuses anything but a whole number from `minimum` to 2^53 - 1. */
export function requireCount(name: string, value: number, minimum = 0): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new CalibrationError('NOT_A_COUNT', `${name} must be a whole number of at least ${minimum}, got ${value}`);
  }
}

/** Refuses a part that is larger than its whole; both must be counts. */
export function requirePartOf(partName: string, part: number, wholeName: string, whole: number): void {
  requireCount(partName, part);
  requireCount(wholeName, whole);
  if (part > whole) {
    throw new CalibrationError('COUNT_EXCEEDS_TOTAL', `${partName} (${part}) exceeds ${wholeName} (${whole})`);
  }
}

/** Refuses NaN and infinities: a score that is no number has no rank. */
export function requireFiniteScore(score: number, index: number): void {
  if (!Number.isFinite(score)) {
    throw new CalibrationError('SCORE_NOT_FINITE', `score ${index} is ${score}; every score must be a finite number`);
  }
}

/** Refuses NaN and infinities anywhere in a list of scores. */
export function requireFiniteScores(scores: ArrayLike<number>): void {
  for (let index = 0; index < scores.length; index++) requireFiniteScore(scores[index] ?? Number.NaN, index);
}

/** Refuses two lists that should be parallel and are not. */
export function requireSameLength(first: ArrayLike<unknown>, second: ArrayLike<unknown>): void {
  if (first.length !== second.length) {
    throw new CalibrationError(
      'LENGTHS_DIFFER',
      `lists of ${first.length} and ${second.length} values must be parallel`,
    );
  }
}

/** Refuses a list with fewer values than the method needs. */
export function requireAtLeast(name: string, count: number, minimum: number): void {
  if (count < minimum) {
    throw new CalibrationError('TOO_FEW_VALUES', `${name} needs at least ${minimum} values, got ${count}`);
  }
}
