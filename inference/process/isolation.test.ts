import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Engine, startEngine } from '../engine';
import type { TextResult } from '../results';
import { scoredOnly } from '../testing/scored-only';
import { settleEngineOptions } from '../tuning/settle-options';
import { cutIntoChunks, openCall } from './chunks';
import { EnginePool } from './engine-pool';

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

const failuresOf = (results: readonly TextResult[]) =>
  results.flatMap((result, index) => (result.status === 'failed' ? [[index, result.code]] : []));

describe('an engine process that is ended from outside', () => {
  it.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'])(
    'by %s is replaced, and its call has the scores it would have had',
    async (signal) => {
      await withEngine(await start(1), async (engine) => {
        const expected = scoredOnly(await engine.score(texts(40)));
        const [before] = engine.processIds();
        const scoring = engine.score(texts(40));
        process.kill(before ?? 0, signal);
        expect(scoredOnly(await scoring)).toEqual(expected);
        expect(engine.processIds()).not.toContain(before);
      });
    },
  );

  it('is replaced when it had nothing to do', async () => {
    await withEngine(await start(1), async (engine) => {
      for (const pid of engine.processIds()) process.kill(pid, 'SIGKILL');
      expect(scoredOnly(await engine.score(texts(3)))).toHaveLength(3);
    });
  });
});

describe('a text that ends the process', () => {
  it.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'])(
    'by %s is given up alone; all others of its call are scored',
    async (signal) => {
      await withEngine(await start(2, CRASHING), async (engine) => {
        const call = texts(8);
        call[5] = `KILLS THE ENGINE ${signal}`;
        expect(failuresOf(await engine.score(call))).toEqual([[5, 'POISON_TEXT']]);
        expect(scoredOnly(await engine.score(['It still works after that.']))).toHaveLength(1);
      });
    },
  );

  it('while it is counted fails the count and says which it was', async () => {
    await withEngine(await start(1, CRASHING), async (engine) => {
      const counting = engine.countTokens(['one', 'KILLS THE ENGINE SIGSEGV', 'three']);
      await expect(counting).rejects.toMatchObject({ code: 'CALL_FAILED', where: 'text 2 of the call' });
      expect(await engine.countTokens(['one'])).toEqual([3]);
    });
  });
});

describe('a process that cannot be replaced', () => {
  const noStart = () => path.join(cacheFolder, 'NO START');
  afterEach(() => rm(noStart(), { force: true }));

  it('leaves the work to the others and comes back when it can be started', async () => {
    await withEngine(await start(2, CRASHING), async (engine) => {
      await writeFile(noStart(), '');
      const [first = 0, second] = engine.processIds();
      process.kill(first, 'SIGKILL');
      expect(scoredOnly(await engine.score(texts(3)))).toHaveLength(3);
      expect(engine.processIds()).toEqual([second]);
      await rm(noStart());
      while (engine.processIds().length < 2) await wait(50);
      expect(engine.processIds()).not.toContain(first);
    });
  });

  it('fails the calls when it was the last one, and the next call tries again', async () => {
    await withEngine(await start(1, CRASHING), async (engine) => {
      await writeFile(noStart(), '');
      const scoring = engine.score(['KILLS THE ENGINE SIGKILL']);
      const startFailed = { code: 'ENGINE_START_FAILED', message: expect.stringContaining('exit code 3') };
      await expect(scoring).rejects.toMatchObject(startFailed);
      await expect(engine.score(texts(1))).rejects.toMatchObject(startFailed);
      await rm(noStart());
      expect(scoredOnly(await engine.score(texts(1)))).toHaveLength(1);
    });
  });
});

describe('a process that hangs', () => {
  it('is ended after many checks without a word, and its chunk is tried again', async () => {
    const pool = await EnginePool.start(await settleEngineOptions({ cacheFolder, processes: 1, threadsPerProcess: 1 }));
    try {
      const [before = 0] = pool.processIds;
      process.kill(before, 'SIGSTOP');
      const { call, done } = openCall<number>({
        textCount: 1,
        message: (chunk, part) => ({ type: 'count', chunk, texts: part }),
        read: (answer) => (answer.type === 'counted' ? answer.counts : null),
      });
      pool.add(cutIntoChunks(['one'], call));
      for (let check = 0; check <= 30; check++) pool.endHangingProcesses();
      expect(await done).toEqual([3]);
      expect(pool.processIds).not.toContain(before);
    } finally {
      await pool.close();
    }
  });
});

describe('the caller', () => {
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
