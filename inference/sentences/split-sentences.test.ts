import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_SENTENCE, splitSentences } from './split-sentences';

const sentencesOf = (text: string) => [...splitSentences(text)].map(({ start, end }) => text.slice(start, end));

/** Real texts of open collections (samples/README.md). */
const SAMPLES = new Map(
  readFileSync('samples/mixed-2000.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; text: string })
    .map(({ id, text }) => [id, text] as const),
);

describe('sentences', () => {
  it.each([
    ['an abbreviation of a paper', 'See Smith et al. Cell 2010 for details. It was shown before.', 1],
    ['an abbreviation before a beginning', 'This follows Smith et al. The method was changed.', 1],
    ['e.g. and i.e.', 'Opioids (e.g. Fentanyl) and NSAIDs, i.e. Ibuprofen, were given. None helped.', 1],
    ['a figure', 'As Fig. 2A shows, it fell (see Figs. S1 and 3). It rose later.', 1],
    ['a figure in Roman numbers', 'Stages are in Tab. IV. They differ.', 1],
    ['titles of people', 'Dr. Smith and Prof. Li referred her. She came.', 1],
    ['decimals and p values', 'It fell by 3.5 mg (p < 0.05). The rest did not (P=.03).', 1],
    ['a species', 'We cultured E. coli, S. Typhimurium and Candida spp. Colonies were counted.', 0],
    ['routes and times of doses', 'It was given i.v. Doses of 5 mg b.i.d. Followed.', 0],
    ['versus', 'Placebo vs. Aspirin was tested. It failed.', 1],
    ['initials', 'Funded by J. R. Smith and the U.S. Department of Health. Thanks.', 1],
    ['a journal', 'It is in Proc. Natl. Acad. Sci. USA, vol. 12, pp. 3-9. Others agree.', 1],
    ['a question in brackets', 'The second (why not the first?) and third failed. We stopped.', 1],
  ])('do not end in %s', (_what, text, ends) => {
    expect(sentencesOf(text)).toHaveLength(ends + 1);
  });

  it.each([
    ['a vitamin', 'They took vitamin D. Placebo was given to others.'],
    ['a hepatitis', 'All had hepatitis B. Liver enzymes were high.'],
    ['a group', 'More died in group A. Survivors were followed.'],
    ['a unit', 'Kidneys were fixed for 24 h. Sections were cut.'],
    ['the word no', 'The answer was no. Patients left.'],
    ['a dose before a number', 'The dose was 5 mg. 20 patients received it.'],
    ['a word before mRNA', 'Protein was low. mRNA was high.'],
    ['a bracket', 'It fell (p = 0.04). Thereafter it rose.'],
    ['a citation', 'This is known [12]. We repeat it.'],
    ['a missing space', 'It is a common disease.Methods were simple.'],
    ['a full stop of Chinese', '患者接受治疗。结果良好。'],
  ])('end in %s', (_what, text) => {
    expect(sentencesOf(text)).toHaveLength(2);
  });

  it('end at headings and line breaks of any system, and not where a line is only wrapped', () => {
    const text =
      'BACKGROUND\r\nAsthma is common\n\n1. Methods\nWe looked at all of the patients who had come to\nthe clinic in 2010.';
    expect(sentencesOf(text)).toEqual([
      'BACKGROUND',
      'Asthma is common',
      '1. Methods',
      'We looked at all of the patients who had come to\nthe clinic in 2010.',
    ]);
  });

  it('have words: white space, rules and bullets are none', () => {
    expect(sentencesOf(' \n\t\n')).toEqual([]);
    expect(sentencesOf('')).toEqual([]);
    expect(sentencesOf('First.\n-----\n * \nSecond.')).toEqual(['First.', 'Second.']);
  });

  it('are cut where nothing stops them, at a space and never inside a character', () => {
    const pieces = sentencesOf('word '.repeat(1_000));
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(LONGEST_SENTENCE);
    expect(pieces.every((piece) => /^word( word)*$/.test(piece))).toBe(true);
    expect(pieces.join(' ')).toBe('word '.repeat(1_000).trim());
    const glyphs = sentencesOf(`a${'𝒳'.repeat(2_000)}`);
    expect(glyphs.join('')).toBe(`a${'𝒳'.repeat(2_000)}`);
    expect(glyphs.some((piece) => /\p{Surrogate}/u.test(piece))).toBe(false);
  });

  it('come one by one: the first of five megabytes without a line break is there at once', () => {
    const text = 'The patient was seen again. '.repeat(180_000);
    expect(splitSentences(text).next().value).toEqual({ start: 0, end: 27 });
  });
});

describe('sentences of real texts', () => {
  it('are those a reader would count', () => {
    expect(sentencesOf(SAMPLES.get('mix-0030') ?? '')).toEqual([
      'Proliferative index obtained by DNA image cytometry.',
      'Does it add prognostic information in Auer IV breast cancer?',
      'To investigate whether the S + G2/M fraction (proliferative index) is a prognostic determinant in breast cancers classified as Auer IV.',
      'Prognostic evaluation of Auer IV DNA histograms with respect to the high versus low S + G2/M fraction, obtained by image cytometry on consecutive breast cancer imprint preparations.',
      'When studying recurrence-free survival (n = 136), the prognostic value of S + G2/M was found to vary with time: it was negligible before the median time to relapse (1.5 years) but thereafter statistically significant, in both univariate and multivariate analysis.',
      'The same pattern was found when overall survival was used as the end point; the effect was delayed to about the median time until death (three years).',
      'Tumors with a low S + G2/M fraction were smaller and more often estrogen receptor- and progesterone receptor-positive than those with a high S + G2/M fraction.',
      'According to ICM-DNA values corresponding to the S + G2/M region, patients with breast cancers classified as Auer IV can be divided into subgroups with different tumor characteristics and prognoses.',
    ]);
    const sevoflurane = sentencesOf(SAMPLES.get('mix-0011') ?? '');
    expect(sevoflurane.filter((sentence) => sentence.length < 20)).toEqual([
      'Objective.',
      'Methods.',
      'Results.',
      'Conclusions.',
    ]);
    const esg1 = sentencesOf(SAMPLES.get('mix-0036') ?? '');
    expect(esg1).toContain('pDONR-pH34 was interacted with pDEST17 (Invitrogen) by LR recombination.');
    expect(esg1.find((sentence) => sentence.includes('E. coli'))).toMatch(/^After introduction .* protocol\.$/);
  });

  it('cover every word of each of the 2,020, in order, once', () => {
    for (const text of SAMPLES.values()) expectCovered(text);
  });
});

it('covers the words of any text, in order, once', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('. ', '\n', '\r\n\r\n', ' Fig. 2', ' et al. The ', '? ', 'x'.repeat(700), ' mRNA', '5 mg. 20 '),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => expectCovered(parts.join(''))),
    { numRuns: 300 },
  );
});

/** What is left between sentences has no letter and no digit, and each stands trimmed where its offsets say. */
function expectCovered(text: string): void {
  let left = '';
  let from = 0;
  for (const { start, end } of splitSentences(text)) {
    const sentence = text.slice(start, end);
    expect(start).toBeGreaterThanOrEqual(from);
    expect(sentence).toBe(sentence.trim());
    expect(sentence.length).toBeLessThanOrEqual(LONGEST_SENTENCE);
    expect(sentence).toMatch(/[\p{L}\p{N}]/u);
    left += text.slice(from, start);
    from = end;
  }
  expect(left + text.slice(from)).not.toMatch(/[\p{L}\p{N}]/u);
}
