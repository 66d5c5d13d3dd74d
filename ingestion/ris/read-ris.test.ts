import { describe, expect, test } from 'vitest';
import { bytesSource, codesOf, linesOf, readAll, readText } from '@/ingestion/testing/read-all';

const record = (...lines: string[]) => ['TY  - JOUR', ...lines, 'ER  - ', ''].join('\n');

describe('a record as the format asks', () => {
  const content = record(
    'AN  - 77',
    'TI  - Aspirin',
    'AU  - Doe, J.',
    'AU  - Roe, R.',
    'PY  - 2016/12//',
    'JO  - Lancet',
    'DO  - http://dx.doi.org/10.1000/ABC',
    'UR  - https://example.org/1',
    'UR  - https://example.org/2',
    'KW  - stroke',
    'KW  - aspirin',
    'LA  - eng',
    'AB  - It works.',
    'N1  - A note',
    'C1  - kept',
  );

  test('fills the fields and keeps every other tag', async () => {
    const { documents, counts } = await readText('x.ris', content);
    expect(counts).toEqual({ read: 1, accepted: 1, repaired: 0, rejected: 0 });
    expect(documents[0]).toMatchObject({
      line: 1,
      externalId: '77',
      title: 'Aspirin',
      text: 'It works.',
      authors: ['Doe, J.', 'Roe, R.'],
      year: 2016,
      journal: 'Lancet',
      doi: '10.1000/abc',
      url: 'https://example.org/1',
      language: 'eng',
      keywords: ['stroke', 'aspirin'],
    });
    expect({ ...documents[0]?.metadata }).toEqual({
      TY: 'JOUR',
      PY: '2016/12//',
      UR: 'https://example.org/2',
      N1: 'A note',
      C1: 'kept',
    });
  });

  test.each(['\n', '\r\n', '\r'])('reads alike with %j, a byte order mark, and cut anywhere', async (end) => {
    const bytes = Buffer.from(`\uFEFF${content.replaceAll('\n', end)}`);
    const whole = await readText('x.ris', content);
    for (const chunkSize of [1, 7]) {
      const { documents } = await readAll(bytesSource('x.ris', bytes, chunkSize));
      expect(documents).toEqual(whole.documents);
    }
  });
});

describe('records as tools write them', () => {
  const repairs = async (content: string) => {
    const read = await readText('x.ris', content);
    return read.documents.map(({ title, warnings }) => [
      title,
      codesOf(warnings).filter((code) => code !== 'MISSING_TEXT'),
    ]);
  };

  test('one space after TY', async () => {
    expect(await repairs('TY - JOUR\nTI - A\nAB - x\nER -\nTY - JOUR\nTI - B\nER -\n')).toEqual([
      ['A', ['MALFORMED_TAG']],
      ['B', ['MALFORMED_TAG']],
    ]);
  });

  test('ER missing at the next record and at the end, with counters between', async () => {
    expect(await repairs('1.\nTY  - JOUR\nTI  - A\n2.\nTY  - JOUR\nTI  - B\n')).toEqual([
      ['A', ['MISSING_END']],
      ['B', ['MISSING_END']],
    ]);
  });

  test('ER with something behind it', async () => {
    expect(
      await repairs('TY  - JOUR\nTI  - A\nVL  - 1\nER  - End of Reference\nTY  - JOUR\nTI  - B\nER  - \n'),
    ).toEqual([
      ['A', ['MALFORMED_TAG']],
      ['B', []],
    ]);
  });

  test('TY missing after an ER', async () => {
    expect(await repairs(`${record('TI  - A')}TI  - B\nAB  - x\nER  - \n`)).toEqual([
      ['A', []],
      ['B', ['MISSING_TYPE']],
    ]);
  });

  test('keywords on lines without a tag', async () => {
    const { documents } = await readText('x.ris', record('TI  - A', 'KW  - one', 'two', 'three, four', 'AB  - x'));
    expect(documents[0]?.keywords).toEqual(['one', 'two', 'three, four']);
    expect(linesOf(documents[0]?.warnings ?? [])).toEqual(['4 UNTAGGED_LINE']);
  });

  test('blank lines inside an abstract, and text that looks like a tag', async () => {
    const lines = [
      'TI  - A',
      'AB  - First.',
      '',
      'Second.',
      'ER - positive patients',
      'OR  - 2.5 (1.1 to 4)',
      'TY - pical',
    ];
    const { documents } = await readText('x.ris', record(...lines));
    expect(documents).toHaveLength(1);
    expect(documents[0]?.text).toBe('First.\n\nSecond.\nER - positive patients\nOR  - 2.5 (1.1 to 4)\nTY - pical');
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['UNTAGGED_LINE']);
  });

  test('the longer of AB and N2 is the text, the other is kept', async () => {
    const { documents } = await readText('x.ris', record('TI  - A', 'AB  - Abstract', 'N2  - The whole abstract.'));
    expect(documents[0]).toMatchObject({ text: 'The whole abstract.', metadata: { AB: 'Abstract' } });
    expect(codesOf(documents[0]?.warnings ?? [])).toEqual(['SECOND_VALUE']);
  });

  test('empty tags mean nothing, and a record of nothing else is rejected', async () => {
    const read = await readText('x.ris', record('TI  - A', 'SP  -', 'AB  - ', 'DO  - ') + record('TI  - ', 'AB  -'));
    expect(Object.keys(read.documents[0]?.metadata ?? {})).toEqual(['TY']);
    expect(linesOf(read.rejected)).toEqual(['7 EMPTY_RECORD']);
    expect(read.counts).toEqual({ read: 2, accepted: 1, repaired: 0, rejected: 1 });
  });

  test('tags spaced with no-break spaces, as copied out of a page', async () => {
    const content = 'TY  - JOUR\nTI  - A\nAB  - x\nER  - \n'.repeat(2).replaceAll('  - ', '\u00A0\u00A0-\u00A0');
    const { documents, counts } = await readText('x.ris', content);
    expect(documents).toMatchObject([
      { title: 'A', text: 'x', line: 1 },
      { title: 'A', text: 'x', line: 5 },
    ]);
    expect(counts).toEqual({ read: 2, accepted: 0, repaired: 2, rejected: 0 });
  });

  test('a preamble of 500 lines, where the name promises RIS', async () => {
    const content = `${'What was searched for, and where.\n'.repeat(500)}TY  - JOUR\nTI  - A\nAB  - x\nER  - \n`;
    const { documents, warnings } = await readText('x.ris', content);
    expect(documents).toMatchObject([{ title: 'A', line: 501 }]);
    expect(linesOf(warnings)).toEqual(['1 PREAMBLE']);
  });

  test('a preamble is told, with its line', async () => {
    const read = await readText('x.ris', `Provider: Ovid\nDatabase: Embase\n\n${record('TI  - A', 'AB  - x')}`);
    expect(linesOf(read.warnings)).toEqual(['1 PREAMBLE']);
    expect(read.documents[0]?.line).toBe(4);
  });

  test('a record beyond the limit is rejected, and the next is read', async () => {
    const long = Array.from({ length: 100 }, () => 'a line of an abstract without an end');
    const content = record('TI  - A', 'AB  - x', ...long) + record('TI  - B', 'AB  - y');
    const read = await readText('x.ris', content, { maxRecordLength: 1_000 });
    expect(linesOf(read.rejected)).toEqual(['1 RECORD_TOO_LARGE']);
    expect(read.documents.map(({ title, line }) => [title, line])).toEqual([['B', 105]]);
  });
});
