import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { localFile } from '@/ingestion/source/local-file';
import { codesOf, digest, fileSource, fixture, readAll, readText, squeezed } from '@/ingestion/testing/read-all';
import { isTitleDerived } from '@/ingestion/types';

/**
 * Computed by other parsers from the same files (rispy 0.10.0 behind a utf-8-sig decoder; Python 3.11 csv with
 * skipinitialspace): records, SHA-256 of all titles, of all abstracts, then authors, keywords and DOIs in all.
 */
const RIS_VALUES = [
  ['ris/asreview___baseline.ris', 100, '93a9cd5151b27d35', '0dd7080b04d78896', 648, 390, 100],
  ['ris/asreview__baseline_zotero.ris', 100, '0c106e04c6977cf8', 'dd5dea18992ac2fc', 648, 390, 100],
  ['ris/asreview__ris_issue_992.txt', 19, '077871f93b3ea591', '624d780f7f4551ae', 13, 278, 3],
  ['ris/jabref__RisImporterTest3.ris', 1, 'b3a59166f4d0570a', 'e3b0c44298fc1c14', 3, 0, 1],
  ['ris/jabref__RisImporterTest4c.ris', 1, '560a8a8a82d5519a', 'e3b0c44298fc1c14', 1, 0, 0],
  ['ris/jabref__RisImporterTestScience.ris', 1, '937b9748545f674d', 'd21b4a64a2d8656a', 4, 5, 1],
  ['ris/rispy__example_empty_tag.ris', 1, '6c25c41aca0968e1', '0591a39bdf487ec9', 1, 3, 1],
  ['ris/rispy__example_full_write.ris', 2, '8524b2543cd56a65', 'c269e510b7ec4106', 4, 0, 0],
  ['wos/asreview__web_of_science.txt', 10, 'feb18a0ae5e89b07', '2da7276dd5a543f3', 36, 101, 10],
] as const;
/**
 * Computed by Python 3.11's ElementTree from the same files (text of ArticleTitle or BookTitle, of AbstractText behind its
 * Label, of EndNote's title and abstract) and by pubmed_parser 0.5.1 (JATS: full_title, abstract): records, SHA-256 of
 * all titles, of all abstracts, then authors, PMIDs and DOIs. Blanks and colons are left out of the JATS abstracts, as
 * pubmed_parser puts none between a section's title and its text; its abstract of the last file goes on with the
 * authors' summary, so ElementTree's text of the first abstract element stands there.
 */
const XML_VALUES = [
  [
    'pubmed_xml/jabref__MedlineImporterTestNbib.xml',
    2,
    '37e4353655771538',
    '39f0c110ba89c7c6',
    5,
    ['23633646', '21413195'],
    1,
  ],
  [
    'pubmed_xml/jabref__MedlineImporterTestPubmedBook.xml',
    1,
    '62a8375b1392116e',
    '6dc1d35140a1b418',
    2,
    ['21413195'],
    0,
  ],
  ['pubmed_xml/pubmed_parser__pubmed-29768149.xml', 1, 'a513c99380c672c2', 'bf2a92a7cb9268c6', 10, ['29768149'], 1],
  [
    'endnote_xml/jabref__EndnoteXmlImporterTest_EmptyKeywordStyle.xml',
    1,
    '6659c82179455018',
    'e3b0c44298fc1c14',
    1,
    ['29937971'],
    1,
  ],
  [
    'endnote_xml/jabref__EndnoteXmlImporterTest_WithoutUrlStyle.xml',
    1,
    'a5a1d69ba2558504',
    '1dab5bec5006326e',
    3,
    ['25647015'],
    1,
  ],
  [
    'endnote_xml/jabref__EndnoteXmlImporterTest_WithoutUrlStyle2.xml',
    2,
    'f96ddd91a03e4bf4',
    '01ba4719c80b6fe9',
    2,
    [],
    0,
  ],
  ['jats_nxml/pubmed_parser__1472-6831-8-11.nxml', 1, '3822da969e0bd5fb', '242d4b9b7ce2b499', 4, ['18405359'], 1],
  ['jats_nxml/pubmed_parser__ehp-116-1694.nxml', 1, 'f983c1d6cc1bd7c5', 'c1ff55c24d28f401', 4, ['19079722'], 1],
  ['jats_nxml/pubmed_parser__pntd.0002065.nxml', 1, '17a633ebbf1a682b', 'efbad20fecca4114', 6, ['23469300'], 1],
] as const;
const CSV_VALUES = [
  ['csv/asreview-datatools__duplicate_data_with_doi.csv', 5, '8e27447eef2398bd', '553dc30f76c18882'],
  ['csv/asreview-datatools__snowballing_openalex.csv', 2, 'e54c28be82f85e40', '01ba4719c80b6fe9'],
  ['csv/asreview__generic_labels_no_title.csv', 6, '7c370d9536d7d0d6', 'dc8df7bb1c6441ea'],
  ['csv/asreview__record_id.csv', 10, '0d2cb2942effc210', '2985e342b8f485fe'],
  ['csv/systematic-review-datasets__schoot-lgmm-ptsd-included-2.csv', 38, '61d382363e95a436', '32f5f4b2db350564'],
] as const;

describe('real files, compared with other parsers', () => {
  test.each(RIS_VALUES)('%s holds what rispy finds', async (path, records, titles, texts, authors, keywords, dois) => {
    const { documents, counts } = await readAll(fileSource(fixture(path)));
    expect(counts).toMatchObject({ read: records, rejected: 0 });
    expect(digest(documents.map(({ title }) => squeezed(title)))).toBe(titles);
    expect(digest(documents.map(({ text }) => squeezed(text)))).toBe(texts);
    expect(documents.flatMap((document) => document.authors)).toHaveLength(authors);
    expect(documents.flatMap((document) => document.keywords)).toHaveLength(keywords);
    expect(documents.filter(({ doi }) => doi !== null)).toHaveLength(dois);
  });

  test.each(CSV_VALUES)('%s holds what Python finds', async (path, records, titles, texts) => {
    const { documents, counts } = await readAll(fileSource(fixture(path)));
    expect(counts).toEqual({ read: records, accepted: records, repaired: 0, rejected: 0 });
    expect(digest(documents.map(({ title }) => squeezed(title)))).toBe(titles);
    expect(digest(documents.map(({ text }) => squeezed(text)))).toBe(texts);
  });

  test.each(XML_VALUES)('%s holds what other XML parsers find', async (path, records, titles, texts, ...others) => {
    const [authors, pmids, dois] = others;
    const { documents, counts } = await readAll(fileSource(fixture(path)));
    expect(counts).toEqual({ read: records, accepted: records, repaired: 0, rejected: 0 });
    expect(digest(documents.map(({ title }) => squeezed(title)))).toBe(titles);
    const plain = path.startsWith('jats') ? (text: string) => text.replace(/[:\s]/g, '') : squeezed;
    expect(digest(documents.map(({ text }) => plain(text)))).toBe(texts);
    expect(documents.flatMap((document) => document.authors)).toHaveLength(authors);
    expect(documents.map(({ pmid }) => pmid).filter((pmid) => pmid !== null)).toEqual(pmids);
    expect(documents.filter(({ doi }) => doi !== null)).toHaveLength(dois);
  });

  test('the sample collection comes whole, in order and with its licences', async () => {
    const path = fileURLToPath(new URL('../samples/mixed-2000.jsonl', import.meta.url));
    const { documents, counts } = await readAll(fileSource(path));
    expect(counts).toEqual({ read: 2020, accepted: 2020, repaired: 0, rejected: 0 });
    expect(digest(documents.map(({ externalId }) => externalId ?? ''))).toBe('42beb7ff0d727f68');
    expect(digest(documents.map(({ text }) => text))).toBe('8973b0e79180ef0e');
    expect(documents[1]).toMatchObject({
      line: 2,
      externalId: 'mix-0002',
      title: 'what research (or clinical trials) is being done for Post-Polio Syndrome ?',
      metadata: { source: 'MedQuAD', licence: 'CC-BY-4.0', expected_relevance: 5, titleDerived: true },
    });
    expect(documents[1]?.text).toMatch(/^what research .*\nThe National Institute/);
    expect(documents.every((document) => isTitleDerived(document) === (document.title !== null))).toBe(true);
  });
});

test('a file is told by what it holds, and the name of what is not read is the true one', async () => {
  const found: Record<string, string> = {};
  for (const folder of readdirSync(fixture(''), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const file of readdirSync(fixture(folder.name))) {
      const { events, failure } = await readAll(fileSource(fixture(`${folder.name}/${file}`)));
      const [started] = events;
      found[file] = failure?.detected ?? (started?.type === 'started' ? started.format : `${failure?.code}`);
    }
  }
  expect(found).toMatchObject({
    'jabref__issue-12274.bib': 'bibtex',
    'mammoth.js__external-picture.docx': 'docx',
    'jabref__refer.bibIX.Journal.ref': 'refer',
    'jabref__EndnoteXmlImporterTest_EmptyKeywordStyle.xml': 'endnote-xml',
    'jabref__MedlinePlainImporterTestInproceeding.txt': 'nbib',
    'jabref__NbibImporterTest.nbib': 'nbib',
    'jabref__OvidImporterTest6.txt': 'ovid',
    'parquet-testing__byte_array_decimal.parquet': 'parquet',
    'jabref__metaData.pdf': 'pdf',
    'asreview__asreview-demo-project-invalid-classifier-v2.asreview': 'asreview',
    'jabref__MedlineImporterTestMinimalEntry.xml': 'pubmed-xml',
    'jabref__MedlineImporterTestPubmedBook.xml': 'pubmed-xml',
    'pubmed_parser__1472-6831-8-11.nxml': 'jats-xml',
    'rispy__example_wos.ris': 'wos',
    'asreview__web_of_science.txt': 'ris',
    'asreview__ris_issue_992.txt': 'ris',
    'jabref__IsiImporterTest1.isi': 'wos',
    'jabref__IsiImporterTestEmpty.isi': 'FORMAT_MISMATCH',
    'jabref__InspecImportTestFalse.txt': 'txt',
    'jabref__complex.bib': 'bibtex',
    'frictionless-py__table-output.xlsx': 'xlsx',
    'frictionless-py__table.csv.zip': 'zip',
    'frictionless-py__table.json': 'json',
    'frictionless-py__issue-1009-semicolon.csv': 'csv',
  });
});

test('a byte that is no UTF-8 is told as one also before the first letter that is', async () => {
  const bytes = Buffer.concat([Buffer.from('{"text":"caf\xe9"}\n', 'latin1'), Buffer.from('{"text":"naïve Zoë"}\n')]);
  const { documents, counts, events } = await readText('x.jsonl', bytes);
  expect(documents.map(({ text }) => text)).toEqual(['café', 'naïve Zoë']);
  expect(counts).toEqual({ read: 2, accepted: 1, repaired: 1, rejected: 0 });
  expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['INVALID_BYTES']);
  expect(events.at(-1)).toMatchObject({ encoding: 'utf-8' });
});

describe('a file that fails as a whole', () => {
  test.each([
    ['nothing.csv', '', 'EMPTY_FILE'],
    ['blank.ris', ' \r\n\n\t', 'EMPTY_FILE'],
    ['mark.txt', Buffer.from([0xef, 0xbb, 0xbf]), 'EMPTY_FILE'],
    ['header-only.csv', 'title,abstract\n', 'NO_RECORDS'],
    ['notes.ris', 'Dear colleague,\nhere are the references.\n', 'FORMAT_MISMATCH'],
    ['table.jsonl', 'Aspirin lowers fever.\n', 'FORMAT_MISMATCH'],
    ['notes.bib', 'Dear colleague,\nhere are the references.\n', 'FORMAT_MISMATCH'],
    ['wide.txt', Buffer.from('\xff\xfe\0\0T\0\0\0e\0\0\0', 'latin1'), 'UNSUPPORTED_ENCODING'],
    ['wide.csv', Buffer.from('\0\0\xfe\xff\0\0\0T\0\0\0e', 'latin1'), 'UNSUPPORTED_ENCODING'],
    ['report.pdf', 'Access denied. Sign in first.\n', 'FORMAT_MISMATCH'],
    ['table.xlsx', 'Access denied. Sign in first.\n', 'FORMAT_MISMATCH'],
    ['cut.parquet', 'PAR1', 'FORMAT_MISMATCH'],
    ['main.constructor', 'Aspirin lowers fever.\n', 'UNKNOWN_FORMAT'],
    ['main.c', 'int main(void) { return 0; }\n', 'UNKNOWN_FORMAT'],
    ['tool.csv', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(64)]), 'UNSUPPORTED_FORMAT'],
    ['noise.csv', Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * at * 31) % 256)), 'UNSUPPORTED_FORMAT'],
    ['script.csv', '#!/bin/sh\nrm -rf x\n', 'UNSUPPORTED_FORMAT'],
  ])('%s', async (name, content, code) => {
    const { failure, documents } = await readText(name, content);
    expect(failure?.code).toBe(code);
    expect(documents).toEqual([]);
  });

  test('a Windows program named .csv is called a program', async () => {
    const program = Buffer.alloc(512);
    program.write('MZ');
    program.writeUInt32LE(128, 60);
    program.write('PE', 128);
    const { failure } = await readText('results.csv', program);
    expect(failure).toMatchObject({ code: 'UNSUPPORTED_FORMAT', detected: 'executable' });
    expect(failure?.message).toContain('a program');
  });

  test('a file that is not there is unreadable, and no path is told', async () => {
    const { failure } = await readAll(localFile(fixture('gone.csv'), 'a.csv'));
    expect(failure).toMatchObject({ code: 'UNREADABLE_FILE', message: 'The stored file could not be read (ENOENT).' });
  });

  test('stopping on request ends the reading', async () => {
    const { failure } = await readAll(fileSource(fixture('csv/asreview__record_id.csv')), {
      signal: AbortSignal.abort(),
    });
    expect(failure?.code).toBe('CANCELLED');
  });
});

test.each([
  ['table.jsonl', 'id,text\n1,Aspirin\n', 'csv'],
  ['export.ris', '{"id": 1, "text": "Aspirin"}\n{"id": 2, "text": "Fever"}\n', 'jsonl'],
  ['library.nbib', 'TY  - JOUR\nTI  - A\nER  - \n', 'ris'],
])('%s with a wrong name is read by what it holds', async (name, content, format) => {
  const { events, counts } = await readText(name, content);
  expect(events[0]).toMatchObject({ type: 'started', format });
  expect(counts?.rejected).toBe(0);
});

describe('a text file', () => {
  test('is one document, its heading the title and part of the text', async () => {
    const text = '# Malaria in pregnancy\r\n\r\nWe followed 120 women.\r\nTwo were lost.\r\n';
    const { documents } = await readText('study.txt', text);
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({
      title: 'Malaria in pregnancy',
      text: '# Malaria in pregnancy\n\nWe followed 120 women.\nTwo were lost.',
      metadata: { titleDerived: true },
    });
  });

  test('wrapped at a fixed width has no heading', async () => {
    const { documents } = await readText(
      'study.txt',
      'Aspirin reduced the number of events in the\ngroup that took it daily.\n',
    );
    expect(documents[0]?.title).toBeNull();
  });

  test('longer than the limit is rejected, not held', async () => {
    const { rejected, counts } = await readText('long.txt', 'word '.repeat(1_000), { maxRecordLength: 100 });
    expect(codesOf(rejected)).toEqual(['RECORD_TOO_LARGE']);
    expect(counts).toEqual({ read: 1, accepted: 0, repaired: 0, rejected: 1 });
  });
});

test('the sources of every fixture are on record', () => {
  const listed = readFileSync(fixture('SOURCES.tsv'), 'utf8').trim().split('\n').slice(1);
  const files = readdirSync(fixture(''), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(listed).toHaveLength(files.length - 1);
  expect(listed.every((line) => line.split('\t').length === 5)).toBe(true);
});
