import { averagePrecisionInterval } from './average-precision-interval';
import { CalibrationError } from './calibration-error';
import type { RecalibrationChoice } from './choose-recalibration';
import { chooseRecalibration } from './choose-recalibration';
import { crossValidatedProbabilities } from './cross-validated-probability';
import { requireCount, requireOpenProbability } from './input-checks';
import type { Interval } from './intervals';
import type { SuspectLabel } from './label-errors';
import { suspectLabels } from './label-errors';
import { requireRating, sortLabels } from './labels';
import type { PredictionInterval } from './prediction-interval';
import { predictionInterval } from './prediction-interval';
import type { ReliabilityDiagram } from './probability-metrics';
import { brierScore, reliabilityDiagram } from './probability-metrics';
import type { AucEstimate } from './ranking-metrics';
import { averagePrecisionOfSorted, rocAucOfSorted } from './ranking-metrics';
import { requireRatedScores } from './recalibration';
import { workSavedOfSorted } from './recall-curve';
import type { ReportedCertificate } from './report-certificate';
import { certifySample } from './report-certificate';
import type { LabelDesign, ReportedShare } from './report-design';
import { labelDesign, shareOf } from './report-design';
import type { JudgedLabel, ThresholdFigures } from './report-thresholds';
import { thresholdFigures } from './report-thresholds';
import type { NamedLabel, SamplingDesign } from './sampling-design';
import { scopeOfSortedScores } from './scope-scores';
import type { CostThreshold, ErrorCosts, InclusionRule } from './threshold-by-cost';
import { thresholdByCost } from './threshold-by-cost';
import { thresholdByWorkload } from './threshold-by-workload';

/** What a report is asked for; everything beyond the labels. */
export interface ReportOptions {
  /** In [1, 5]. */
  readonly relevanceCut: number;
  /** Target of the certificate, in (0, 1). */
  readonly recall: number;
  /** Of the certificate and of every interval, in (0, 1). */
  readonly confidence: number;
  /** Of folds, halves and resamples; the same seed gives the same report. */
  readonly seed: string;
  readonly costs: ErrorCosts | null;
  /** Documents one is ready to read, or null. */
  readonly workload: number | null;
  /** A threshold of the caller's own, or null. */
  readonly threshold: number | null;
  /** Documents in scope, or null where nobody said. */
  readonly population: number | null;
  /** The ranking scores of all documents in scope, any order; null where only the sample's are known. */
  readonly scopeScores: readonly number[] | null;
  /** Rows of the sample that could not be read. */
  readonly rejected: number;
}

/** How well the order and the probabilities hold on the labels, unweighed. */
export interface RankingQuality {
  readonly rocAuc: AucEstimate;
  readonly averagePrecision: { readonly value: number | null; readonly interval: Interval | null; readonly n: number };
  /** At 95 % recall; among equal scores the irrelevant are read first. Null without relevant labels. */
  readonly workSaved: { readonly wss: number; readonly nwss: number | null; readonly read: number } | null;
  /** Of cross-validated Platt probabilities; null where a fold lacks a class. */
  readonly probability: (ReliabilityDiagram & { readonly brier: number }) | null;
}

/** Everything that labels say of a ranking, as plain data. */
export interface CalibrationReport {
  readonly design: SamplingDesign;
  readonly labels: number;
  readonly positives: number;
  readonly population: number | null;
  readonly prevalence: ReportedShare;
  readonly certificate: ReportedCertificate;
  /** Null where not asked for, without labels, or from anything but a simple random sample. */
  readonly byCost: CostThreshold | null;
  readonly thresholds: readonly ThresholdFigures[];
  readonly recalibration: Omit<RecalibrationChoice, 'heldOut'>;
  readonly predictionInterval: PredictionInterval;
  readonly ranking: RankingQuality;
  readonly suspectLabels: readonly SuspectLabel[];
}

/**
 * The whole report of a labelled sample: what `winnow calibrate` prints and what a threshold page shows, from the same
 * functions. Never throws for labels that say little (none, one class, equal scores): what cannot be said is null or
 * refused by name.
 *
 * @throws CalibrationError RATING_OUT_OF_RANGE, SCORE_NOT_FINITE, NOT_A_PROBABILITY, COUNT_EXCEEDS_TOTAL, SEED_EMPTY
 */
export function calibrationReport(labels: readonly NamedLabel[], options: ReportOptions): CalibrationReport {
  requireInputs(labels, options);
  const { relevanceCut, seed, confidence } = options;
  const judged = labels.map((label) => ({ ...label, isRelevant: label.rating >= relevanceCut }));
  const population = options.scopeScores?.length ?? options.population;
  const design = labelDesign(judged, population, confidence);
  const certificate = certifySample(
    { ...design, labels: sortLabels(judged) },
    options.rejected,
    options.recall,
    confidence,
  );
  const byCost = costThreshold(design, options);
  const raw = labels.map(({ rawScore, rating }) => ({ score: rawScore, rating }));
  const { heldOut: _heldOut, ...recalibration } = chooseRecalibration(raw, seed);
  return {
    design: design.kind,
    labels: labels.length,
    positives: judged.filter(({ isRelevant }) => isRelevant).length,
    population: design.population,
    prevalence: shareOf(design, ({ isRelevant }) => (isRelevant ? 'PART' : 'REST')),
    certificate,
    byCost,
    thresholds: allFigures(design, certificate, byCost, options),
    recalibration,
    predictionInterval: predictionInterval(raw, seed),
    ranking: rankingQuality(judged, seed, confidence),
    suspectLabels: suspectLabels(labels),
  };
}

function requireInputs(labels: readonly NamedLabel[], options: ReportOptions): void {
  requireRating('relevanceCut', options.relevanceCut);
  requireOpenProbability('recall', options.recall);
  requireOpenProbability('confidence', options.confidence);
  if (options.workload !== null) requireCount('workload', options.workload);
  if (options.population !== null) requireCount('population', options.population);
  requireRatedScores(labels);
  requireRatedScores(labels.map(({ rawScore, rating }) => ({ score: rawScore, rating })));
  const population = options.scopeScores?.length ?? options.population;
  if (population !== null && population < labels.length) {
    const message = `${labels.length} labels cannot come from a population of ${population}`;
    throw new CalibrationError('COUNT_EXCEEDS_TOTAL', message);
  }
}

function costThreshold({ kind, labels }: LabelDesign<JudgedLabel>, { costs, seed }: ReportOptions) {
  if (costs === null || labels.length === 0 || kind !== 'SIMPLE_RANDOM') return null;
  return thresholdByCost(labels, costs, seed);
}

function allFigures(
  design: LabelDesign<JudgedLabel>,
  certificate: ReportedCertificate,
  byCost: CostThreshold | null,
  options: ReportOptions,
): ThresholdFigures[] {
  const at = (threshold: number): InclusionRule => ({ includes: 'AT_OR_ABOVE', threshold });
  const sorted = options.scopeScores && Float64Array.from(options.scopeScores).sort();
  const scope = sorted && scopeOfSortedScores(sorted);
  const byWorkload = workloadRule(design, sorted, options.workload);
  const rules = [
    certificate.status === 'CERTIFIED' ? (['CERTIFICATE', at(certificate.threshold)] as const) : null,
    byCost && (['COST', byCost.rule] as const),
    byWorkload && (['WORKLOAD', byWorkload] as const),
    options.threshold === null ? null : (['GIVEN', at(options.threshold)] as const),
    ['RELEVANCE_CUT', at(options.relevanceCut)] as const,
  ];
  return rules.filter((rule) => rule !== null).map(([by, rule]) => thresholdFigures(design, by, rule, scope));
}

/** From all scores where they are known, else from the sample's, which stand for the population in proportion. */
function workloadRule(
  { kind, labels, population }: LabelDesign<JudgedLabel>,
  scope: Float64Array | null,
  workload: number | null,
): InclusionRule | null {
  if (workload === null) return null;
  if (scope) return thresholdByWorkload(scope, workload).rule;
  if (kind !== 'SIMPLE_RANDOM' || labels.length === 0) return null;
  const share = Math.floor((workload * labels.length) / (population ?? labels.length));
  return thresholdByWorkload(Float64Array.from(labels, ({ score }) => score).sort(), share).rule;
}

function rankingQuality(labels: readonly JudgedLabel[], seed: string, confidence: number): RankingQuality {
  const sorted = sortLabels(labels);
  const probabilities = crossValidatedProbabilities(labels, seed);
  return {
    rocAuc: rocAucOfSorted(sorted, confidence),
    averagePrecision: {
      value: averagePrecisionOfSorted(sorted),
      interval: averagePrecisionInterval(labels, `${seed}/average-precision`, confidence),
      n: labels.length,
    },
    workSaved: sorted.relevant.length === 0 ? null : workSavedOfSorted(sorted, 0.95),
    probability: probabilities && {
      ...reliabilityDiagram(probabilities, 10, confidence),
      brier: brierScore(probabilities),
    },
  };
}
