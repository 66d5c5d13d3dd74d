import { crossValidatedProbabilities } from '@/calibration/cross-validated-probability';
import { brierScore, type LabelledProbability, reliabilityDiagram } from '@/calibration/probability-metrics';
import type { LabelDesign } from '@/calibration/report-design';
import type { JudgedLabel } from '@/calibration/report-thresholds';
import { designStrata } from '@/calibration/sampling-design';
import { type RankingEstimate, type RankingEstimates, rankingEstimates } from '@/calibration/weighed-ranking';
import { weighedReliability } from '@/calibration/weighed-reliability';
import { readDesign } from '@/graphql/calibrations/sample-curves';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import { toEstimate as toShare } from '@/graphql/calibrations/threshold-points';
import type { Estimate, Reliability } from '@/graphql/generated/resolver-types';

const BINS = 10;

const estimates = new WeakMap<ThresholdCurveData, Promise<RankingEstimates>>();

/** One figure of the whole order; the three are computed from the same resamples, once an answer. */
export async function rankingFigure(data: ThresholdCurveData, figure: keyof RankingEstimates): Promise<Estimate> {
  let reading = estimates.get(data);
  if (!reading) {
    reading = readDesign(data).then(({ design }) => rankingEstimates(design, data.sample.seed));
    estimates.set(data, reading);
  }
  return toEstimate((await reading)[figure]);
}

/** Promise and truth of probabilities that each label had no part in, of the documents that the sample stands for. */
export async function readReliability(data: ThresholdCurveData): Promise<Reliability | null> {
  const { labels, sample } = data;
  const probabilities = crossValidatedProbabilities(labels, sample.seed);
  if (!probabilities) return null;
  const { design } = await readDesign(data);
  if (design.kind !== 'SIMPLE_RANDOM') return design.strata && weighed(design, probabilities);
  const { bins, expectedCalibrationError, n } = reliabilityDiagram(probabilities, BINS);
  return {
    n,
    expectedCalibrationError,
    brier: brierScore(probabilities),
    bins: bins.map(({ lower, upper, meanProbability, observed: { value, n: labelled, interval } }) => ({
      lower,
      upper,
      meanProbability,
      observed: {
        value,
        lower: interval?.lower ?? null,
        upper: interval?.upper ?? null,
        n: labelled,
        method: 'Wilson',
      },
    })),
  };
}

function weighed(design: LabelDesign<JudgedLabel>, probabilities: readonly LabelledProbability[]): Reliability | null {
  const labels = design.labels.map((label, place) => ({
    ...label,
    probability: probabilities[place]?.probability ?? Number.NaN,
  }));
  const diagram = weighedReliability({ ...design, labels, strata: designStrata(labels) }, BINS);
  return diagram && { ...diagram, bins: diagram.bins.map((bin) => ({ ...bin, observed: toShare(bin.observed) })) };
}

const METHODS: Readonly<Record<RankingEstimate['method'], string>> = {
  delong: 'DeLong, logit',
  bootstrap: 'Percentile bootstrap',
  'stratified-bootstrap': 'Percentile bootstrap within strata',
};

function toEstimate({ value, interval, n, method }: RankingEstimate): Estimate {
  return { value, lower: interval?.lower ?? null, upper: interval?.upper ?? null, n, method: METHODS[method] };
}
