import { describe, expect, it } from 'vitest';

import { calibrationReport, type ReportOptions } from './calibration-report';
import { crossValidatedProbabilities } from './cross-validated-probability';
import { suspectLabels } from './label-errors';
import { methodsText } from './methods-text';
import { predictionInterval } from './prediction-interval';
import { reliabilityDiagram } from './probability-metrics';
import { randomSource, uniformShare } from './random-order';
import type { NamedLabel } from './sampling-design';

const options: ReportOptions = {
  relevanceCut: 3,
  recall: 0.95,
  confidence: 0.95,
  seed: 'report',
  costs: null,
  workload: null,
  threshold: null,
  population: 2000,
  scopeScores: null,
  rejected: 0,
};
const random = randomSource('calibration-report');
const labels: NamedLabel[] = Array.from({ length: 400 }, (_, i) => {
  const rating = 1 + Math.floor(uniformShare(random) * 5);
  const score = 2 + 0.5 * rating + uniformShare(random);
  return { id: `d${i}`, score, rawScore: score, rating, stratum: null, inclusionProbability: null };
});
const report = calibrationReport(labels, options);

describe('calibrationReport', () => {
  it('recalibrates on labels that had no part in the fit and leaves their predictions out of the report', () => {
    expect(report.recalibration.after?.mse ?? 9).toBeLessThan(report.recalibration.before?.mse ?? 0);
    expect(report.recalibration).not.toHaveProperty('heldOut');
    expect(report.predictionInterval.margin).toMatchObject({ status: 'FINITE', n: 200 });
  });

  it('weighs nothing and promises nothing where rows were rejected', () => {
    const { certificate } = calibrationReport(labels, { ...options, rejected: 1 });
    expect(certificate).toMatchObject({ status: 'REFUSED', reason: 'ROWS_REJECTED' });
  });

  it('can be written as JSON without loss', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('held-out figures', () => {
  it('the prediction interval covers new ratings about as often as it says', () => {
    const interval = predictionInterval(labels, 'x', 0.8);
    if (interval.margin.status !== 'FINITE') throw new Error('200 residuals give a finite margin.');
    expect(predictionInterval([], 'x').margin).toMatchObject({ status: 'INFINITE', needed: 9 });
    expect(interval.margin.margin).toBeLessThan(2);
  });

  it('probabilities come from maps that did not see the label, and need both classes in every fold', () => {
    const judged = labels.map(({ score, rating }) => ({ score, isRelevant: rating >= 3 }));
    const probabilities = crossValidatedProbabilities(judged, 'x');
    expect(probabilities).toHaveLength(400);
    expect(reliabilityDiagram(probabilities ?? []).expectedCalibrationError).toBeLessThan(0.1);
    expect(
      crossValidatedProbabilities(
        [
          { score: 1, isRelevant: true },
          { score: 2, isRelevant: false },
        ],
        'x',
      ),
    ).toBeNull();
    expect(crossValidatedProbabilities([], 'x')).toBeNull();
  });

  it('suspect labels come by gap, then by id', () => {
    const of = (id: string, score: number, rating: number) => ({ ...(labels[0] as NamedLabel), id, score, rating });
    const suspects = suspectLabels([of('b', 5, 1), of('c', 3, 3), of('a', 1, 5)], 2);
    expect(suspects).toEqual([
      { id: 'a', score: 1, rating: 5, gap: 4 },
      { id: 'b', score: 5, rating: 1, gap: -4 },
    ]);
  });
});

describe('methodsText', () => {
  const inputs = { ...options, report, version: '1.2.3' };

  it('names sample, certificate, figures with n, recalibration, version and seed', () => {
    const text = methodsText({
      ...inputs,
      model: { name: 'Model', revision: 'abc' },
      sample: { seed: 's', method: 'fisher-yates' },
    });
    for (const part of [
      'simple random sample of 2,000 documents, drawn by fisher-yates from the seed “s”, 400 were rated',
      `${report.positives} reached the relevance cut of 3`,
      'Documents were scored by Model, revision abc.',
      'with 95 % confidence this finds at least 95 % of the relevant documents',
      `n = ${report.positives}`,
      '10-fold cross-validation',
      'Winnow 1.2.3 with the seed “report”',
    ]) {
      expect(text).toContain(part);
    }
    expect(methodsText(inputs)).toBe(methodsText(inputs));
  });

  it('writes nothing that is not known, and says why nothing was certified', () => {
    const few = calibrationReport(labels.slice(0, 20), { ...options, population: null });
    const text = methodsText({ ...inputs, report: few });
    expect(text).toMatch(/^From a simple random sample, 20 were rated/);
    expect(text).toContain('are too few, 59 are needed');
    expect(text).not.toContain('scored by');
    const none = calibrationReport([], options);
    expect(methodsText({ ...inputs, report: none })).toMatch(/^No document was rated\. No threshold was certified/);
  });

  it('never writes a threshold above the certified one', () => {
    const written = Number(/scored ([\d.]+) or higher/.exec(methodsText(inputs))?.[1]);
    if (report.certificate.status !== 'CERTIFIED') throw new Error('about 240 positives certify.');
    expect(written).toBeLessThanOrEqual(report.certificate.threshold);
    expect(written).toBeGreaterThan(report.certificate.threshold - 0.001);
  });
});
