import { labelRatings } from '@/calibration/labels';
import { randomSource, uniformShare } from '@/calibration/random-order';
import { certifiedThreshold } from '@/calibration/recall-certificate';
import { scopeOfSortedScores } from '@/calibration/scope-scores';
import { thresholdCurve } from '@/calibration/threshold-curve';

/*
 * The whole threshold page from 100,000 labels and 1,000,000 documents, after 3 runs to warm up. The fastest of 15 runs is what
 * the code costs; the median is what it cost on a machine that did other work too.
 * Aim: under 200 ms for curve and certificate. Run: npx tsx bench/calibration.ts
 */
const LABELS = 100_000;
const DOCUMENTS = 1_000_000;

const random = randomSource('bench/calibration');
const ratings = Array.from({ length: LABELS }, () => {
  const rating = 1 + 4 * uniformShare(random);
  return { rating, score: rating + uniformShare(random) - 0.5 };
});
const documentScores = Float64Array.from({ length: DOCUMENTS }, () => 0.5 + 5 * uniformShare(random)).sort();

function wholePage(maximumPoints: number, intervalMethod: 'wilson' | 'clopper-pearson'): void {
  const labels = labelRatings(ratings, 3);
  thresholdCurve(labels, scopeOfSortedScores(documentScores), { maximumPoints, intervalMethod });
  const positiveScores = labels.filter((label) => label.isRelevant).map((label) => label.score);
  certifiedThreshold(positiveScores, { recall: 0.95, delta: 0.05 });
}

function timesMs(task: () => void): { fastest: number; median: number } {
  for (let run = 0; run < 3; run++) task();
  const times = Float64Array.from({ length: 15 }, () => {
    const start = performance.now();
    task();
    return performance.now() - start;
  }).sort();
  return { fastest: times.at(0) ?? Number.NaN, median: times.at(7) ?? Number.NaN };
}

for (const [points, method] of [
  [500, 'wilson'],
  [5000, 'wilson'],
  [100, 'clopper-pearson'],
] as const) {
  const { fastest, median } = timesMs(() => wholePage(points, method));
  const times = `fastest ${fastest.toFixed(0)} ms, median ${median.toFixed(0)} ms`;
  console.log(`${LABELS} labels, ${DOCUMENTS} documents, ${points} points, ${method}: ${times}`);
}
