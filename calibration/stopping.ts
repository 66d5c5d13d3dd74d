import { requireCount, requireOpenProbability, requirePartOf } from './input-checks';
import { binomialCdf, hypergeometricCdf } from './special-functions';

/**
 * QBCB, a guarantee: how many of the control set's positives must be found before screening may stop.
 * j = min{ j : BinomCDF(j - 1; r, t) >= 1 - alpha }, or null when the control set is too small for any j <= r.
 *
 * Holds at the moment when the j-th is found, because r was fixed before screening began.
 *
 * @param controlPositives  r, positives in a control set drawn at random beforehand, >= 0.
 * @param recall            t, target in (0, 1).
 * @param alpha             Chance of stopping below the target, in (0, 1).
 * @throws CalibrationError NOT_A_COUNT, NOT_A_PROBABILITY
 * @see Lewis, Yang and Frieder, Certifying One-Phase Technology-Assisted Reviews, CIKM 2021
 */
export function controlPositivesToFind(controlPositives: number, recall: number, alpha = 0.05): number | null {
  requireCount('controlPositives', controlPositives);
  requireOpenProbability('recall', recall);
  requireOpenProbability('alpha', alpha);
  const suffices = (found: number) => binomialCdf(found - 1, controlPositives, recall) >= 1 - alpha;
  if (controlPositives === 0 || !suffices(controlPositives)) return null;
  let tooFew = 0;
  let enough = controlPositives;
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (suffices(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** Buscar's answer; `isGuarantee` travels with it so that no page shows it as one. */
export interface BuscarResult {
  /** Smallest p over all windows: how compatible the last documents are with recall below the target. */
  readonly p: number;
  /** Number of last screened documents in the window that gave it; 0 before anything was screened. */
  readonly window: number;
  readonly shouldStop: boolean;
  /** Looking again and again is not corrected for: a heuristic. */
  readonly isGuarantee: false;
}

/**
 * Buscar, a heuristic: could recall still be below tau, given the last i documents screened?
 * k = floor(r_seen / tau + 1 - (r_seen - c_i)), p_i = HypergeomCDF(c_i; N - (n - i), k, i); stop when min p_i < 1 -
 * confidence. A k larger than the urn cannot be, so p = 0.
 *
 * @param screened    Relevance of the documents screened so far, in the order of screening; n of them.
 * @param population  N, screened and not, >= n.
 * @param recall      tau, in (0, 1).
 * @throws CalibrationError COUNT_EXCEEDS_TOTAL, NOT_A_PROBABILITY
 * @see Callaghan and Mueller-Hansen, Systematic Reviews 9:273 (2020)
 */
export function buscar(
  screened: readonly boolean[],
  population: number,
  recall: number,
  confidence = 0.95,
): BuscarResult {
  requirePartOf('screened', screened.length, 'population', population);
  requireOpenProbability('recall', recall);
  requireOpenProbability('confidence', confidence);
  const seen = screened.filter(Boolean).length;
  let best = { p: 1, window: 0 };
  let inWindow = 0;
  for (let window = 1; window <= screened.length; window++) {
    if (screened[screened.length - window]) inWindow++;
    const p = windowP(seen, inWindow, window, population - (screened.length - window), recall);
    if (p < best.p) best = { p, window };
  }
  return { ...best, shouldStop: best.p < 1 - confidence, isGuarantee: false };
}

/** Where a relevant document was found, counted from the start of screening. */
export interface Find {
  /** Documents screened when it was, itself included; from 1. */
  readonly place: number;
  /** Relevant documents found by then, itself included; from 1. */
  readonly found: number;
}

/**
 * Buscar from the finds alone, for a million documents screened. One more irrelevant document in a window only lowers
 * p, so the smallest p stands in a window that begins right after a find, or in the whole: buscar gives the same from
 * all finds. From some of them p is never smaller than it, so stopping on it is never rasher.
 *
 * @param finds       Some or all of the relevant documents screened, in any order.
 * @param screened    n, documents screened.
 * @param seen        Relevant documents among them.
 * @param population  N, screened and not, >= n.
 * @throws CalibrationError COUNT_EXCEEDS_TOTAL, NOT_A_PROBABILITY
 */
export function buscarFromFinds(
  finds: readonly Find[],
  { screened, seen, population }: { readonly screened: number; readonly seen: number; readonly population: number },
  recall: number,
  confidence = 0.95,
): BuscarResult {
  requirePartOf('screened', screened, 'population', population);
  requirePartOf('seen', seen, 'screened', screened);
  requireOpenProbability('recall', recall);
  requireOpenProbability('confidence', confidence);
  const starts = [{ place: 0, found: 0 }, ...finds].sort((left, right) => right.place - left.place);
  let best = { p: 1, window: 0 };
  for (const { place, found } of starts) {
    const window = screened - place;
    if (window === 0) continue;
    const p = windowP(seen, seen - found, window, population - place, recall);
    if (p < best.p) best = { p, window };
  }
  return { ...best, shouldStop: best.p < 1 - confidence, isGuarantee: false };
}

/** P(at most `inWindow` relevant in the window | recall below the target), of one window. */
function windowP(seen: number, inWindow: number, window: number, urn: number, recall: number): number {
  const relevantInUrn = Math.floor(seen / recall + 1 - (seen - inWindow));
  return relevantInUrn > urn ? 0 : hypergeometricCdf(inWindow, urn, relevantInUrn, window);
}
