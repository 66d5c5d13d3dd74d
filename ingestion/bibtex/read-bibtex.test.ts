import { describe, expect, test } from 'vitest';
import {
  bytesSource,
  codesOf,
  digest,
  fileSource,
  fixture,
  linesOf,
  readAll,
  readText,
  squeezed,
} from '@/ingestion/testing/read-all';

const ENTRY = `@Article{doe2016,
  Title    = {A {T}itle with \\"{u}mlauts},
  author   = "Doe, Jane and {Consortium and Friends} and others",
  year     = 2016,
  month    = apr,
  journal  = jfull # { and more},
  doi      = {10.1000/A\\_B},
  url      = {https://example.org/~x?a=1\\&b=2},
  file     = {:C\\:\\\\Papers\\\\doe.pdf:PDF},
  keywords = {alpha, beta},
  pmid     = {123},
  abstract = {50% of 100 \\% is fifty.},
  note     = {kept}
}
`;
const MACRO = '@string{jfull = "The Journal"}\n';
const content = `% Encoding: UTF-8\n${MACRO}\n${ENTRY}\n@comment{jabref-meta: databaseType:bibtex;}\n`;

describe('an entry as BibTeX asks', () => {
  test('fills the fields and keeps every other one', async () => {
    const { documents, counts, warnings, events } = await readText('x.bib', content);
    expect(events[0]).toMatchObject({ format: 'bibtex' });
    expect(counts).toEqual({ read: 1, accepted: 1, repaired: 0, rejected: 0 });
    expect(warnings).toEqual([]);
    expect(documents[0]).toMatchObject({
      line: 4,
      externalId: 'doe2016',
      title: 'A Title with ümlauts',
      text: '50% of 100 % is fifty.',
      authors: ['Doe, Jane', 'Consortium and Friends', 'et al.'],
      year: 2016,
      journal: 'The Journal and more',
      doi: '10.1000/a_b',
      pmid: '123',
      url: 'https://example.org/~x?a=1&b=2',
      keywords: ['alpha', 'beta'],
      warnings: [],
    });
    expect({ ...documents[0]?.metadata }).toEqual({
      entrytype: 'article',
      month: 'April',
      file: ':C\\:\\\\Papers\\\\doe.pdf:PDF',
      note: 'kept',
    });
  });

  test.each(['\n', '\r\n', '\r'])('reads alike with %j, a byte order mark, and cut anywhere', async (end) => {
    const bytes = Buffer.from(`\uFEFF${content.replaceAll('\n', end)}`);
    const whole = await readText('x.bib', content);
    for (const chunkSize of [1, 7]) {
      const { documents } = await readAll(bytesSource('x.bib', bytes, chunkSize));
      expect(documents).toEqual(whole.documents);
    }
  });

  test('parentheses, several entries on a line, no key, no comma at the end', async () => {
    const { documents } = await readText(
      'x.bib',
      '@book(a, title = "A (b)", year = "2001") @misc{title={B}}@misc{c,title={C},,}',
    );
    expect(documents.map(({ externalId, title }) => [externalId, title])).toEqual([
      ['a', 'A (b)'],
      [null, 'B'],
      ['c', 'C'],
    ]);
  });

  test('a subtitle belongs to the title, and both entries of one key are read', async () => {
    const { documents } = await readText('x.bib', '@book{a, title={A}, subtitle={The rest}}\n@book{a, title={B}}\n');
    expect(documents.map(({ externalId, title }) => [externalId, title])).toEqual([
      ['a', 'A: The rest'],
      ['a', 'B'],
    ]);
  });
});

describe('macros', () => {
  test('one that is not defined stays as its name', async () => {
    const { documents } = await readText('x.bib', '@article{a, title={A}, journal=jama, year=2001}');
    expect(documents[0]?.journal).toBe('jama');
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['UNKNOWN_MACRO', 'MISSING_TEXT']);
  });

  test('macros of macros that would double forever are refused, and their entries read', async () => {
    const doubling = Array.from({ length: 40 }, (_, at) => `@string{m${at + 1} = m${at} # m${at}}`);
    const lines = ['@string{m0 = {0123456789}}', ...doubling, '@article{a, title={A}, note=m3}'];
    const { documents, warnings } = await readText('x.bib', lines.join('\n'));
    expect(documents[0]?.metadata.note).toBe('0123456789'.repeat(8));
    expect(codesOf(warnings)[0]).toBe('UNKNOWN_MACRO');
  });

  test('an entry that they make longer than the limit is rejected', async () => {
    const uses = Array.from({ length: 50 }, (_, at) => `f${at}=m`).join(',');
    const read = await readText('x.bib', `@string{m={${'x'.repeat(200)}}}\n@misc{a,${uses}}\n@misc{b,title={B}}`, {
      maxRecordLength: 1_000,
    });
    expect(linesOf(read.rejected)).toEqual(['2 RECORD_TOO_LARGE']);
    expect(read.documents.map(({ title }) => title)).toEqual(['B']);
  });
});

describe('crossref', () => {
  const child = '@inproceedings{c, title={Paper}, crossref={p}}\n';
  const parent = '@proceedings{p, title={The Proceedings}, year=2001, publisher={ACM}}\n';

  test.each([
    ['before', parent + child, [1, 0]],
    ['behind', child + parent, [0, 1]],
  ])('to an entry %s', async (_, text, [, at = 0]) => {
    const { documents } = await readText('x.bib', text);
    expect(documents).toHaveLength(2);
    expect(documents[1 - at]).toMatchObject({
      title: 'Paper',
      journal: 'The Proceedings',
      year: 2001,
      metadata: { crossref: 'p', publisher: 'ACM' },
    });
    expect(documents.map(({ line }) => line)).toEqual([1, 2]);
  });

  test('to none, and to itself', async () => {
    const { documents } = await readText('x.bib', `${child}@book{s, title={S}, crossref={s}}\n`);
    expect(documents.map(({ title, warnings }) => [title, codesOf(warnings)])).toEqual([
      ['Paper', ['CROSSREF_MISSING', 'MISSING_TEXT']],
      ['S', ['MISSING_TEXT']],
    ]);
  });

  test('what waits for its parent is bounded, and the order is that of the file', async () => {
    const others = Array.from({ length: 30 }, (_, at) => `@misc{m${at}, title={Other ${at}}}\n`).join('');
    const { documents } = await readText('x.bib', child + others + parent, { maxRecordLength: 300 });
    expect(documents.map(({ line }) => line)).toEqual(Array.from({ length: 32 }, (_, at) => at + 1));
    expect(codesOf(documents[0]?.warnings ?? [])).toContain('CROSSREF_MISSING');
  });
});

describe('an entry that is broken costs no other', () => {
  const after = '@misc{b,\n  title = {B}\n}\n';
  const rejectedIn = async (text: string) => {
    const { rejected, documents, events } = await readText('x.bib', text + after);
    expect(documents.map(({ title }) => title)).toEqual(['B']);
    const raw = events.flatMap((event) => (event.type === 'rejected' ? [event.raw] : []));
    return rejected.map(({ line, code, message }, at) => [line, code, message, raw[at]?.split('\n')[0]]);
  };

  test('a brace is not closed', async () => {
    expect(await rejectedIn('\n@misc{a,\n  title = {A,\n  year = 2001\n}\n')).toEqual([
      [2, 'UNCLOSED_BRACE', 'A brace of the entry is not closed; reading went on at the next entry.', '@misc{a,'],
    ]);
  });

  test.each([
    ['@misc{a,\n  title {A}\n}\n', '"=" is missing behind "title" (line 2).'],
    ['@misc{a,\n  title = ,\n  year = 2001\n}\n', 'A value is missing (line 2).'],
    ['@misc{a,\n  = {A}\n}\n', 'The name of a field is missing (line 2).'],
    ['@misc{a b {c}}\n', 'A comma is missing behind the key (line 1).'],
    ['@misc{a,\n\n  title = "A\n}\n', 'A quote is not closed (line 3).'],
  ])('%j', async (entry, message) => {
    expect(await rejectedIn(entry)).toEqual([[1, 'INVALID_BIBTEX', message, entry.trim().split('\n')[0]]]);
  });

  test('the last one ends with the file', async () => {
    const { rejected, documents } = await readText('x.bib', `${after}@misc{a,\n  title = {A}\n`);
    expect(linesOf(rejected)).toEqual(['4 TRUNCATED_RECORD']);
    expect(documents).toHaveLength(1);
  });

  test('a missing comma is a repair', async () => {
    const { documents } = await readText('x.bib', '@misc{a,\n  title = {A}\n  abstract = {x}\n}\n');
    expect(documents).toMatchObject([{ title: 'A', text: 'x' }]);
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['MALFORMED_TAG']);
  });

  test('one beyond the limit, in many lines and in one', async () => {
    for (const joint of ['\n', ' ']) {
      const long = Array.from({ length: 100 }, () => 'a line of an abstract').join(joint);
      const read = await readText('x.bib', `@misc{a, abstract={${long}}}\n${after}`, { maxRecordLength: 1_000 });
      expect(linesOf(read.rejected)).toEqual(['1 RECORD_TOO_LARGE']);
      expect(read.documents.map(({ title }) => title)).toEqual(['B']);
    }
  });

  test('a field named __proto__ is renamed', async () => {
    const { documents } = await readText('x.bib', '@misc{a, title={A}, __proto__={x}, constructor={y}}');
    expect({ ...documents[0]?.metadata }).toEqual({ entrytype: 'misc', '__proto__ (field)': 'x', constructor: 'y' });
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['FIELD_RENAMED', 'MISSING_TEXT']);
  });

  test('a command named like a property of every object is one that is not known', async () => {
    const { documents } = await readText('x.bib', '@misc{a, title={A \\constructor B \\toString{C}}}');
    expect(documents[0]?.title).toBe('A \\constructor B C');
  });
});

describe('text that is no entry', () => {
  test('is told once a stretch, and comments with entries in them are not read', async () => {
    const text = `Write to a@b.org (home).\nAnd more.\n@misc{a, title={A}}\n@comment{\n@misc{x, title={X}}\n}\nThe end\n`;
    const { documents, warnings } = await readText('x.bib', text, { format: 'bibtex' });
    expect(documents.map(({ title }) => title)).toEqual(['A']);
    expect(linesOf(warnings)).toEqual(['1 PREAMBLE', '7 PREAMBLE']);
  });
});

/**
 * bibtexparser 1.4.4 (common_strings, convert_to_unicode), its braces and '\textit' removed, '--' as '–': entries,
 * SHA-256 of all titles and of all abstracts, authors in all.
 */
const BIBTEXPARSER_VALUES = [
  ['bibtex/jabref__complex.bib', 20, 'd71e2bf9e8842564', 'b8b9909e50089626', 54],
  ['bibtex/jabref__crossref.bib', 4, '067072d0279bc3a2', '6a3cf5192354f716', 6],
  ['bibtex/jabref__testjabref_210as292.bib', 6, '618436b0bf0851ca', '7ba5b9f0d863c97b', 17],
] as const;

describe("real files of JabRef's tests", () => {
  test.each(BIBTEXPARSER_VALUES)('%s holds what bibtexparser finds', async (path, entries, titles, texts, authors) => {
    const { documents, counts } = await readAll(fileSource(fixture(path)));
    expect(counts).toEqual({ read: entries, accepted: entries, repaired: 0, rejected: 0 });
    expect(digest(documents.map(({ title }) => squeezed(title)))).toBe(titles);
    expect(digest(documents.map(({ text }) => squeezed(text)))).toBe(texts);
    expect(documents.flatMap((document) => document.authors)).toHaveLength(authors);
  });

  // bibtexparser drops the first without a word, for want of a key.
  test('an entry without a key, a collection without a title, a file of comments', async () => {
    const keyless = await readAll(
      fileSource(fixture('bibtex/jabref__encoding-utf-8-with-header-with-databasetypecomment.bib')),
    );
    expect(keyless.documents).toMatchObject([{ title: 'Ü ist ein Umlaut', externalId: null }]);
    const collection = await readAll(fileSource(fixture('bibtex/jabref__issue_181_1.8.0_51-b16.bib')));
    expect(collection.documents).toMatchObject([
      { title: 'Special issue on workflow and extented transaction systems', year: 1993 },
    ]);
    const comments = await readAll(fileSource(fixture('bibtex/jabref__issue-12274.bib')));
    expect(comments.failure?.code).toBe('NO_RECORDS');
  });
});
