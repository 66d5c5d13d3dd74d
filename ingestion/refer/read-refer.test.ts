import { describe, expect, test } from 'vitest';
import { bytesSource, codesOf, fileSource, fixture, readAll, readText } from '@/ingestion/testing/read-all';

const RECORD = [
  '%0 Journal Article',
  '%A Doe, Jane',
  '%A Roe, Richard',
  '%T A title',
  '%J The Journal',
  '%D 2016',
  '%K alpha',
  'beta',
  '%X First line.',
  'Second line.',
  '',
  'A second paragraph.',
  '%R 10.1000/ABC',
  '%U https://example.org/1',
  '%M 77',
  '%G eng',
  '%@ 1234-5678',
];
const content = `${RECORD.join('\n')}\n`;

describe('a record as EndNote writes it', () => {
  test('fills the fields and keeps every other tag', async () => {
    const { documents, counts, events } = await readText('x.enw', content);
    expect(events[0]).toMatchObject({ format: 'refer' });
    expect(counts).toEqual({ read: 1, accepted: 1, repaired: 0, rejected: 0 });
    expect(documents[0]).toMatchObject({
      externalId: '77',
      title: 'A title',
      text: 'First line.\nSecond line.\n\nA second paragraph.',
      authors: ['Doe, Jane', 'Roe, Richard'],
      year: 2016,
      journal: 'The Journal',
      doi: '10.1000/abc',
      url: 'https://example.org/1',
      language: 'eng',
      keywords: ['alpha', 'beta'],
    });
    expect({ ...documents[0]?.metadata }).toEqual({ '%0': 'Journal Article', '%@': '1234-5678' });
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
  const titlesOf = async (text: string) => (await readText('x.ref', text)).documents.map(({ title }) => title);

  test('parted by %0 alone, or by blank lines alone as in refer of old', async () => {
    expect(await titlesOf('%0 Book\n%T A\n%0 Book\n%T B\n')).toEqual(['A', 'B']);
    expect(await titlesOf('%T A\n%A Doe\n\n%A Roe\n%T B\n\n%T C\n')).toEqual(['A', 'B', 'C']);
    expect(await titlesOf('%T A\n%A Doe\n%T B\n')).toEqual(['A', 'B']);
  });

  test('a blank line inside a record that began with %0', async () => {
    const { documents } = await readText('x.ref', '%0 Book\n%T A\n\n%X Text.\n\n%A Doe, J\n\n%0 Book\n%T B\n');
    expect(documents).toMatchObject([{ title: 'A', text: 'Text.', authors: ['Doe, J'] }, { title: 'B' }]);
  });

  test('a number in %R that is no DOI is kept, and no fault', async () => {
    const { documents } = await readText('x.ref', '%0 Thesis\n%T A\n%R PhD\n%X x\n');
    expect(documents[0]).toMatchObject({ doi: null, metadata: { '%R': 'PhD' }, warnings: [] });
  });

  test('text behind a per cent sign is no tag', async () => {
    const { documents } = await readText('x.ref', '%0 Book\n%T A\n%X A share of 40\n% of them, or\n%40 in all.\n');
    expect(documents[0]?.text).toBe('A share of 40\n% of them, or\n%40 in all.');
  });
});

test("JabRef's files", async () => {
  const journal = await readAll(fileSource(fixture('endnote_refer/jabref__refer.bibIX.Journal.ref')));
  expect(journal.documents).toMatchObject([{ title: 'Title', text: 'Abstract', year: 2025, journal: 'Publication' }]);
  const four = await readAll(fileSource(fixture('endnote_refer/jabref__refer.bibIX.ref')));
  expect(four.counts).toEqual({ read: 4, accepted: 4, repaired: 0, rejected: 0 });
  expect(four.documents.map(({ metadata }) => metadata['%0'])).toEqual([
    'Book',
    'Conference Paper',
    'Encyclopedia',
    'Thesis',
  ]);
  expect(codesOf(four.documents[0]?.warnings ?? [])).toEqual(['INVALID_YEAR']);
});
