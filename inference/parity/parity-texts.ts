import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Real biomedical and other texts of 3 to about 1,200 tokens, with their sources and licences beside the file. */
const SAMPLE = fileURLToPath(new URL('../../samples/mixed-2000.jsonl', import.meta.url));
const sampleLine = z.looseObject({ text: z.string() });

/** Some texts are joined to long ones, so that windows beyond one block and most of the positions are compared too. */
const LONG_TEXTS = 4;
const LONG_TEXT_CHARS = 9_000;

/**
 * Real texts of mixed length, the same ones every time: spread evenly over the sample ordered by length, and a few long
 * ones of about 2,000 tokens made by joining neighbours.
 *
 * @param count  At least 8.
 */
export async function parityTexts(count: number): Promise<string[]> {
  const lines = (await readFile(SAMPLE, 'utf8')).trim().split('\n');
  const texts = lines.map((line) => sampleLine.parse(JSON.parse(line)).text);
  const byLength = [...texts].sort((a, b) => a.length - b.length);
  const short = count - LONG_TEXTS;
  const spread = Array.from({ length: short }, (_, i) => byLength[Math.floor((i * byLength.length) / short)] ?? '');
  return [...spread, ...joined(texts)];
}

function joined(texts: readonly string[]): string[] {
  const long: string[] = [];
  let current = '';
  for (const text of texts) {
    current += `${text}\n`;
    if (current.length < LONG_TEXT_CHARS) continue;
    long.push(current);
    current = '';
    if (long.length === LONG_TEXTS) break;
  }
  return long;
}
