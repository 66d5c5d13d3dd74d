import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cachedGraphs } from '../graph/graph-cache';
import { type ModelFolder, openModelFolder } from '../model/model-folder';
import { PRECISIONS } from '../results';
import { Scorer } from '../scorer';
import { ModelSession } from '../session/session';
import { shuffled } from '../testing/random-numbers';
import { scoredOnly } from '../testing/scored-only';
import { Tokenizer } from '../tokenizer/tokenizer';

const MODEL = 'models/starter';
/** Short enough that many texts are cut to it and share batches; the others keep lengths of their own. */
const MAX_TOKENS = 160;
const COMPANIES = 4;

/** Without fp16, which is for GPUs. */
const precisions = PRECISIONS.filter((precision) => precision !== 'fp16');

describe.each(precisions)('a score in %s', (precision) => {
  let folder: string;
  let model: ModelFolder;
  let session: ModelSession;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-company-'));
    model = await openModelFolder(MODEL);
    const graphFolder = await cachedGraphs(model, precision, folder);
    session = await ModelSession.open(model.config, {
      graphFolder,
      provider: 'cpu',
      threads: 1,
      maxTokens: MAX_TOKENS,
    });
  });

  afterAll(async () => {
    await session.close();
    await rm(folder, { recursive: true });
  });

  it('does not depend on what else is in its batch', async () => {
    const tokenizer = await Tokenizer.load(path.join(MODEL, 'tokenizer.json'), model.config.vocabSize);
    const { modelId, revision } = model;
    const provenance = { modelId, revision, precision, provider: 'cpu' } as const;
    const score = async (texts: readonly string[], tokenBudget: number) => {
      const scorer = new Scorer(tokenizer, session, model.config, provenance, tokenBudget);
      return scoredOnly(await scorer.score(texts, { maxTokens: MAX_TOKENS })).map((result) => result.score);
    };
    const texts = await readTexts(40);
    const alone = await score(texts, 1);
    for (let company = 1; company <= COMPANIES; company++) {
      const present = shuffled([...texts.keys()], company).slice(0, 10 * company);
      const together = await score(
        present.map((index) => texts[index] ?? ''),
        1024 * company,
      );
      present.forEach((index, position) => {
        const difference = Math.abs((together[position] ?? Number.NaN) - (alone[index] ?? Number.NaN));
        expect(difference, `text ${index} among ${present.length}`).toBeLessThan(1e-4);
      });
    }
  });
});

async function readTexts(count: number): Promise<string[]> {
  const lines = (await readFile('samples/mixed-2000.jsonl', 'utf8')).split('\n', count);
  return lines.map((line) => z.looseObject({ text: z.string() }).parse(JSON.parse(line)).text);
}
