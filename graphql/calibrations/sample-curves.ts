import { type LabelDesign, labelDesign } from '@/calibration/report-design';
import type { JudgedLabel } from '@/calibration/report-thresholds';
import { REPORTED_INTERVALS, reportedThresholds, type ScoreRange } from '@/calibration/reported-threshold';
import { designStrata } from '@/calibration/sampling-design';
import type { ScopeScores } from '@/calibration/scope-scores';
import { type SortedDesign, sortDesign } from '@/calibration/sorted-design';
import { type ThresholdEstimate, thresholdEstimates } from '@/calibration/threshold-estimates';
import type { ThresholdCurveData } from '@/graphql/calibrations/threshold-data';
import { getDatabase } from '@/prisma/client';
import { countScope, countUnratedStrata, findScoreRange, type ScoreScope } from '@/prisma/queries/calibrations';

/** A sample's labels, weighed as they were drawn and sorted once. */
export interface SampleDesign {
  readonly design: LabelDesign<JudgedLabel>;
  readonly sorted: SortedDesign;
  readonly hasUnratedStratum: boolean;
}

/** Everything the curves of one sample are drawn from. */
export interface SampleCurves extends SampleDesign {
  readonly range: ScoreRange | null;
  /** Ascending by threshold, at most 201. */
  readonly points: readonly ThresholdEstimate[];
}

const designs = new WeakMap<ThresholdCurveData, Promise<SampleDesign>>();
const curves = new WeakMap<ThresholdCurveData, Promise<SampleCurves>>();

/** Read once for all fields of one answer. */
export function readDesign(data: ThresholdCurveData): Promise<SampleDesign> {
  return once(designs, data, weighLabels);
}

/** Computed once for all fields of one answer. */
export function readCurves(data: ThresholdCurveData): Promise<SampleCurves> {
  return once(curves, data, drawCurves);
}

/** The figures of one threshold of the caller's choosing, with the scope it was counted in. */
export async function estimateAt(
  data: ThresholdCurveData,
  threshold: number,
): Promise<{ metrics: ThresholdEstimate; documents: number }> {
  const { sorted } = await readDesign(data);
  const scope = toScope(await countScope(getDatabase(), data.project.id, [threshold]), data.labels.length);
  const [metrics] = thresholdEstimates(sorted, scope, [threshold]);
  if (!metrics) throw new Error('One threshold has one estimate.');
  return { metrics, documents: scope.total };
}

/**
 * A stratified sample is one whatever its labels look like: while only one stratum is rated they would pass for a simple
 * random sample, and a stratum without ratings leaves nothing to weigh it by.
 */
async function weighLabels({ sample, labels }: ThresholdCurveData): Promise<SampleDesign> {
  const drawn = labelDesign(labels, sample.populationSize, REPORTED_INTERVALS.confidence);
  if (sample.kind === 'SIMPLE_RANDOM') return { design: drawn, sorted: sortDesign(drawn), hasUnratedStratum: false };
  const rated = new Set(labels.map(({ stratum }) => Number(stratum)));
  const hasUnratedStratum = (await countUnratedStrata(getDatabase(), sample.id, [...rated])) > 0;
  const design = { ...drawn, kind: 'STRATIFIED', strata: hasUnratedStratum ? null : designStrata(labels) } as const;
  return { design, sorted: sortDesign(design), hasUnratedStratum };
}

async function drawCurves(data: ThresholdCurveData): Promise<SampleCurves> {
  const projectId = data.project.id;
  const [weighed, range] = await Promise.all([readDesign(data), findScoreRange(getDatabase(), projectId)]);
  const thresholds = reportedThresholds(weighed.sorted.labels, range);
  const scope = toScope(await countScope(getDatabase(), projectId, thresholds), data.labels.length);
  return { ...weighed, range, points: thresholdEstimates(weighed.sorted, scope, thresholds) };
}

/** Never fewer documents than labels: one of theirs may have been deleted since the labels were read. */
function toScope({ total, included }: ScoreScope, labelled: number): ScopeScores {
  return {
    total: Math.max(total, labelled),
    countAtOrAbove: (threshold) => {
      const count = included.get(threshold);
      if (count === undefined) throw new Error(`No workload was counted for the threshold ${threshold}.`);
      return count;
    },
  };
}

function once<Value>(
  kept: WeakMap<ThresholdCurveData, Promise<Value>>,
  data: ThresholdCurveData,
  read: (data: ThresholdCurveData) => Promise<Value>,
): Promise<Value> {
  const before = kept.get(data);
  if (before) return before;
  const reading = read(data);
  kept.set(data, reading);
  return reading;
}
