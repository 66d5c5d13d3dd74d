import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, startEngine } from '../engine';
import { MOST_SENTENCES, type ScoredSentences, type SentenceOptions, scoreSentences } from './score-sentences';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ processes: 1, threadsPerProcess: 1 });
});
afterAll(() => engine.close());

async function scored(text: string, options?: SentenceOptions): Promise<ScoredSentences> {
  const result = await scoreSentences(engine, text, options);
  if (result.status === 'failed') throw new Error(result.message);
  return result;
}

const ABSTRACT = `Aspirin and stroke
We followed 200 adults with atrial fibrillation. Half took aspirin. The printer was out of paper on Monday.`;

describe('the score of a sentence', () => {
  it('is the model’s score of its passage: itself, one before, one after, as the text has them', async () => {
    const { sentences, limit } = await scored(ABSTRACT);
    expect(sentences.map(({ start, end }) => ABSTRACT.slice(start, end))).toEqual([
      'Aspirin and stroke',
      'We followed 200 adults with atrial fibrillation.',
      'Half took aspirin.',
      'The printer was out of paper on Monday.',
    ]);
    const passages = [
      'Aspirin and stroke\nWe followed 200 adults with atrial fibrillation.',
      'Aspirin and stroke\nWe followed 200 adults with atrial fibrillation. Half took aspirin.',
      'We followed 200 adults with atrial fibrillation. Half took aspirin. The printer was out of paper on Monday.',
      'Half took aspirin. The printer was out of paper on Monday.',
    ];
    const alone = await engine.score(passages);
    sentences.forEach(({ score }, place) => {
      const expected = alone[place];
      expect(expected).toMatchObject({ status: 'scored' });
      expect(Math.abs(score - (expected?.status === 'scored' ? expected.score : Number.NaN))).toBeLessThan(1e-4);
    });
    expect(limit).toBeNull();
  });

  it('tells what a text says about medicine from what it says about printers', async () => {
    const text = `${'Patients with asthma were randomised to inhaled steroids. '.repeat(4)}${'The printer needs a new toner cartridge. '.repeat(4)}`;
    const { sentences } = await scored(text);
    expect(sentences).toHaveLength(8);
    expect((sentences[1]?.score ?? 0) - (sentences[6]?.score ?? 0)).toBeGreaterThan(1);
  });
});

describe('the bounds', () => {
  it('are the first 400 sentences, and nothing is said of a text that has just these', async () => {
    const exact = await scored('Rash. '.repeat(MOST_SENTENCES));
    expect([exact.sentences.length, exact.limit]).toEqual([MOST_SENTENCES, null]);
    const more = await scored('Rash. '.repeat(MOST_SENTENCES + 1));
    expect([more.sentences.length, more.limit]).toEqual([MOST_SENTENCES, 'sentence-count']);
  });

  it('are the tokens that the text’s own score has read, whole sentences only', async () => {
    const text = 'Half took aspirin. '.repeat(10);
    const [tokens = 0] = await engine.countTokens(['Half took aspirin.']);
    const each = tokens - 2;
    const read = await scored(text, { tokensRead: 2 + 3 * each + 1 });
    expect([read.sentences.length, read.limit]).toEqual([3, 'tokens-read']);
    const all = await scored(text, { tokensRead: 2 + 10 * each });
    expect([all.sentences.length, all.limit]).toEqual([10, null]);
    const titled = await scored(text, { tokensRead: 2 + 3 * each, before: 'Half took aspirin.' });
    expect([titled.sentences.length, titled.limit]).toEqual([2, 'tokens-read']);
  });

  it('leave a text without a sentence without scores', async () => {
    expect(await scored(' \n--- ')).toEqual({ status: 'scored', sentences: [], limit: null });
  });

  it('end with the signal that ends them', async () => {
    const reason = new Error('the reader has gone');
    await expect(scoreSentences(engine, 'Rash.', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
