import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Engine, startEngine } from './engine';
import { scoredOnly } from './testing/scored-only';

const golden = z.object({
  id: z.string(),
  text: z.string(),
  tokens: z.number(),
  tokensRead: z.number(),
  score: z.number(),
});
type Golden = z.infer<typeof golden>;

let cacheFolder: string;
let engine: Engine;
let rows: Golden[];

beforeAll(async () => {
  cacheFolder = await mkdtemp(path.join(os.tmpdir(), 'winnow-engine-'));
  const lines = (await readFile('models/starter/golden.jsonl', 'utf8')).trim().split('\n');
  rows = lines.map((line) => golden.parse(JSON.parse(line)));
  engine = await startEngine({ modelFolder: 'models/starter', cacheFolder, processes: 1, threadsPerProcess: 1 });
});

afterAll(async () => {
  await engine.close();
  await rm(cacheFolder, { recursive: true });
});

describe('the starter model in fp32', () => {
  it('gives the 60 golden scores, which an independent float64 implementation computed', async () => {
    expect(rows).toHaveLength(60);
    const results = scoredOnly(await engine.score(rows.map((row) => row.text)));
    results.forEach((result, index) => {
      const row = rows[index];
      expect(Math.abs(result.score - (row?.score ?? Number.NaN)), row?.id).toBeLessThan(1e-4);
      expect([result.tokensTotal, result.tokensRead], row?.id).toEqual([row?.tokens, row?.tokensRead]);
      expect(result.isTruncated, row?.id).toBe((row?.tokens ?? 0) > 4096);
    });
  });

  it('gives a text the same score alone and among others', async () => {
    const texts = rows.slice(0, 12).map((row) => row.text);
    const together = scoredOnly(await engine.score([...texts, ...texts]));
    for (const [index, text] of texts.entries()) {
      const [alone] = scoredOnly(await engine.score([text]));
      expect(Math.abs((alone?.score ?? Number.NaN) - (together[index]?.score ?? Number.NaN))).toBeLessThan(1e-5);
    }
  });

  it('says that it is the stand-in', () => {
    expect(engine.describe()).toMatchObject({
      modelId: 'Winnow starter (stand-in)',
      isStarter: true,
      precision: 'fp32',
      provider: 'cpu',
      maxTokens: 4096,
    });
    expect(engine.describe().revision).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe('texts at the edges', () => {
  it('fails an empty text alone and scores its neighbours', async () => {
    const results = await engine.score(['', 'Aspirin lowers the risk of stroke.', ' \n\t']);
    expect(results.map((result) => (result.status === 'failed' ? result.code : result.status))).toEqual([
      'EMPTY_TEXT',
      'scored',
      'EMPTY_TEXT',
    ]);
  });

  it('scores a text of one token', async () => {
    const [result] = scoredOnly(await engine.score(['a']));
    expect(result).toMatchObject({ tokensTotal: 3, tokensRead: 3, windows: 1, isTruncated: false });
  });

  it('reads the first 4,096 tokens of a text of 5 MB and counts the rest', async () => {
    const sentence = 'The patients received a daily dose of metformin for twelve weeks.\n';
    const text = sentence.repeat(Math.ceil(5_000_000 / sentence.length));
    const [[result], [whole], [one]] = [
      scoredOnly(await engine.score([text])),
      await engine.countTokens([text]),
      await engine.countTokens([sentence]),
    ];
    expect(result).toMatchObject({ tokensRead: 4096, windows: 1, isTruncated: true });
    expect(result?.tokensTotal).toBe(whole);
    // Frame tokens aside every repetition has the same tokens, as its newline ends a piece.
    expect(whole).toBe(((one ?? 0) - 2) * Math.ceil(5_000_000 / sentence.length) + 2);
  });

  it('answers an empty call', async () => {
    expect(await engine.score([])).toEqual([]);
  });
});

describe('windows', () => {
  const long = 'Hypertension was treated with lisinopril. '.repeat(30);

  it('reads the whole text and takes the mean or the largest of its windows', async () => {
    const options = { maxTokens: 64, windows: { overlapTokens: 16, aggregate: 'mean' as const } };
    const [mean] = scoredOnly(await engine.score([long], options));
    const [max] = scoredOnly(
      await engine.score([long], { ...options, windows: { overlapTokens: 16, aggregate: 'max' } }),
    );
    expect(mean?.tokensRead).toBe(mean?.tokensTotal);
    expect(mean?.isTruncated).toBe(false);
    expect(mean?.windows).toBe(Math.ceil(((mean?.tokensTotal ?? 0) - 2 - 62) / (62 - 16)) + 1);
    expect(max?.score ?? 0).toBeGreaterThanOrEqual(mean?.score ?? Number.NaN);
  });

  it('gives with "first" what truncation gives', async () => {
    const [first] = scoredOnly(
      await engine.score([long], { maxTokens: 64, windows: { overlapTokens: 0, aggregate: 'first' } }),
    );
    const [cut] = scoredOnly(await engine.score([long], { maxTokens: 64 }));
    expect(first).toEqual(cut);
    expect(first).toMatchObject({ tokensRead: 64, isTruncated: true, windows: 1 });
  });

  it('refuses an overlap as long as a window', async () => {
    const options = { maxTokens: 64, windows: { overlapTokens: 62, aggregate: 'mean' as const } };
    await expect(engine.score([long], options)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  });
});
