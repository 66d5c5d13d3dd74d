import { describe, expect, it } from 'vitest';
import {
  certificateWords,
  costWords,
  coverageWords,
  formatApart,
  workloadWords,
} from '@/components/threshold/preset-words';
import type { Certificate } from '@/components/threshold/read-point';

const refused: Certificate = {
  recall: 0.95,
  confidence: 0.95,
  threshold: null,
  workload: null,
  positives: 6,
  positivesMissing: 53,
  refusal: 'TOO_FEW_POSITIVES',
  labelsMissing: 124,
  allowedMisses: null,
};
const granted: Certificate = {
  ...refused,
  threshold: 2.526,
  workload: 812,
  positives: 93,
  positivesMissing: 0,
  refusal: null,
  labelsMissing: null,
  allowedMisses: 1,
};

describe('a certificate in words', () => {
  it('says what is promised, or what is missing for it', () => {
    expect(certificateWords(granted)).toContain('95 % recall with 95 % confidence holds from 2.53 down');
    expect(certificateWords(granted)).toContain('all but 1 of them');
    expect(certificateWords(refused)).toContain('53 more are needed. At the share seen so far that takes about 124');
    expect(certificateWords({ ...refused, labelsMissing: null })).toContain('Ask for less recall');
    expect(certificateWords({ ...refused, positives: 0, labelsMissing: null })).toContain('Nothing relevant was seen');
    expect(certificateWords({ ...refused, refusal: 'NOT_A_SIMPLE_RANDOM_SAMPLE' })).toContain('simple random sample');
  });

  it('does not reach above its own threshold, however alike the two look', () => {
    expect(coverageWords(granted, 2.526)).toContain('covers 2.53');
    expect(coverageWords(granted, 2.53)).toContain('stands at 2.53, above 2.526: nothing is promised');
    expect(coverageWords(refused, 2)).toBeNull();
    expect(formatApart(2.5263, 2.53)).toBe('2.5263');
  });
});

describe('other choices in words', () => {
  it('tell of ties and of both ends', () => {
    const choice = { documents: 10, includes: 'AT_OR_ABOVE', threshold: 3.6, workload: 8 } as const;
    expect(workloadWords(choice)).toContain('2 fewer than asked, because equal scores go together');
    expect(workloadWords({ ...choice, includes: 'NOTHING', workload: 0 })).toContain('share the highest score');
    expect(workloadWords({ ...choice, includes: 'NOTHING', documents: 0, workload: 0 })).toContain('Nothing is read');
    expect(workloadWords({ ...choice, includes: 'EVERYTHING' })).toContain('All 8 scored documents');
  });

  it('set the cost that chose beside the one that did not', () => {
    const choice = {
      falsePositive: 1,
      falseNegative: 10,
      includes: 'AT_OR_ABOVE',
      threshold: 3.2,
      workload: 5,
      labels: 12,
      apparentCost: 0.25,
      crossValidatedCost: 1 / 3,
      folds: 10,
    } as const;
    expect(costWords(choice)).toContain('0.25 a document on the labels that chose it, 0.333 when each of 10 parts');
    expect(costWords({ ...choice, labels: 1, crossValidatedCost: null })).toContain('on 1 label:');
  });
});
