import { describe, expect, it } from 'vitest';
import { type SavedPromise, type SavedVersion, versionMethodsText } from './version-methods-text';

const promise: SavedPromise = {
  recall: 0.95,
  confidence: 0.95,
  threshold: 2.4187,
  isCovered: true,
  positives: 61,
  positivesMissing: 0,
  refusal: null,
};
const saved: SavedVersion = {
  version: 3,
  savedOn: '2026-11-25',
  threshold: 2.4187,
  relevanceCut: 3,
  sample: { design: 'SIMPLE_RANDOM', populationSize: 12_000, seed: 'herons', method: 'fisher-yates' },
  labelled: 400,
  relevant: 61,
  origin: 'BY_CERTIFICATE',
  costs: null,
  documentsAsked: null,
  certificate: promise,
  precision: { value: 0.6, lower: 0.5, upper: 0.7, n: 100 },
  recall: { value: 60 / 61, lower: 0.912, upper: 0.9996, n: 61 },
  workload: 3_000,
  documents: 12_000,
  model: { name: 'Starter', revision: 'abc' },
  recalibration: null,
  productVersion: '0.1.0',
};
const textOf = (changes: Partial<SavedVersion>) => versionMethodsText({ ...saved, ...changes });

describe('versionMethodsText', () => {
  it('is the paragraph written by hand', () => {
    // 61 of 400: scipy.stats.beta.ppf(0.025, 61, 340) and (0.975, 62, 339) are 0.1187 and 0.1915.
    expect(versionMethodsText(saved)).toBe(
      'From a simple random sample of 12,000 documents, drawn by fisher-yates from the seed “herons”, 400 were rated by ' +
        'experts on a scale of 1 to 5, blind to the score; 61 reached the relevance cut of 3 (prevalence 15.3 % (95 % ' +
        'interval 11.9 % to 19.2 %, n = 400)). Documents were scored by Starter, revision abc. Documents scored 2.418 or ' +
        'higher were included, a threshold chosen by its certificate. It finds at least 95 % of the relevant documents ' +
        'with 95 % confidence (exact order-statistic bound from 61 rated relevant documents). On the sample, recall was ' +
        '98.4 % (95 % interval 91.2 % to 99.9 %, n = 61) and precision 60 % (95 % interval 50 % to 70 %, n = 100); 3,000 ' +
        'of 12,000 documents (25 %) are included. Computed by Winnow 0.1.0 on 2026-11-25 (version 3 of the threshold).',
    );
  });

  it('says how each threshold was come by', () => {
    expect(textOf({ origin: 'BY_HAND' })).toContain('a threshold set by hand.');
    expect(textOf({ origin: 'BY_COST', costs: { falsePositive: 1, falseNegative: 25 } })).toContain(
      'where reading an irrelevant document costs 1 and missing a relevant one 25.',
    );
    expect(textOf({ origin: 'BY_WORKLOAD', documentsAsked: 5_000 })).toContain(
      'chosen so that at most 5,000 documents are to be read.',
    );
  });

  it('claims a certificate only where it covers the threshold, and says why there is none', () => {
    expect(textOf({ certificate: null })).toContain('No recall was certified for it.');
    expect(textOf({ threshold: 3, certificate: { ...promise, isCovered: false } })).toContain(
      'is certified up to a threshold of 2.418 (exact order-statistic bound from 61 rated relevant documents) and so not for this one.',
    );
    const refused = { ...promise, threshold: null, isCovered: false, positives: 20, positivesMissing: 39 };
    expect(textOf({ certificate: { ...refused, refusal: 'TOO_FEW_POSITIVES' } })).toContain(
      'could not be certified, because 20 rated relevant documents are too few, 59 are needed.',
    );
    expect(textOf({ certificate: { ...refused, refusal: 'NOT_A_SIMPLE_RANDOM_SAMPLE' } })).toContain(
      'because the sample is not a simple random one.',
    );
  });

  it('names the recalibration that the scores went through', () => {
    const recalibration = { version: 2, kind: 'LINEAR' } as const;
    const map = 'recalibrated to the experts’ ratings by an affine map (recalibration 2).';
    expect(textOf({ recalibration })).toContain(`revision abc, and their scores ${map}`);
    expect(textOf({ recalibration, model: null })).toContain(`Scores were ${map}`);
  });

  it('writes nothing that was not recorded, and no prevalence off a stratified sample', () => {
    const text = textOf({
      sample: { ...saved.sample, design: 'STRATIFIED', method: null },
      model: null,
      productVersion: null,
      precision: { value: null, lower: null, upper: null, n: 0 },
    });
    expect(text).toMatch(/^From a stratified random sample of 12,000 documents, drawn from the seed “herons”, 400/);
    expect(text).not.toContain('prevalence');
    expect(text).not.toContain('scored by');
    expect(text).toContain('precision not estimable (n = 0)');
    expect(text).toContain('Computed by Winnow on 2026-11-25');
  });
});
