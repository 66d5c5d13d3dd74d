/**
 * How many neighbours a sentence needs: texts mixed of five sentences on medicine and five on something else, by turns,
 * and how well the scores tell the two apart (area under the ROC curve; for sentences inside a stretch and for the two
 * at its borders, whose neighbours belong to the other side).
 *
 *   npx tsx bench/sentence-context.ts [--texts 40] [--model <folder>]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startEngine } from '@/inference/engine';
import { engineOptionsFrom } from '@/inference/engine-options';
import { scoreSentences } from '@/inference/sentences/score-sentences';
import { splitSentences } from '@/inference/sentences/split-sentences';

const STRETCH = 5;
const STRETCHES = 6;
const MEDICAL = new Set(['PubMedQA', 'Evidence Inference', 'MedQuAD']);

const { values } = parseArgs({ options: { texts: { type: 'string', default: '40' }, model: { type: 'string' } } });
const records = readFileSync('samples/mixed-2000.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; source: string; expected_relevance: number })
  .map((record) => ({ ...record, sentences: [...splitSentences(record.text)].slice(1) }))
  .filter(({ sentences }) => sentences.length >= STRETCH);
const medical = records.filter(({ source }) => MEDICAL.has(source));
const other = records.filter(({ expected_relevance }) => expected_relevance === 1);

const engine = await startEngine({
  ...engineOptionsFrom(process.env),
  ...(values.model && { modelFolder: values.model }),
});
console.log(`${engine.describe().modelId}, ${values.texts} texts of ${STRETCH * STRETCHES} sentences`);
for (const neighbours of [0, 1, 2, 3]) {
  const all: Rated[] = [];
  for (let number = 0; number < Number(values.texts); number++) all.push(...(await rate(number, neighbours)));
  const inside = all.filter(({ isBorder }) => !isBorder);
  const border = all.filter(({ isBorder }) => isBorder);
  const [a, b, c] = [all, inside, border].map((rated) => areaUnderCurve(rated).toFixed(3));
  console.log(`${neighbours} neighbours: all ${a}, inside ${b}, at borders ${c} (n = ${all.length})`);
}
await engine.close();

interface Rated {
  readonly score: number;
  readonly isMedical: boolean;
  readonly isBorder: boolean;
}

async function rate(number: number, neighbours: number): Promise<Rated[]> {
  const lines = Array.from({ length: STRETCHES }, (_, stretch) => {
    const pool = stretch % 2 === 0 ? medical : other;
    const record = pool[(number * STRETCHES + stretch) % pool.length];
    return (record?.sentences.slice(0, STRETCH) ?? []).map(({ start, end }) =>
      (record?.text.slice(start, end) ?? '').replace(/\s+/g, ' '),
    );
  });
  const result = await scoreSentences(engine, lines.flat().join('\n'), { neighbours });
  // A line in which the rules see two sentences would shift what follows: such a text is left out.
  if (result.status === 'failed' || result.sentences.length !== STRETCH * STRETCHES) return [];
  return result.sentences.map(({ score }, place) => ({
    score,
    isMedical: Math.floor(place / STRETCH) % 2 === 0,
    isBorder: place % STRETCH === 0 || place % STRETCH === STRETCH - 1,
  }));
}

function areaUnderCurve(rated: readonly Rated[]): number {
  const positive = rated.filter(({ isMedical }) => isMedical);
  const negative = rated.filter(({ isMedical }) => !isMedical);
  let won = 0;
  for (const { score } of positive) {
    for (const against of negative) won += score > against.score ? 1 : score === against.score ? 0.5 : 0;
  }
  return won / (positive.length * negative.length);
}
