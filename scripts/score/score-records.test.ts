import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, startEngine } from '@/inference/engine';
import type { InputRecord } from './records';
import { type OutputLine, scoreRecords, WINDOW_RECORDS, windowsHeld } from './score-records';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-score-records-'));
  engine = await startEngine({
    cacheFolder: folder,
    precision: 'fp32',
    tokenBudget: 4096,
    processes: 1,
    threadsPerProcess: 1,
  });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

/** Texts of blanks pass through everything but the model, which would take minutes for so many. */
class Generated {
  read = 0;

  constructor(private readonly count: number) {}

  async *records(): AsyncGenerator<InputRecord> {
    for (; this.read < this.count; ) yield { id: ++this.read, text: this.read % 50_000 === 1 ? 'Aspirin' : ' ' };
  }
}

describe('a stream of records', () => {
  it('of any length is held in a bounded number of records, in order, however slow the reader of the scores is', async () => {
    const source = new Generated(300_000);
    const bound = (windowsHeld(1) + 1) * WINDOW_RECORDS;
    let written = 0;
    let mostHeld = 0;
    for await (const lines of scoreRecords(engine, source.records())) {
      // A slow reader: everything that can go on without it goes on.
      for (let turn = 0; turn < 20; turn++) await nextTurn();
      mostHeld = Math.max(mostHeld, source.read - written);
      for (const line of lines) if (line.id !== ++written) expect.fail(`${line.id} came as number ${written}`);
    }
    expect(written).toBe(300_000);
    // One record may be under way between two windows.
    expect(mostHeld).toBeLessThanOrEqual(bound + 1);
  });

  it('gives what was scored before its source failed, and then the failure', async () => {
    async function* failing(): AsyncGenerator<InputRecord> {
      yield { id: 'a', text: 'Aspirin lowers the risk of stroke.' };
      yield { id: 'b', fault: 'INVALID_RECORD', message: 'line 2 is not a JSON object' };
      throw new Error('the disk is gone');
    }
    const seen: OutputLine[] = [];
    const reading = (async () => {
      for await (const lines of scoreRecords(engine, failing())) seen.push(...lines);
    })();
    await expect(reading).rejects.toThrow('the disk is gone');
    expect(seen).toMatchObject([
      { id: 'a', windows: 1, precision: 'fp32' },
      { id: 'b', error: 'INVALID_RECORD' },
    ]);
  });

  it('of a source that pauses is scored without waiting for a whole window', async () => {
    let goOn: () => void = () => undefined;
    async function* pausing(): AsyncGenerator<InputRecord> {
      yield { id: 1, text: 'Metformin' };
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      yield { id: 2, text: 'Insulin' };
    }
    const ids: unknown[] = [];
    for await (const lines of scoreRecords(engine, pausing())) {
      ids.push(lines.map(({ id }) => id));
      goOn();
    }
    expect(ids).toEqual([[1], [2]]);
  });

  it('that is stopped ends with the window at hand, although the source never answers again', async () => {
    const stop = new AbortController();
    async function* silent(): AsyncGenerator<InputRecord> {
      yield { id: 1, text: 'Metformin' };
      await new Promise(() => undefined);
    }
    const ids: unknown[] = [];
    for await (const lines of scoreRecords(engine, silent(), stop.signal)) {
      ids.push(...lines.map(({ id }) => id));
      stop.abort();
    }
    expect(ids).toEqual([1]);
  });
});
