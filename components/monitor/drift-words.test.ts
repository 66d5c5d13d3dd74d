import { describe, expect, it } from 'vitest';
import {
  chanceWords,
  distributionWords,
  driftedWords,
  fileNameOf,
  medianWords,
  psiWords,
} from '@/components/monitor/drift-words';

const compared = {
  wasserstein: 1,
  ksDistance: 0.5,
  adjustedP: 0,
  referenceMedian: 2.1,
  currentMedian: 3.4,
  referenceCount: 200,
  currentCount: 100,
  hasDrifted: true,
  band: 'MAJOR' as const,
  psi: 0.31249,
  bins: [],
};

describe('words of a drift', () => {
  it('give scores two decimals and lengths none', () => {
    expect(medianWords({ ...compared, feature: 'SCORE' })).toBe('2.10 → 3.40');
    expect(medianWords({ ...compared, feature: 'TOKENS', referenceMedian: 211.5 })).toBe('212 → 3');
  });

  it('say in a sentence what the picture shows', () => {
    expect(distributionWords({ ...compared, feature: 'SCORE', referenceCount: 10_000 })).toBe(
      'When the version was saved: median 2.10 of 10,000 documents. New: median 3.40 of 100.',
    );
  });

  it('name a file after feature and collection, in any script and without a path', () => {
    expect(fileNameOf('SCORE', 'Autumn search: 2nd')).toBe('drift-score-autumn-search-2nd');
    expect(fileNameOf('TOKENS', '../../文献 ‮')).toBe('drift-tokens-文献');
    expect(fileNameOf('TOKENS', '***')).toBe('drift-tokens');
    expect(fileNameOf('SCORE', 'x'.repeat(400))).toHaveLength('drift-score-'.length + 40);
  });

  it('give a small chance by its bound and a PSI with its reading', () => {
    expect([0, 0.00099, 0.001, 0.0496].map(chanceWords)).toEqual(['< 0.001', '< 0.001', '0.001', '0.050']);
    expect(psiWords(compared)).toBe('0.312, major');
  });

  it('name what has drifted and nothing else', () => {
    const score = { feature: 'SCORE' as const, hasDrifted: true };
    const tokens = { feature: 'TOKENS' as const, hasDrifted: false };
    expect(driftedWords([score, tokens])).toBe('score');
    expect(driftedWords([score, { ...tokens, hasDrifted: true }])).toBe('score and length in tokens');
    expect(driftedWords([])).toBe('');
  });
});
