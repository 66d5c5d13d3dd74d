import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export type TestCounts = Readonly<{ passed: number; failed: number; skipped: number }>;

export const NO_TESTS: TestCounts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

const vitestSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/** A file that could not even be loaded has no failed test, and counts as one. */
export function readVitestCounts(file: string): TestCounts {
  if (!existsSync(file)) return { ...NO_TESTS, failed: 1 };
  const report = vitestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const failed = report.success ? report.numFailedTests : Math.max(1, report.numFailedTests);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
}

const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** A journey that passes only on a second try has failed. */
export function readPlaywrightCounts(file: string): TestCounts {
  if (!existsSync(file)) return { ...NO_TESTS, failed: 1 };
  const { stats } = playwrightSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
