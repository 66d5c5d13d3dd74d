import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { formatOf, type RecordFormat, readRecords } from './read-records';
import type { InputRecord } from './records';

const fields = { text: 'text', id: 'id' };

async function recordsOf(format: RecordFormat, ...chunks: (string | Uint8Array)[]): Promise<InputRecord[]> {
  const bytes = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const records: InputRecord[] = [];
  for await (const record of readRecords({ bytes, name: 'input', format }, fields)) records.push(record);
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
      { id: 'e', fault: 'MISSING_TEXT', message: 'line 7 has no text in "text"' },
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
  it('reads quoted line breaks and commas; a row without an id has its first line as id', async () => {
    expect(await recordsOf('csv', 'id,text,year\n1,"a, b\r\nc",2020\n2,d\n,e\n')).toEqual([
      { id: '1', text: 'a, b\r\nc' },
      { id: '2', text: 'd' },
      { id: 5, text: 'e' },
    ]);
  });

  it('finds the separator, and obeys a sep= line', async () => {
    const expected = [{ id: 'x', text: 'one, two' }];
    expect(await recordsOf('csv', 'id;text\nx;one, two\n')).toEqual(expected);
    expect(await recordsOf('csv', 'sep=;\r\nid;text\r\nx;one, two\r\n')).toEqual(expected);
    expect(await recordsOf('tsv', 'id\ttext\nx\tone, two\n')).toEqual(expected);
  });

  it('loses one line by a quote that is never closed, not what follows', async () => {
    const records = await recordsOf('csv', 'id,text\na,"never closed\nb,two\nc,three\n');
    expect(records.map((record) => ('fault' in record ? [record.id, record.fault] : record.text))).toEqual([
      [2, 'INVALID_RECORD'],
      'two',
      'three',
    ]);
  });

  it('reports rows with too many values, and short ones without a text', async () => {
    expect(await recordsOf('csv', 'id,text\n1,a,b\n2\n3,c,,\n')).toEqual([
      { id: 2, fault: 'INVALID_RECORD', message: 'line 2 has 3 values, the header 2 columns' },
      { id: '2', fault: 'MISSING_TEXT', message: 'line 3 has no text in "text"' },
      { id: '3', text: 'c' },
    ]);
  });

  it('fails at once when there is no column for the text', async () => {
    await expect(recordsOf('tsv', 'id\ttitle\nx\tAspirin\n')).rejects.toThrow('it has: id, title');
  });
});

describe('encodings', () => {
  const line = '{"id":"é","text":"naïve β-blockers"}\r\n';
  const bytes = {
    'UTF-8': Buffer.from(line),
    'UTF-8 with a mark': Buffer.from(`\ufeff${line}`),
    'UTF-16 little-endian': Buffer.from(`\ufeff${line}`, 'utf16le'),
    'UTF-16 big-endian': Buffer.from(`\ufeff${line}`, 'utf16le').swap16(),
    'UTF-16 without a mark': Buffer.from(line, 'utf16le'),
  };

  it.each(Object.entries(bytes))('%s is read, cut anywhere behind its first line', async (_, whole) => {
    const twice = [whole, ...whole.map((byte) => byte).values()].map((part) =>
      typeof part === 'number' ? Buffer.of(part) : part,
    );
    const records = await recordsOf('jsonl', ...twice);
    expect(records[0]).toEqual({ id: 'é', text: 'naïve β-blockers' });
    expect(records).toHaveLength(2);
  });

  it('bytes that are no UTF-8 are read as Windows-1252, NULs are left out, lone surrogates replaced', async () => {
    const latin = Buffer.from('{"text":"na\xefve"}\n', 'latin1');
    expect(await recordsOf('jsonl', latin)).toEqual([{ id: 1, text: 'naïve' }]);
    expect(await recordsOf('txt', 'aspi\0rin\n')).toEqual([{ id: 1, text: 'aspirin' }]);
    const lone = Buffer.from('\ufeffbad \ud800 pair\n', 'utf16le');
    expect(await recordsOf('txt', lone)).toEqual([{ id: 1, text: 'bad \ufffd pair' }]);
  });

  it.each([
    ['a gzip archive', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])],
    ['an Office file', Buffer.from('PK\x03\x04 and so on')],
  ])('%s is refused', async (_, content) => {
    await expect(recordsOf('jsonl', content)).rejects.toThrow('which is no text');
  });

  it('an empty input holds no record, whatever its format', async () => {
    for (const format of ['jsonl', 'csv', 'tsv', 'txt'] as const) expect(await recordsOf(format)).toEqual([]);
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
    const half = 'a'.repeat(9 * 1024 * 1024);
    expect(await recordsOf('txt', half, half, '\nshort\n')).toEqual([
      { id: 1, fault: 'RECORD_TOO_LARGE', message: 'line 1 is longer than 16 Mi characters' },
      { id: 2, text: 'short' },
    ]);
  });
});

describe('ids', () => {
  it('beyond 2^53 keep their digits, as text', async () => {
    expect(await recordsOf('jsonl', '{"id":12345678901234567890,"text":"a"}\n')).toEqual([
      { id: '12345678901234567890', text: 'a' },
    ]);
  });

  it('are not found in the prototype', async () => {
    expect(await recordsOf('jsonl', '{"__proto__":{"id":"x","text":"y"}}\n')).toEqual([
      { id: 1, fault: 'MISSING_TEXT', message: 'line 1 has no text in "text"' },
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
