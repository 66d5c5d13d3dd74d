import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource, readAll } from '@/ingestion/testing/read-all';
import type { FormatName } from '@/ingestion/types';

/** Beginnings of lines, most as the format has them, some bent or foreign. */
const BEGINNINGS: Partial<Record<FormatName, readonly string[]>> = {
  ris: [
    'TY  - JOUR',
    'TI  - ',
    'T1  - ',
    'AB  - ',
    'N2  - ',
    'AU  - ',
    'PY  - ',
    'KW  - ',
    'ER  - ',
    'AB - ',
    'XX  - ',
    'UR  - ',
  ],
  nbib: [
    'PMID- ',
    'PMID-',
    'TI  - ',
    'BTI - ',
    'AB  - ',
    'FAU - ',
    'AU  - ',
    'MH  - ',
    'LID - ',
    'DP  - ',
    'SO  - ',
    'XYZ - ',
    'LA- ',
  ],
  wos: ['PT J', 'PT ', 'TI ', 'AB ', 'AU ', 'AF ', 'DE ', 'PY ', 'ER', 'ER ', 'QQ ', 'CR ', 'SO '],
  refer: ['%0 ', '%T ', '%A ', '%X ', '%K ', '%D ', '%R ', '%U ', '%5 ', '% ', '%TT'],
  ovid: ['<7>', 'Title', 'Abstract', 'Author', 'Source', 'Keywords', 'Language', '  ', '  ', ' '],
  silverplatter: ['Record 3 of 9 ', 'TI: ', 'AU: ', 'AB: ', 'SO: ', 'DE: ', 'XX ~ ', 'PY: '],
  bibtex: ['@misc{k,', '@article{', 'title = {', 'note = "', 'author = {', '}', '},', '",', '},', '}'],
};
/** These hold nothing but themselves, so no word belongs behind them. */
const WHOLE_LINES = /^(?:TY {2}- JOUR|PT J|ER|ER {2}- |<7>|[A-Z][a-z]+|Record .*|[}",]+)$/;

test.each(Object.entries(BEGINNINGS))(
  '%s: every word is in a document, a rejected record or text said to be skipped',
  async (format, beginnings) => {
    const line = fc.tuple(fc.constantFrom(...beginnings, '      ', '   ', '', '\n'), fc.boolean());
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 60 }),
        async (lines, size) => {
          const words: string[] = [];
          const opening = beginnings[0] ?? '';
          const written = lines.map(([beginning, hasWord], at) => {
            if (!hasWord || WHOLE_LINES.test(beginning)) return beginning;
            words.push(`word${at}x`);
            return `${beginning}word${at}x`;
          });
          const { events, counts, documents } = await readAll(
            bytesSource('x.txt', [opening, ...written].join('\n'), size),
            {
              format: format as FormatName,
            },
          );
          expect(counts?.read ?? 0).toBe((counts?.accepted ?? 0) + (counts?.repaired ?? 0) + (counts?.rejected ?? 0));
          expect((counts?.accepted ?? 0) + (counts?.repaired ?? 0)).toBe(documents.length);
          const isSkipped = events.some(
            (event) => event.type === 'warning' && ['PREAMBLE', 'UNKNOWN_MACRO'].includes(event.issue.code),
          );
          const told = JSON.stringify(events);
          if (!isSkipped && counts !== null) expect(words.filter((word) => !told.includes(word))).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  },
);
