import { describe, expect, it } from 'vitest';
import { importPace } from '@/graphql/collections/import-pace';
import type { ImportRunRow } from '@/graphql/rows';

const BEGUN = new Date('2026-11-25T10:00:00Z');
const later = (seconds: number) => new Date(BEGUN.getTime() + seconds * 1_000);

function run(overrides: Partial<ImportRunRow>): ImportRunRow {
  const read = { readCount: 500, attemptRead: 0, bytesRead: 1_000n, attemptBytes: 0n, sizeBytes: 4_000n };
  return { status: 'RUNNING', attemptAt: BEGUN, ...read, ...overrides } as ImportRunRow;
}

describe('the pace of an import', () => {
  it('is told by records, and the time left by bytes', () => {
    expect(importPace(run({}), later(10))).toEqual({ recordsPerSecond: 50, secondsLeft: 30 });
  });

  it('counts from where a try began, not from where the first one did', () => {
    const second = run({ attemptRead: 400, attemptBytes: 800n });
    expect(importPace(second, later(10))).toEqual({ recordsPerSecond: 10, secondsLeft: 150 });
  });

  it.each([
    ['waits', { status: 'QUEUED' as const }],
    ['has ended', { status: 'COMPLETED' as const }],
    ['still skips what is stored', { attemptRead: 500 }],
  ])('is unknown while it %s', (_what, overrides) => {
    expect(importPace(run(overrides), later(10))).toEqual({ recordsPerSecond: null, secondsLeft: null });
  });

  it('says nothing of the time left where the format does not tell bytes', () => {
    expect(importPace(run({ bytesRead: 0n }), later(10))).toEqual({ recordsPerSecond: 50, secondsLeft: null });
  });
});
