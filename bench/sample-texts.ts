import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/**
 * Real texts (titles and abstracts), joined until each has at least `length` tokens, so that everybody who cuts them
 * to that length computes exactly as much.
 *
 * @param countTokens  Tokens of each text with [CLS] and [SEP].
 */
export async function textsOfLength(
  length: number,
  count: number,
  countTokens: (texts: readonly string[]) => Promise<readonly number[]>,
): Promise<string[]> {
  const samples = await readSamples();
  const counts = await countTokens(samples);
  const texts: string[] = [];
  let next = 0;
  while (texts.length < count) {
    const parts: string[] = [];
    // A token more for each seam, where two texts may join into fewer.
    for (let tokens = 0; tokens < length + parts.length; next++) {
      parts.push(samples[next % samples.length] ?? '');
      tokens += (counts[next % samples.length] ?? 0) - 2;
    }
    texts.push(parts.join(' '));
  }
  return texts;
}

async function readSamples(): Promise<string[]> {
  const file = await readFile(new URL('../samples/mixed-2000.jsonl', import.meta.url), 'utf8');
  const rows = file.trim().split('\n');
  return rows.map((line) => z.looseObject({ text: z.string() }).parse(JSON.parse(line)).text);
}
