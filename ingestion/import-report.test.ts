import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { IMPORT_CODES } from '@/ingestion/import-codes';
import { reportOn } from '@/ingestion/import-report';
import { readDocuments } from '@/ingestion/read-documents';
import { SeenKeys } from '@/ingestion/seen-keys';
import { bytesSource, fileSource, fixture } from '@/ingestion/testing/read-all';

describe('a report', () => {
  test('puts every record into one of four counts', async () => {
    const content = [
      'id,title,abstract,doi',
      '1,A,x,10.1000/a',
      '2,Another spelling,y,https://doi.org/10.1000/A',
      '3,B,"z',
      '4,C,x,',
      '5,,,',
      '6,D,w,10.1000/d,spare',
      '7,C,x',
      '8,E,v',
    ].join('\n');
    const report = await reportOn('x.csv', readDocuments(bytesSource('x.csv', content)));
    expect(report).toMatchObject({
      file: 'x.csv',
      format: 'csv',
      encoding: 'utf-8',
      read: 8,
      accepted: 2,
      repaired: 1,
      rejected: 3,
      duplicates: 2,
      issuesLeftOut: 0,
    });
    expect(report.issues.map(({ line, code, severity }) => [line, code, severity])).toEqual([
      [4, 'UNCLOSED_QUOTE', 'reject'],
      [6, 'EMPTY_RECORD', 'reject'],
      [7, 'WRONG_COLUMN_COUNT', 'reject'],
      [8, 'SHORT_ROW', 'repair'],
      [9, 'SHORT_ROW', 'repair'],
    ]);
    expect(report).not.toHaveProperty('code');
  });

  test('finds the duplicates that ASReview made for its own test', async () => {
    const path = fixture('csv/asreview-datatools__duplicate_data_with_doi.csv');
    // Its "DOIs" are none, so the exact copy alone is the same work.
    expect(await reportOn('x.csv', readDocuments(fileSource(path)))).toMatchObject({
      read: 5,
      accepted: 4,
      duplicates: 1,
    });
  });

  test('of a failed file gives code and message, and stays short whatever the file', async () => {
    const failed = await reportOn('x.csv', readDocuments(bytesSource('x.csv', '')));
    expect(failed).toMatchObject({ code: 'EMPTY_FILE', read: 0, format: null });
    const bad = await reportOn('x.jsonl', readDocuments(bytesSource('x.jsonl', '{\n'.repeat(500))), 10);
    expect(bad).toMatchObject({ read: 500, rejected: 500, issuesLeftOut: 490 });
    expect(bad.issues).toHaveLength(10);
  });
});

describe('seen keys', () => {
  const key = (at: number) => ((BigInt(at) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn).toString(16).padStart(16, '0');

  test('tell new from known through every growth', () => {
    const seen = new SeenKeys();
    const keys = Array.from({ length: 50_000 }, (_, at) => key(at));
    expect(keys.every((each) => seen.add(each))).toBe(true);
    expect(keys.some((each) => seen.add(each))).toBe(false);
    expect(seen.isComplete).toBe(true);
  });

  test('say so when they are full', () => {
    const seen = new SeenKeys(2);
    expect([1, 2, 3, 1].map((at) => seen.add(key(at)))).toEqual([true, true, true, false]);
    expect(seen.isComplete).toBe(false);
  });
});

test('every code has a sentence, and the guide says it', () => {
  const guide = readFileSync(fileURLToPath(new URL('../docs/ingestion.md', import.meta.url)), 'utf8');
  for (const [code, { sentence }] of Object.entries(IMPORT_CODES)) {
    expect(code).toMatch(/^[A-Z0-9_]+$/);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(guide).toContain(`| \`${code}\` | ${sentence} |`);
  }
});
