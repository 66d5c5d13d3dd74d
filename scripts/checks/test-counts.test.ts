import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { addCounts, NO_TESTS, readPlaywrightCounts, readVitestCounts } from './test-counts';

const folder = mkdtempSync(join(tmpdir(), 'winnow-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('the count of tests', () => {
  test('adds what each runner reports', () => {
    const unit = readVitestCounts(
      report({ success: true, numPassedTests: 40, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 }),
    );
    const journeys = readPlaywrightCounts(report({ stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 0 } }));
    expect(addCounts(unit, journeys)).toEqual({ passed: 43, failed: 1, skipped: 1 });
  });

  test('counts a test file that could not be loaded as a failure', () => {
    const counts = readVitestCounts(
      report({ success: false, numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }),
    );
    expect(counts.failed).toBe(1);
  });

  test('counts a journey that passed on a second try as a failure', () => {
    const counts = readPlaywrightCounts(report({ stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 } }));
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });

  test('counts a runner that left no report as a failure', () => {
    expect(readVitestCounts(join(folder, 'absent.json'))).toEqual({ ...NO_TESTS, failed: 1 });
    expect(readPlaywrightCounts(join(folder, 'absent.json'))).toEqual({ ...NO_TESTS, failed: 1 });
  });
});
