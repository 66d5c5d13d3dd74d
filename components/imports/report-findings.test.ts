import { describe, expect, it } from 'vitest';
import { reportFindings, severityCounts } from '@/components/imports/report-findings';

type Summary = Parameters<typeof reportFindings>[0];

const summary = (overrides: Partial<Summary> = {}): Summary => ({
  read: 2020,
  encoding: 'windows-1252',
  issueCount: 0,
  issueCounts: [],
  rejects: null,
  ...overrides,
});
const rejects = { path: '', fileName: '', sizeBytes: 1, records: 1, cut: 0, leftOut: 0 };
const warning = (code: string, count: number) => ({ severity: 'WARNING' as const, code, count });

describe('the findings of a report', () => {
  it('are none of a file with nothing to say', () => {
    expect(reportFindings(summary())).toEqual([]);
  });

  it.each([
    [[warning('MISSING_TEXT', 312)], '312 of 2,020 have no abstract.'],
    [[warning('MISSING_TEXT', 1)], '1 of 2,020 has no abstract.'],
    [
      [warning('ENCODING_GUESSED', 1)],
      'The file is not UTF-8. It was read as windows-1252: look at its accented letters.',
    ],
    [[warning('INVALID_BYTES', 2), warning('NUL_REMOVED', 1)], 'Characters that are none were replaced in 3 places.'],
  ])('count by code: %j', (issueCounts, sentence) => {
    expect(reportFindings(summary({ issueCounts }))).toEqual([sentence]);
  });

  it('say what the file of rejected records lacks', () => {
    expect(reportFindings(summary({ rejects: { ...rejects, cut: 1, leftOut: 1200 } }))).toEqual([
      '1 rejected record is longer than 64.0 KB and cut in the file of rejected records.',
      '1,200 rejected records are beyond what is kept and not in the file of rejected records.',
    ]);
  });

  it('say when not every remark is listed', () => {
    expect(reportFindings(summary({ issueCount: 12_345 }))).toEqual([
      'The first 10,000 of 12,345 remarks are listed; all are counted.',
    ]);
  });

  it('are added up by severity', () => {
    const issueCounts = [warning('A', 2), warning('B', 3), { severity: 'REJECTED' as const, code: 'C', count: 4 }];
    expect(severityCounts({ issueCounts })).toEqual({ REJECTED: 4, REPAIRED: 0, WARNING: 5 });
  });
});
