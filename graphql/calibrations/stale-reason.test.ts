import { describe, expect, it } from 'vitest';
import { staleReason } from '@/graphql/calibrations/stale-reason';

const saved = { relevanceCut: 3, modelRevisionId: 'model-a' };

describe('staleReason', () => {
  it('is null while model and relevance cut are those of the version', () => {
    expect(staleReason(saved, saved)).toBeNull();
  });

  it('is null while nobody knows yet which model a new run uses', () => {
    expect(staleReason(saved, { ...saved, modelRevisionId: null })).toBeNull();
  });

  it('names another model revision', () => {
    expect(staleReason(saved, { ...saved, modelRevisionId: 'model-b' })).toContain('model revision');
  });

  it('names both cuts when the relevance cut has changed', () => {
    expect(staleReason(saved, { ...saved, relevanceCut: 3.5 })).toMatch(/3\.5.*took 3:/);
  });

  it('says both when both have changed', () => {
    expect(staleReason(saved, { relevanceCut: 2, modelRevisionId: 'model-b' })).toMatch(
      /model revision.*relevance cut/,
    );
  });
});
