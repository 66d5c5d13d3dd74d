import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Engine, startEngine } from '../engine';
import { scoredOnly } from '../testing/scored-only';

const DEADLY = 'KILLS THE ENGINE';
const CRASHING = fileURLToPath(new URL('../testing/crashing-engine-process.ts', import.meta.url));
const OWNER = fileURLToPath(new URL('../testing/engine-owner.ts', import.meta.url));

let cacheFolder: string;
const start = (processes: number, processModule?: string) =>
  startEngine({ modelFolder: 'models/starter', cacheFolder, processes, threadsPerProcess: 1 }, { processModule });
const texts = (count: number) =>
  Array.from({ length: count }, (_, i) => `Study ${i}: metformin and ${'glucose '.repeat(i % 40)}control`);

beforeAll(async () => {
  cacheFolder = await mkdtemp(path.join(os.tmpdir(), 'winnow-isolation-'));
});
afterAll(() => rm(cacheFolder, { recursive: true }));

async function withEngine(engine: Engine, use: (engine: Engine) => Promise<void>): Promise<void> {
  try {
    await use(engine);
  } finally {
    await engine.close();
  }
}

describe('an engine process that is killed', () => {
  it('is replaced, and its call still has the scores it would have had', async () => {
    await withEngine(await start(1), async (engine) => {
      const expected = scoredOnly(await engine.score(texts(120)));
      const [before] = engine.processIds();
      const scoring = engine.score(texts(120));
      process.kill(before ?? 0, 'SIGKILL');
      expect(scoredOnly(await scoring)).toEqual(expected);
      expect(engine.processIds()).not.toContain(before);
    });
  });
});

describe('a text that ends the process', () => {
  it('is given up alone; all others of its call are scored', async () => {
    await withEngine(await start(2, CRASHING), async (engine) => {
      const call = texts(40);
      call[17] = `${DEADLY} once`;
      const results = await engine.score(call);
      expect(
        results.map((result, index) => (result.status === 'failed' ? [index, result.code] : null)).filter(Boolean),
      ).toEqual([[17, 'POISON_TEXT']]);
      expect(scoredOnly(await engine.score(['It still works after that.']))).toHaveLength(1);
    });
  });
});

describe('the caller', () => {
  it('keeps its event loop while thousands of tokens are computed', async () => {
    await withEngine(await start(1), async (engine) => {
      const delay = monitorEventLoopDelay({ resolution: 5 });
      let turns = 0;
      let isDone = false;
      const scoring = engine.score(texts(160)).then(() => {
        isDone = true;
      });
      delay.enable();
      while (!isDone) {
        await wait(5);
        turns++;
      }
      delay.disable();
      await scoring;
      // The computing takes seconds in one block a run; a loop it shared would hardly turn.
      expect(turns).toBeGreaterThan(20);
      expect(delay.percentile(50)).toBeLessThan(50e6);
    });
  });

  it('gets an error for calls that a close cuts short, and after it', async () => {
    const engine = await start(1);
    const scoring = engine.score(texts(200));
    await Promise.all([expect(scoring).rejects.toMatchObject({ code: 'ENGINE_CLOSED' }), engine.close()]);
    await expect(engine.score(['late'])).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
    expect(engine.processIds().filter(isAlive)).toEqual([]);
  });

  it('leaves no engine behind when it is killed', async () => {
    const owner = spawn(process.execPath, ['--import', 'tsx', OWNER, cacheFolder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [pids] = await firstJsonLine(owner.stderr);
    const ended = Promise.all(pids.map(waitUntilGone));
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await ended;
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('a model that cannot be used', () => {
  it('is refused at the start with its own code', async () => {
    await expect(startEngine({ modelFolder: 'models/absent', cacheFolder })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
    await expect(startEngine({ cacheFolder, provider: 'coreml' })).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
    await expect(startEngine({ cacheFolder, maxTokens: 2 })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  });
});

async function firstJsonLine(stream: NodeJS.ReadableStream): Promise<[number[]]> {
  for await (const line of createInterface(stream)) {
    if (line.startsWith('[')) return [z.array(z.number()).min(1).parse(JSON.parse(line))];
  }
  throw new Error('the owner printed no process ids');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitUntilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await wait(20);
}
