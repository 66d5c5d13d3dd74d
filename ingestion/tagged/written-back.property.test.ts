import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource, digest, fileSource, fixture, readAll, squeezed } from '@/ingestion/testing/read-all';
import type { FormatName, SourceDocument } from '@/ingestion/types';

type Reference = Pick<SourceDocument, 'title' | 'text' | 'authors' | 'keywords'>;

/** At blanks, at most `width` characters a line, as PubMed and Web of Science do. */
function wrap(line: string, width: number, indent: string): string {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `${indent}${word}`);
  }
  return lines.join('\n');
}

const tagged = (tag: string, values: readonly string[]) => values.map((value) => `${tag}${value}`);
const escaped = (text: string) => text.replace(/[&%$#_]/g, '\\$&');

/** The same references, written as each format asks. */
const WRITERS: Partial<Record<FormatName, (reference: Reference, width: number, at: number) => string>> = {
  nbib: ({ title, text, authors, keywords }, width, at) =>
    [`PMID- ${at + 1}`, `TI  - ${title}`, `AB  - ${text}`, ...tagged('FAU - ', authors), ...tagged('OT  - ', keywords)]
      .map((line) => wrap(line, width, '      '))
      .join('\n'),
  wos: ({ title, text, authors, keywords }, width) =>
    ['PT J', `TI ${title}`, `AB ${text}`, `DE ${keywords.join('; ')}`]
      .map((line) => wrap(line, width, '   '))
      .concat(authors.length > 0 ? [`AU ${authors.join('\n   ')}`] : [], 'ER')
      .join('\n'),
  refer: ({ title, text, authors, keywords }) =>
    ['%0 Journal Article', `%T ${title}`, ...tagged('%A ', authors), `%K ${keywords.join('\n')}`, `%X ${text}`].join(
      '\n',
    ),
  ovid: ({ title, text, authors, keywords }, width, at) =>
    [
      `<${at + 1}>\nTitle`,
      wrap(`  ${title}`, width, '  '),
      `Abstract\n  ${text}`,
      `Author\n  ${authors.join(';  ')}`,
      `Author Keywords\n  ${keywords.join(';  ')}`,
    ].join('\n'),
  bibtex: ({ title, text, authors, keywords }, width, at) =>
    [
      `@article{key${at},`,
      wrap(`title = {${escaped(title ?? '')}},`, width, '\t'),
      wrap(`abstract = "${escaped(text)}",`, width, ''),
      `author = {${authors.map(escaped).join(' and ')}}, keywords = {${keywords.map((keyword) => `${escaped(keyword)};`).join(' ')}}\n}`,
    ].join('\n'),
};

const line = fc
  .string({ unit: fc.constantFrom(...'abcXYZ é中😀,&%$#_', ' '), minLength: 1, maxLength: 60 })
  .map((text) => squeezed(`w${text}w`));
const names = fc.uniqueArray(line, { maxLength: 4 });
const reference = fc.record({ title: line, text: line, authors: names, keywords: names });

test.each(Object.entries(WRITERS))(
  '%s comes back as it was written, whatever the line ends and chunks',
  async (format, write) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(reference, { minLength: 1, maxLength: 5 }),
        fc.record({
          end: fc.constantFrom('\n', '\r\n', '\r'),
          size: fc.integer({ min: 1, max: 50 }),
          width: fc.integer({ min: 20, max: 80 }),
        }),
        async (references, { end, size, width }) => {
          const content = references.map((found, at) => write(found, width, at)).join('\n\n');
          const { documents, counts } = await readAll(bytesSource('x.txt', content.replaceAll('\n', end), size), {
            format: format as FormatName,
          });
          expect(counts).toMatchObject({ accepted: references.length, repaired: 0, rejected: 0 });
          expect(documents.map(({ title, text, authors, keywords }) => ({ title, text, authors, keywords }))).toEqual(
            references,
          );
        },
      ),
      { numRuns: 150 },
    );
  },
);

// nbib 0.3.2 reads the same from the MEDLINE text, rispy 0.10.0 from the RIS file it comes from.
test('a hundred real references, written as MEDLINE, are those of the RIS file', async () => {
  const ris = await readAll(fileSource(fixture('ris/asreview__baseline_zotero.ris')));
  const content = ris.documents
    .map((found, at) => WRITERS.nbib?.({ ...found, text: squeezed(found.text) }, 88, at))
    .join('\n\n');
  const { documents, counts } = await readAll(bytesSource('pubmed.ris', content));
  expect(counts).toEqual({ read: 100, accepted: 100, repaired: 0, rejected: 0 });
  expect(digest(documents.map(({ title }) => squeezed(title)))).toBe('0c106e04c6977cf8');
  expect(digest(documents.map(({ text }) => squeezed(text)))).toBe('dd5dea18992ac2fc');
  expect(documents.flatMap(({ authors }) => authors)).toHaveLength(648);
});
