import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource, fixture, readAll } from '@/ingestion/testing/read-all';

const FILES = [
  'nbib/jabref__NbibImporterTest.nbib',
  'medline_txt/jabref__MedlinePlainImporterTestMultiTitle.txt',
  'ris/rispy__example_wos.ris',
  'ris/asreview__ris_issue_992.txt',
  'endnote_refer/jabref__refer.bibIX.ref',
  'ovid_silverplatter_etc/jabref__OvidImporterTest6.txt',
  'bibtex/jabref__complex.bib',
  'bibtex/jabref__testjabref_210as292.bib',
];
const INSERTS = [
  '\n',
  '\n\n',
  '\r',
  '{',
  '}',
  '"',
  '@article{x,\n',
  '\\"',
  '$',
  '\0',
  'ER  - \n',
  'PMID- 1\n',
  '%0 Book\n',
  '<2>\n',
  '\xe9',
];

/** What may happen to a file on its way: parts cut, said twice, moved, overwritten, text put in. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 400 }),
  kind: fc.constantFrom('cut', 'repeat', 'insert', 'truncate', 'overwrite'),
  insert: fc.constantFrom(...INSERTS),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutate(bytes: Buffer, { at, length, kind, insert }: Mutation): Buffer {
  const from = Math.floor(at * bytes.length);
  const [before, part, after] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  if (kind === 'cut') return Buffer.concat([before, after]);
  if (kind === 'repeat') return Buffer.concat([before, part, part, after]);
  if (kind === 'truncate') return before;
  const text = Buffer.from(insert, 'latin1');
  return Buffer.concat(kind === 'insert' ? [before, text, part, after] : [before, text, after]);
}

test.each(FILES)(
  '%s, however it is damaged, is read or refused with a code, and every record is counted',
  async (path) => {
    const original = readFileSync(fixture(path));
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(mutations, fc.integer({ min: 1, max: 3_000 }), async (changes, size) => {
        const bytes = changes.reduce(mutate, original);
        // Anything but an IngestionError is thrown by readAll.
        const whole = await readAll(bytesSource(basename(path), bytes));
        const cut = await readAll(bytesSource(basename(path), bytes, size));
        expect(cut.events).toEqual(whole.events);
        expect(cut.failure?.code).toBe(whole.failure?.code);
        const { counts, documents, rejected } = whole;
        if (counts === null) return;
        expect(counts.read).toBe(counts.accepted + counts.repaired + counts.rejected);
        expect([counts.accepted + counts.repaired, counts.rejected]).toEqual([documents.length, rejected.length]);
        expect(JSON.stringify(documents)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }),
      { numRuns: 60 },
    );
  },
);
