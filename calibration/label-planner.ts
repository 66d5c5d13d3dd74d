import { CalibrationError } from './calibration-error';
import { requireCount, requireOpenProbability } from './input-checks';
import type { RecallTarget } from './recall-certificate';
import { positivesNeeded } from './recall-certificate';
import { binomialCdf } from './special-functions';

/** How many to rate, and what for. */
export interface LabelPlan {
  readonly positivesNeeded: number;
  readonly documentsToRate: number;
  readonly allowedMisses: number;
}

/** Labels for a certificate of `target` that may lose `allowedMisses` positives, at a guessed prevalence. */
export function planLabels(target: RecallTarget, prevalence: number, confidence = 0.95, allowedMisses = 0): LabelPlan {
  const positives = positivesNeeded(target.recall, target.delta, allowedMisses);
  return {
    positivesNeeded: positives,
    documentsToRate: documentsToRate(positives, prevalence, confidence),
    allowedMisses,
  };
}

/**
 * Random documents to rate so that at least `positives` relevant ones are among them with the stated confidence: the
 * smallest T with BinomCDF(positives - 1; T, prevalence) <= 1 - confidence.
 *
 * @param positives   Whole number >= 0; 0 needs no document.
 * @param prevalence  Guessed share of relevant documents, in (0, 1]. A guess that is too high asks for too few.
 * @param confidence  In (0, 1).
 * @throws CalibrationError NOT_A_COUNT, OUT_OF_RANGE, NOT_A_PROBABILITY
 */
export function documentsToRate(positives: number, prevalence: number, confidence = 0.95): number {
  requireCount('positives', positives);
  requireOpenProbability('confidence', confidence);
  if (!(prevalence > 0 && prevalence <= 1)) {
    throw new CalibrationError('OUT_OF_RANGE', `prevalence must lie in (0, 1], got ${prevalence}`);
  }
  const suffices = (documents: number) => binomialCdf(positives - 1, documents, prevalence) <= 1 - confidence;
  if (suffices(positives)) return positives;
  let tooFew = positives;
  let enough = positives * 2;
  while (!suffices(enough)) {
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (suffices(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
