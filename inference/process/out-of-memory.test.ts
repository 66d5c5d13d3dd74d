import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, startEngine } from '../engine';
import { scoredOnly } from '../testing/scored-only';

/** From util-linux: limits the address space of a process that runs. */
const PRLIMIT = '/usr/bin/prlimit';
/** Of what the whole batch takes; the arena's leftovers decide whether V8 itself survives a limit, so there are several. */
const SHARES = [0.3, 0.25, 0.4, 0.2];

let cacheFolder: string;
beforeAll(async () => {
  cacheFolder = await mkdtemp(path.join(os.tmpdir(), 'winnow-memory-'));
});
afterAll(() => rm(cacheFolder, { recursive: true }));

const start = () =>
  startEngine({ cacheFolder, precision: 'fp32', processes: 1, threadsPerProcess: 1, tokenBudget: 65_536 });
const batch = Array.from({ length: 32 }, (_, i) => `Study ${i % 10}: ${'metformin and glucose control. '.repeat(100)}`);

/** Address space of the engine's process, now and at its largest. Bytes. */
async function addressSpace(engine: Engine): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${engine.processIds()[0]}/status`, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { now: 1024 * kilobytes('VmSize'), peak: 1024 * kilobytes('VmPeak') };
}

/** Scores a first text, so that everything is loaded, and then the batch, with at most `room` more bytes than that. */
async function scoreWithin(room: number) {
  const engine = await start();
  try {
    await engine.score(batch.slice(0, 1));
    const [pid] = engine.processIds();
    const before = await addressSpace(engine);
    if (Number.isFinite(room)) {
      const limit = Math.round(before.now + room);
      expect(spawnSync(PRLIMIT, ['--pid', String(pid), `--as=${limit}:${limit}`]).status).toBe(0);
    }
    const scores = scoredOnly(await engine.score(batch)).map(({ score }) => score);
    return { scores, taken: (await addressSpace(engine)).peak - before.now, isAlive: engine.processIds()[0] === pid };
  } finally {
    await engine.close();
  }
}

describe.runIf(process.platform === 'linux' && existsSync(PRLIMIT))('a batch that does not fit in memory', () => {
  it('is computed in halves by the same process, with the scores it has when it fits', async () => {
    const whole = await scoreWithin(Number.POSITIVE_INFINITY);
    for (const share of SHARES) {
      const limited = await scoreWithin(share * whole.taken);
      // A process that dies of it instead is replaced: the scores are the same then too.
      limited.scores.forEach((score, index) => {
        expect(Math.abs(score - (whole.scores[index] ?? Number.NaN))).toBeLessThan(1e-5);
      });
      if (!limited.isAlive) continue;
      expect(limited.taken).toBeLessThanOrEqual(share * whole.taken);
      return;
    }
    expect.unreachable('under no limit did the process live');
  });
});
