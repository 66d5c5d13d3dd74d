import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readLines } from './read-lines';
import { formatOf, type InputRecord, type RecordFormat, readRecords } from './read-records';

const fields = { text: 'text', id: 'id' };

async function recordsOf(format: RecordFormat, ...chunks: (string | Uint8Array)[]): Promise<InputRecord[]> {
  const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const records: InputRecord[] = [];
  for await (const record of readRecords(source, format, fields)) records.push(record);
  return records;
}

describe('JSONL', () => {
  it('keeps ids and order, numbers records without an id and reports broken lines in their place', async () => {
    expect(
      await recordsOf(
        'jsonl',
        '\ufeff{"id":"a","text":"one"}\r\n{"text":"two"}\n\n{"id":7,"te',
        'xt":"three"}\n{oops\n[1]\n{"id":"e"}',
      ),
    ).toEqual([
      { id: 'a', text: 'one' },
      { id: 2, text: 'two' },
      { id: 7, text: 'three' },
      { id: 5, fault: 'INVALID_RECORD', message: 'line 5 is not a JSON object' },
      { id: 6, fault: 'INVALID_RECORD', message: 'line 6 is not a JSON object' },
      { id: 'e', fault: 'MISSING_TEXT', message: 'record 7 has no text in "text"' },
    ]);
  });

  it('joins a character that two chunks share', async () => {
    const bytes = Buffer.from('{"id":1,"text":"naïve"}');
    const middle = bytes.indexOf(0xc3) + 1;
    expect(await recordsOf('jsonl', bytes.subarray(0, middle), bytes.subarray(middle))).toEqual([
      { id: 1, text: 'naïve' },
    ]);
  });
});

describe('CSV and TSV', () => {
  it('reads quoted line breaks and commas', async () => {
    expect(await recordsOf('csv', 'id,text,year\n1,"a, b\nc",2020\n2,d\n')).toEqual([
      { id: '1', text: 'a, b\nc' },
      { id: '2', text: 'd' },
    ]);
  });

  it('reports rows without the text column', async () => {
    expect(await recordsOf('tsv', 'id\ttitle\nx\tAspirin\n')).toEqual([
      { id: 'x', fault: 'MISSING_TEXT', message: 'record 1 has no text in "text"' },
    ]);
  });
});

describe('TXT', () => {
  it('is one text a line, empty ones included', async () => {
    expect(await recordsOf('txt', 'one\n\nthree')).toEqual([
      { id: 1, text: 'one' },
      { id: 2, text: '' },
      { id: 3, text: 'three' },
    ]);
  });
});

describe('a line that is too long', () => {
  it('is reported without being kept, and the next one is read', async () => {
    const source = Readable.from(['aaaa', 'aaaa', 'aaaa\nshort\n'].map((chunk) => Buffer.from(chunk)));
    const lines = [];
    for await (const line of readLines(source, 10)) lines.push(line);
    expect(lines).toEqual([
      { number: 1, text: null, isTooLong: true },
      { number: 2, text: 'short', isTooLong: false },
    ]);
  });
});

describe('the format of a file', () => {
  it('is known by its ending; standard input is JSONL', () => {
    expect(['a.JSONL', 'b.csv', 'c.tsv', 'd.txt', 'e.pdf', undefined].map(formatOf)).toEqual([
      'jsonl',
      'csv',
      'tsv',
      'txt',
      undefined,
      'jsonl',
    ]);
  });
});
