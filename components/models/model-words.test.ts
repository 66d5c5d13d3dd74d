import { describe, expect, it } from 'vitest';
import { endedLabel, modelFacts, paritySentence, smallNumber, taskLabel } from '@/components/models/model-words';
import type { ModelRowFragment, ModelTaskLineFragment } from '@/graphql/generated/operations/graphql';

const model: ModelRowFragment = {
  repository: 'curators/relevance',
  revision: 'a'.repeat(40),
  source: 'HUB',
  requested: 'main',
  name: 'curators/relevance',
  sizeBytes: 598_436_708,
  isActive: false,
  isStandIn: false,
  problem: null,
  addedAt: '2026-11-23T01:00:00.000Z',
  verifiedAt: null,
  parity: null,
};
const tried = (precision: string, meanDifference: number, largestDifference: number, tokensPerSecond: number) => ({
  precision,
  texts: 200,
  meanDifference,
  largestDifference,
  rankCorrelation: 0.9998,
  tokensPerSecond,
  isWithinBounds: true,
  verdict: 'taken',
});
const parity = {
  precision: 'int8',
  provider: 'cpu',
  processor: 'EPYC',
  texts: 200,
  meanBound: 0.01,
  largestBound: 0.05,
  reason: 'fastest within the bounds',
  tried: [tried('int8', 0.00083, 0.0091, 1800)],
};

describe('a model', () => {
  it('is described by where it came from', () => {
    expect(modelFacts(model)).toBe('pulled as main · aaaaaaaaaaaa · 571 MB · here since 2026-11-23');
    expect(modelFacts({ ...model, source: 'BUILT_IN', requested: null })).toBe('comes with Winnow · 571 MB');
  });
});

describe('a parity report', () => {
  it('says what it means for scores, and never more digits than it has', () => {
    expect(paritySentence(parity)).toBe(
      'Computed in int8: on 200 real texts a score moves by 0.00083 on average and 0.0091 at most, on the scale from 1 to 5.',
    );
    expect(paritySentence({ ...parity, precision: 'fp32' })).toContain('no faster one');
    expect([0, 0.12345, 3].map(smallNumber)).toEqual(['0', '0.12', '3']);
  });
});

describe('a task', () => {
  const task: ModelTaskLineFragment = {
    kind: 'PULL',
    repository: 'curators/relevance',
    revision: 'v2',
    status: 'QUEUED',
    phase: null,
    done: 0,
    total: 0,
    failureCode: null,
    failureMessage: null,
    createdAt: '2026-11-23T01:00:00.000Z',
    finishedAt: null,
  };
  it('says what it is at', () => {
    expect(taskLabel(task)).toBe('Fetching curators/relevance, waiting for a worker');
    expect(taskLabel({ ...task, status: 'RUNNING', phase: 'MEASURING' })).toBe(
      'Comparing precisions of curators/relevance',
    );
    expect(endedLabel(task)).toBe('Pull of curators/relevance@v2');
  });
});
