import { describe, expect, it } from 'vitest';
import { staleReason } from '@/graphql/calibrations/stale-reason';

const reading = { maxTokens: 4096, windowAggregate: null, windowOverlap: 256 } as const;
const saved = { relevanceCut: 3, modelRevisionId: 'model-a', reading, recalibration: null };

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

  it('says that documents are read otherwise, where that can move a score', () => {
    const windows = { ...reading, windowAggregate: 'MEAN' } as const;
    expect(staleReason(saved, { ...saved, reading: windows })).toContain('read otherwise');
    expect(staleReason(saved, { ...saved, reading: { ...reading, maxTokens: 512 } })).toContain('read otherwise');
    const savedWindows = { ...saved, reading: windows };
    expect(staleReason(savedWindows, { ...saved, reading: { ...windows, windowOverlap: 0 } })).toContain(
      'read otherwise',
    );
    expect(staleReason(saved, { ...saved, reading: { ...reading, windowOverlap: 0 } })).toBeNull();
  });

  it('says nothing of how documents are read where a version did not record it', () => {
    expect(staleReason({ ...saved, reading: null }, saved)).toBeNull();
  });

  it('names both cuts when the relevance cut has changed', () => {
    expect(staleReason(saved, { ...saved, relevanceCut: 3.5 })).toMatch(/3\.5.*took 3:/);
  });

  it('names the scale that the threshold lies on, and the way back to it', () => {
    const second = { id: 'b', version: 2 };
    expect(staleReason(saved, { ...saved, recalibration: second })).toMatch(/model’s own.*take the recalibration back/);
    expect(staleReason({ ...saved, recalibration: second }, saved)).toMatch(/version 2.*apply recalibration 2 again/);
    const same = { ...saved, recalibration: second };
    expect(staleReason(same, { ...same, recalibration: { ...second } })).toBeNull();
  });

  it('says both when both have changed', () => {
    expect(staleReason(saved, { ...saved, relevanceCut: 2, modelRevisionId: 'model-b' })).toMatch(
      /model revision.*relevance cut/,
    );
  });
});
