import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from '../setup-error';
import { runProgram } from './run-program';
import { type Step, stepsIn } from './steps';
import { addCounts, NO_TESTS, type TestCounts } from './test-counts';

const HELP = `Usage: npm test [-- [--verbose] [step …]]

Runs every step in order and stops at the first that fails. Steps:`;

/** Answers the exit code; the last line counts all tests that ran. */
export async function runChecks(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'winnow-checks-'));
  chmodSync(folder, 0o711); // started by root, the database below it runs as another user
  try {
    const steps = stepsIn(folder);
    if (values.help) return showHelp(steps);
    const unknown = positionals.filter((name) => !steps.some((step) => step.name === name));
    if (unknown.length > 0) {
      console.error(`There is no step ${unknown.join(', ')}; npm test -- --help lists them.`);
      return 2;
    }
    const chosen = positionals.length === 0 ? steps : steps.filter(({ name }) => positionals.includes(name));
    return await runInOrder(chosen, values.verbose);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runInOrder(steps: readonly Step[], verbose: boolean): Promise<number> {
  let total = NO_TESTS;
  let failed: Step | undefined;
  for (const step of steps) {
    const { passed, counts } = await runStep(step, verbose);
    total = addCounts(total, counts);
    if (passed) continue;
    failed = step;
    break;
  }
  if (total.skipped > 0) console.log(`${total.skipped} skipped`);
  if (failed) console.log(`Stopped at ${failed.name}. Run it alone: npm test -- ${failed.name}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return failed ? 1 : 0;
}

async function runStep(step: Step, verbose: boolean): Promise<{ passed: boolean; counts: TestCounts }> {
  process.stdout.write(`• ${step.name}: ${step.says}\n`);
  const startedAt = performance.now();
  try {
    for (const prepare of step.prepare ?? []) await prepare();
    for (const program of step.programs) {
      const { code, output } = await runProgram(program, { verbose });
      if (code !== 0) {
        process.stdout.write(`${output}\n✗ ${step.name} failed (exit code ${code})\n`);
        return { passed: false, counts: step.count?.() ?? NO_TESTS };
      }
    }
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`✗ ${step.name}: ${error.happened}\n  ${error.remedy}`);
    return { passed: false, counts: NO_TESTS };
  }
  const counts = step.count?.() ?? NO_TESTS;
  const tests = step.count ? `${counts.passed} passed, ` : '';
  process.stdout.write(`  ${tests}${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`);
  return { passed: true, counts };
}

function showHelp(steps: readonly Step[]): number {
  console.log(HELP);
  for (const { name, says } of steps) console.log(`  ${name.padEnd(12)} ${says}`);
  return 0;
}
