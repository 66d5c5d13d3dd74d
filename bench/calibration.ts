import os from 'node:os';
import { labelRatings, sortLabels } from '@/calibration/labels';
import { fitPlatt, plattProbability } from '@/calibration/platt-scaling';
import { reliabilityDiagram } from '@/calibration/probability-metrics';
import { randomSource, uniformShare } from '@/calibration/random-order';
import { averagePrecisionOfSorted, rocAucOfSorted } from '@/calibration/ranking-metrics';
import { labelDesign } from '@/calibration/report-design';
import { reportedCertificate, reportedPoints, reportedThresholds } from '@/calibration/reported-threshold';
import { scopeOfSortedScores } from '@/calibration/scope-scores';
import { sortDesign } from '@/calibration/sorted-design';
import { thresholdCurve } from '@/calibration/threshold-curve';
import { thresholdEstimates } from '@/calibration/threshold-estimates';

/*
 * The whole threshold page from 100,000 labels and 1,000,000 documents, from the ratings on: labels, all curves (201
 * thresholds, exact intervals; ROC, precision-recall and gain are read off the same points) and the certificate, by the
 * functions that the page asks; then its steps one by one, and what is not on that path. After 3 runs to warm up the fastest of 15 is what the code costs; the
 * median is what it cost on a machine that did other work too. Aim: under 200 ms for the page.
 * Run: npx tsx bench/calibration.ts
 */
const LABELS = 100_000;
const DOCUMENTS = 1_000_000;

const random = randomSource('bench/calibration');
const ratings = Array.from({ length: LABELS }, (_, place) => {
  const rating = 1 + 4 * uniformShare(random);
  const score = rating + uniformShare(random) - 0.5;
  return { id: String(place), rating, score, rawScore: score, stratum: null, inclusionProbability: LABELS / DOCUMENTS };
});
const documentScores = Float64Array.from({ length: DOCUMENTS }, () => 0.5 + 5 * uniformShare(random)).sort();

const range = { lowest: documentScores.at(0) ?? 1, highest: documentScores.at(-1) ?? 5 };
const labels = labelRatings(ratings, 3);
const sorted = sortLabels(labels);
const scope = scopeOfSortedScores(documentScores);
const thresholds = reportedThresholds(sorted, range);

const TASKS: Readonly<Record<string, () => void>> = {
  'the page: labels, all curves, certificate': () => {
    const judged = ratings.map((rated) => ({ ...rated, isRelevant: rated.rating >= 3 }));
    const design = sortDesign(labelDesign(judged, DOCUMENTS, 0.95));
    thresholdEstimates(design, scopeOfSortedScores(documentScores), reportedThresholds(design.labels, range));
    reportedCertificate(design.labels, 0.95, 0.95);
  },
  '  ratings to labels': () => void labelRatings(ratings, 3),
  '  sorting them': () => void sortLabels(labels),
  '  checking 1,000,000 scores': () => void scopeOfSortedScores(documentScores),
  '  201 thresholds, Clopper-Pearson': () => void reportedPoints(sorted, scope, thresholds),
  '  ROC AUC with its error': () => void rocAucOfSorted(sorted),
  '  average precision': () => void averagePrecisionOfSorted(sorted),
  '  certificate': () => void reportedCertificate(sorted, 0.95, 0.95),
  'a curve of 5,000 points, Wilson': () => void thresholdCurve(labels, scope, { maximumPoints: 5000 }),
  'reliability diagram with its Platt fit': () => {
    const map = fitPlatt(labels);
    reliabilityDiagram(
      labels.map(({ score, isRelevant }) => ({ probability: plattProbability(map, score), isRelevant })),
    );
  },
};

const cpu = os.cpus()[0]?.model;
console.log(
  `${LABELS} labels, ${DOCUMENTS} documents; node ${process.version}, ${cpu}, load ${os.loadavg()[0]?.toFixed(1)}`,
);
for (const [name, task] of Object.entries(TASKS)) {
  const { fastest, median } = timesMs(task);
  console.log(
    `${name.padEnd(44)} fastest ${fastest.toFixed(1).padStart(6)} ms   median ${median.toFixed(1).padStart(6)} ms`,
  );
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
