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

const RECORD = [
  'PT J',
  'AU Doe, J',
  '   Roe, R',
  'AF Doe, Jane',
  '   Roe, Richard',
  'TI A title that goes on',
  '   SO here',
  'SO JOURNAL OF THINGS',
  'LA English',
  'DE alpha; beta',
  '   gamma; delta',
  'ID PLUS ONE; PLUS TWO',
  'AB First line of it',
  '   ends here.',
  '',
  '   A second paragraph.',
  'CR ALLEN JP, 1986',
  '   Baker K, 1990',
  'PY 2004',
  'DI 10.1000/ABC',
  'UT WOS:1',
  'PM 15170338',
  'ER',
];
const HEAD = 'FN Clarivate Analytics Web of Science\nVR 1.0\n';
const content = `${HEAD}${RECORD.join('\n')}\n\nEF\n`;

describe('a record as Web of Science writes it', () => {
  test('fills the fields and keeps every other tag', async () => {
    const { documents, counts, warnings } = await readText('savedrecs.txt', content);
    expect(counts).toEqual({ read: 1, accepted: 1, repaired: 0, rejected: 0 });
    expect(warnings).toEqual([]);
    expect(documents[0]).toMatchObject({
      line: 3,
      externalId: 'WOS:1',
      title: 'A title that goes on SO here',
      text: 'First line of it ends here.\n\nA second paragraph.',
      authors: ['Doe, Jane', 'Roe, Richard'],
      year: 2004,
      journal: 'JOURNAL OF THINGS',
      doi: '10.1000/abc',
      pmid: '15170338',
      language: 'English',
      keywords: ['alpha', 'beta gamma', 'delta', 'PLUS ONE', 'PLUS TWO'],
    });
    expect({ ...documents[0]?.metadata }).toEqual({
      PT: 'J',
      AU: ['Doe, J', 'Roe, R'],
      CR: ['ALLEN JP, 1986', 'Baker K, 1990'],
    });
  });

  test.each(['\n', '\r\n', '\r'])('reads alike with %j, a byte order mark, and cut anywhere', async (end) => {
    const bytes = Buffer.from(`\uFEFF${content.replaceAll('\n', end)}`);
    const whole = await readText('x.txt', content);
    for (const chunkSize of [1, 7]) {
      const { documents } = await readAll(bytesSource('x.txt', bytes, chunkSize));
      expect(documents).toEqual(whole.documents);
    }
  });
});

describe('records as tools write them', () => {
  const read = async (...lines: string[]) => {
    const { documents } = await readText('x.ciw', HEAD + lines.join('\n'));
    return documents.map(({ title, warnings }) => [title, codesOf(warnings).filter((code) => code !== 'MISSING_TEXT')]);
  };

  test('without ER, at the next record, at EF and at the end', async () => {
    expect(await read('PT J', 'TI A', 'PT B', 'TI B', 'ER', 'PT J', 'TI C', 'EF')).toEqual([
      ['A', ['MISSING_END']],
      ['B', []],
      ['C', ['MISSING_END']],
    ]);
    expect(await read('PT J', 'TI A')).toEqual([['A', ['MISSING_END']]]);
  });

  test('without PT', async () => {
    expect(await read('PT J', 'TI A', 'ER', '', 'TI B', 'AU Doe, J', 'ER')).toEqual([
      ['A', []],
      ['B', ['MISSING_TYPE']],
    ]);
  });

  test('several exports one after the other', async () => {
    expect(await read('PT J', 'TI A', 'ER', 'EF', HEAD.trim(), 'PT J', 'TI B', 'ER', 'EF')).toEqual([
      ['A', []],
      ['B', []],
    ]);
  });

  test('an abstract wrapped without indenting it, with words in capitals', async () => {
    const lines = ['PT J', 'TI A', 'AB In women with', 'ER positive tumours', 'MR imaging', 'DNA was', 'PY 2001', 'ER'];
    const { documents } = await readText('x.ciw', HEAD + lines.join('\n'));
    expect(documents[0]).toMatchObject({
      text: 'In women with ER positive tumours MR imaging DNA was',
      year: 2001,
    });
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['UNTAGGED_LINE']);
  });

  test('a tag that is not known is kept', async () => {
    const { documents } = await readText('x.ciw', `${HEAD}PT J\nTI A\nPY 2001\nQQ new in 2030\nER\n`);
    expect(documents[0]?.metadata).toMatchObject({ QQ: 'new in 2030' });
  });
});

describe('real files', () => {
  // rispy 0.10.0, WokParser, behind a utf-8-sig decoder.
  test('two records agree with rispy', async () => {
    const { documents, counts } = await readAll(fileSource(fixture('ris/rispy__example_wos.ris')));
    expect(counts).toEqual({ read: 2, accepted: 2, repaired: 0, rejected: 0 });
    expect(digest(documents.map(({ title }) => squeezed(title)))).toBe('609e229ea2f136eb');
    expect(digest(documents.map(({ text }) => squeezed(text)))).toBe('77819caf36ccf024');
    expect(documents.map(({ authors, pmid }) => [authors.length, pmid])).toEqual([
      [4, '15170338'],
      [9, '15170339'],
    ]);
  });

  // rispy stops here: the file writes PT behind 'VR' and a blank line, and tags that WokParser does not know.
  test("JabRef's is one record, and the file that holds none fails", async () => {
    const { documents } = await readAll(fileSource(fixture('wos/jabref__IsiImporterTest1.isi')));
    expect(documents).toMatchObject([
      {
        title: 'Optical properties of MgO doped LiNbO/sub 3/ single crystals',
        year: 2006,
        journal: 'Optical Materials',
      },
    ]);
    const { failure } = await readAll(fileSource(fixture('wos/jabref__IsiImporterTestEmpty.isi')));
    expect(failure?.code).toBe('FORMAT_MISMATCH');
  });

  test('a record beyond the limit is rejected, and the next is read', async () => {
    const long = Array.from({ length: 100 }, () => '   a line of an abstract without an end');
    const lines = [HEAD.trim(), 'PT J', 'AB x', ...long, 'ER', 'PT J', 'TI B', 'ER', ''];
    const { rejected, documents } = await readText('x.ciw', lines.join('\n'), { maxRecordLength: 1_000 });
    expect(linesOf(rejected)).toEqual(['3 RECORD_TOO_LARGE']);
    expect(documents.map(({ title, line }) => [title, line])).toEqual([['B', 106]]);
  });
});
