import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { splitAtWhitespace } from './split-text';
import { Tokenizer } from './tokenizer';

const MODERNBERT = fileURLToPath(new URL('../fixtures/modernbert/tokenizer.json', import.meta.url));
const VOCABULARY = 50_368;
const [CLS, SEP, MASK] = [50_281, 50_282, 50_284];

const published = z
  .array(z.object({ text: z.string(), ids: z.array(z.number()) }))
  .parse(JSON.parse(await readFile(new URL('../fixtures/modernbert/reference_ids.json', import.meta.url), 'utf8')));

describe('the published encodings of ModernBERT-base', () => {
  it('are met id for id when special tokens are control', async () => {
    const tokenizer = await Tokenizer.load(MODERNBERT, VOCABULARY, 'control');
    expect(published).toHaveLength(16);
    for (const { text, ids } of published) expect([CLS, ...(await tokenizer.encode(text)), SEP], text).toEqual(ids);
  });

  it('are met as text, but for the one that holds [MASK]', async () => {
    const tokenizer = await Tokenizer.load(MODERNBERT, VOCABULARY);
    for (const { text, ids } of published.filter((row) => !row.ids.includes(MASK))) {
      expect([CLS, ...(await tokenizer.encode(text)), SEP], text).toEqual(ids);
    }
  });
});

describe('a document that writes special tokens', () => {
  it('is read as the characters it has', async () => {
    const tokenizer = await Tokenizer.load(MODERNBERT, VOCABULARY);
    const ids = await tokenizer.encode('end [SEP] [CLS] [PAD] <|endoftext|> <|padding|> [MASK]');
    const control = new Set([1, 50_279, 50_280, CLS, SEP, 50_283, MASK]);
    expect([...ids].filter((id) => control.has(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(15);
  });
});

describe('long texts', () => {
  const paragraph =
    'Naïve patients (n = 1,204)  were\trandomised.\n\n   A second cohort was not; its members\u2019 data were lost.\n';

  it('are cut only where the ids stay the same', async () => {
    const tokenizer = await Tokenizer.load(MODERNBERT, VOCABULARY);
    const text = paragraph.repeat(60);
    const whole = await tokenizer.encode(text);
    for (const size of [7, 64, 500]) {
      const pieces = splitAtWhitespace(text, size);
      expect(pieces.join('')).toBe(text);
      expect(pieces.length).toBeGreaterThan(text.length / size / 4);
      expect((await tokenizer.encodeAll(pieces)).flatMap((ids) => [...ids])).toEqual([...whole]);
    }
  });

  it('stay whole without whitespace', () => {
    expect(splitAtWhitespace('a'.repeat(1000), 10)).toEqual(['a'.repeat(1000)]);
  });
});

describe('a tokenizer that does not fit', () => {
  it('is refused when it knows ids the model does not', async () => {
    await expect(Tokenizer.load(MODERNBERT, 50_000)).rejects.toMatchObject({ code: 'TOKENIZER_MISMATCH' });
  });

  it('is refused when it is no tokenizer', async () => {
    const config = fileURLToPath(new URL('../fixtures/modernbert/config.json', import.meta.url));
    await expect(Tokenizer.load(config, VOCABULARY)).rejects.toMatchObject({ code: 'TOKENIZER_INVALID' });
    await expect(Tokenizer.load('absent.json', VOCABULARY)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});
