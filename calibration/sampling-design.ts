import { CalibrationError } from './calibration-error';
import type { RatedScore } from './labels';

/** A label with what is known of how its document came into the sample. */
export interface SampledLabel extends RatedScore {
  /** The model's own score, which a recalibration starts from; `score` is the one that is ranked by. */
  readonly rawScore: number;
  readonly stratum: string | null;
  /** In (0, 1]; null where it is not known. */
  readonly inclusionProbability: number | null;
}

/** A label whose document is known: where a person is to look at it, or it is grouped by what the document is. */
export interface NamedLabel extends SampledLabel {
  readonly id: string;
}

/** How a sample was drawn, as far as its columns tell. Only the first carries certificates. */
export type SamplingDesign = 'SIMPLE_RANDOM' | 'STRATIFIED' | 'UNEQUAL_PROBABILITIES';

/** Labels that were drawn with one probability from one stratum, and the number of documents they stand for. */
export interface DesignStratum<Label extends SampledLabel = SampledLabel> {
  readonly name: string;
  readonly populationSize: number;
  readonly labels: readonly Label[];
}

/**
 * Names the design: several strata, or inclusion probabilities that differ (or are only partly known), or neither.
 *
 * @throws CalibrationError NOT_A_PROBABILITY
 */
export function samplingDesign(labels: readonly SampledLabel[]): SamplingDesign {
  const first = labels[0];
  let isOneStratum = true;
  let isOneProbability = true;
  for (const { stratum, inclusionProbability } of labels) {
    requireInclusionProbability(inclusionProbability);
    if (stratum !== first?.stratum) isOneStratum = false;
    if (inclusionProbability !== first?.inclusionProbability) isOneProbability = false;
  }
  if (!isOneStratum) return 'STRATIFIED';
  return isOneProbability ? 'SIMPLE_RANDOM' : 'UNEQUAL_PROBABILITIES';
}

/**
 * Strata for Horvitz-Thompson estimates: documents of one stratum and one inclusion probability belong together and
 * stand for n / probability documents. Null where a probability is not known: nothing can be weighed then.
 *
 * Probabilities that differ from document to document make strata of one label each, whose bounds are honest and wide.
 */
export function designStrata<Label extends SampledLabel>(labels: readonly Label[]): DesignStratum<Label>[] | null {
  const groups = new Map<string, Label[]>();
  for (const label of labels) {
    requireInclusionProbability(label.inclusionProbability);
    if (label.inclusionProbability === null) return null;
    const key = JSON.stringify([label.stratum, label.inclusionProbability]);
    const members = groups.get(key);
    if (members) members.push(label);
    else groups.set(key, [label]);
  }
  return [...groups.values()].map((members) => ({
    name: members[0]?.stratum ?? '',
    populationSize: Math.max(members.length, Math.round(members.length / (members[0]?.inclusionProbability ?? 1))),
    labels: members,
  }));
}

function requireInclusionProbability(probability: number | null): void {
  if (probability === null || (probability > 0 && probability <= 1)) return;
  throw new CalibrationError('NOT_A_PROBABILITY', `an inclusion probability lies in (0, 1], got ${probability}`);
}
