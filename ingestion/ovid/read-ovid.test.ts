import { describe, expect, test } from 'vitest';
import { bytesSource, codesOf, fileSource, fixture, linesOf, readAll, readText } from '@/ingestion/testing/read-all';

const RECORD = [
  '<1>',
  'Accession Number',
  '  0001-2015.',
  'Author',
  '  Doe, Jane 1;  Roe, Richard 2',
  'Title',
  '  A title that',
  '  goes on.[Article]',
  'Source',
  '  Ecohydrology.   8(6):1048-1064, September 2015.',
  'Abstract',
  '  First paragraph.',
  '',
  '  Second paragraph.',
  'Author Keywords',
  '  alpha;  beta.',
  'Language',
  '  English.',
  'References',
  '  Aber JD. 1989.',
  '',
  '  Acker K. 1998.',
  'DOI Number',
  '  10.1000/ABC',
];
const content = `${RECORD.join('\n')}\n`;

describe("Ovid's export", () => {
  test('fills the fields and keeps every other name', async () => {
    const { documents, counts, warnings } = await readText('x.txt', content);
    expect(counts).toEqual({ read: 1, accepted: 1, repaired: 0, rejected: 0 });
    expect(warnings).toEqual([]);
    expect(documents[0]).toMatchObject({
      line: 1,
      externalId: '0001-2015',
      title: 'A title that goes on.[Article]',
      text: 'First paragraph.\n\nSecond paragraph.',
      authors: ['Doe, Jane 1', 'Roe, Richard 2'],
      // The year of the issue, not the page 1048.
      year: 2015,
      journal: 'Ecohydrology',
      doi: '10.1000/abc',
      language: 'English',
      keywords: ['alpha', 'beta'],
    });
    expect({ ...documents[0]?.metadata }).toEqual({
      Source: 'Ecohydrology.   8(6):1048-1064, September 2015.',
      References: ['Aber JD. 1989.', 'Acker K. 1998.'],
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

  test('records follow each other with and without blank lines, behind a preamble', async () => {
    const read = await readText('x.txt', `Database: Embase\n\n${content}<2>\nTitle\n  B\n\n<3>\nTitle\n  C\n`);
    expect(read.documents.map(({ title, line }) => `${line} ${title}`)).toEqual([
      '3 A title that goes on.[Article]',
      '27 B',
      '31 C',
    ]);
    expect(linesOf(read.warnings)).toEqual(['1 PREAMBLE']);
  });

  test('a record with no title and no text is rejected', async () => {
    const { rejected } = await readText('x.txt', `${content}<2>\nAuthor\n  Doe, J\n`);
    expect(linesOf(rejected)).toEqual(['25 EMPTY_RECORD']);
  });

  test("JabRef's files", async () => {
    const six = await readAll(fileSource(fixture('ovid_silverplatter_etc/jabref__OvidImporterTest6.txt')));
    expect(six.documents).toMatchObject([
      { journal: 'Journal of Orthopaedic Trauma', doi: '10.1097/bot.0000000000000502', text: 'Lorem ipsum abstract' },
    ]);
    expect(six.documents[0]?.authors).toHaveLength(4);
    expect(six.documents[0]?.keywords).toHaveLength(17);
    const seven = await readAll(fileSource(fixture('ovid_silverplatter_etc/jabref__OvidImporterTest7.txt')));
    expect(seven.documents).toMatchObject([{ journal: 'School Psychology Quarterly', doi: '10.1037/spq0000116' }]);
    const prose = await readAll(fileSource(fixture('ovid_silverplatter_etc/jabref__InspecImportTestFalse.txt')));
    expect(prose.events[0]).toMatchObject({ format: 'txt' });
  });
});

describe("SilverPlatter's and Inspec's exports", () => {
  const silverplatter = [
    'Record 1 of 2 - PsycINFO 1872-2001',
    '',
    'AN: 2001-1',
    'TI: A title that',
    '    goes on',
    'AU: Doe,-Jane; Roe,-Richard',
    'SO: Some-Journal. 2001 Mar; 19(2): 20-30',
    'AB: An abstract.',
    'DE: Alpha-; Beta-',
    '',
    'Record 2 of 2 - PsycINFO 1872-2001',
    '',
    'TI: B',
    'AB: x',
    '',
  ].join('\n');

  test('records, fields over several lines, what is kept', async () => {
    const { documents, events } = await readText('x.txt', silverplatter);
    expect(events[0]).toMatchObject({ format: 'silverplatter' });
    expect(documents).toMatchObject([
      {
        line: 1,
        externalId: '2001-1',
        title: 'A title that goes on',
        authors: ['Doe,-Jane', 'Roe,-Richard'],
        journal: 'Some-Journal',
        year: 2001,
        text: 'An abstract.',
        keywords: ['Alpha-', 'Beta-'],
        metadata: { SO: 'Some-Journal. 2001 Mar; 19(2): 20-30' },
      },
      { line: 11, title: 'B' },
    ]);
  });

  test('Inspec writes a tilde', async () => {
    const lines = [
      'Record 1 of 1 INSPEC',
      '',
      'TI ~ Software reuse',
      'AU ~ Doe, Jane',
      'AB ~ Abstract',
      'RT ~ Journal-Paper',
    ];
    const { documents } = await readText('x.txt', lines.join('\n'));
    expect(documents).toMatchObject([{ title: 'Software reuse', text: 'Abstract', metadata: { RT: 'Journal-Paper' } }]);
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual([]);
  });
});
