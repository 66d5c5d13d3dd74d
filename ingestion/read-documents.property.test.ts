import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesSource, readAll, squeezed } from '@/ingestion/testing/read-all';
import { FORMAT_NAMES, type FormatName, isTitleDerived } from '@/ingestion/types';

/** Characters that mean something to some format, beside ordinary and extraordinary ones. */
const hostile = fc.string({
  unit: fc.constantFrom(
    ...'aB1 ,;\t"\'\n\r{}[]:\\-@%<>é中😀\0',
    '\uFEFF',
    'TY  - JOUR\n',
    'ER  - \n',
    '\nPMID- 1\n',
    'TI  - x\n',
    'PT J\n',
    '\n%0 Book\n',
    '\n<1>\n',
    'Title\n  ',
    'Record 1 of 2\n',
    '\n@misc{k,',
    'title={',
    '""',
    '",',
    'NaN',
  ),
  maxLength: 200,
});
const word = fc
  .string({ unit: fc.constantFrom(...'abcXYZ é中😀,;"\n\'-'), minLength: 1, maxLength: 40 })
  .map((text) => `w${text}w`);
const chunkSize = fc.integer({ min: 1, max: 50 });

describe('whatever the bytes', () => {
  test.each(FORMAT_NAMES)('read as %s, every record is accounted for, however the file is cut', async (format) => {
    const content = fc.oneof(
      hostile.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(content, chunkSize, fc.constantFrom(40, 1_000_000), async (bytes, size, maxRecordLength) => {
        const whole = await account(format, bytes, 1 << 20, maxRecordLength);
        const cut = await account(format, bytes, size, maxRecordLength);
        // The encoding is judged by the first bytes that arrive, which are the same 64 KiB in both.
        expect(cut).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  test('found by content or refused with a code, nothing else', async () => {
    const names = fc.constantFrom(
      ...['a.csv', 'a.tsv', 'a.ris', 'a.jsonl', 'a.json', 'a.nbib', 'a.bib', 'a.isi', 'a.enw', 'a.txt', 'a', 'a.xyz'],
    );
    await fc.assert(
      fc.asyncProperty(hostile, names, async (text, name) => {
        const { counts, failure } = await readAll(bytesSource(name, text));
        expect(counts === null).toBe(failure !== null);
      }),
      { numRuns: 500 },
    );
  });
});

/** Events of a file after the checks that hold for every file. */
async function account(format: FormatName, bytes: Buffer, size: number, maxRecordLength: number) {
  const read = await readAll(bytesSource('x', bytes, size), { format, maxRecordLength });
  const { counts, documents, rejected, failure, events } = read;
  if (counts !== null) {
    expect(counts.read).toBe(counts.accepted + counts.repaired + counts.rejected);
    expect(counts.accepted + counts.repaired).toBe(documents.length);
    expect(counts.rejected).toBe(rejected.length);
    expect(events[0]?.type).toBe('started');
  } else {
    expect(failure).not.toBeNull();
  }
  const stored = JSON.stringify(documents);
  // Neither goes into PostgreSQL.
  expect(stored).not.toMatch(/\\u0000|\\ud[89a-f]/);
  return { events, code: failure?.code };
}

describe('what a writer writes comes back', () => {
  const article = fc.record({ id: fc.nat(), title: word, text: word });
  const articles = fc.array(article, { minLength: 1, maxLength: 8 });

  test('CSV with any separator and line end, every value quoted', async () => {
    await fc.assert(
      fc.asyncProperty(
        articles,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        chunkSize,
        async (rows, separator, end, size) => {
          const quote = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
          const lines = [['id', 'title', 'text'], ...rows.map((row) => [row.id, row.title, row.text])];
          const content = lines.map((line) => line.map(quote).join(separator)).join(end);
          const { documents, counts } = await readAll(bytesSource('x.csv', content, size));
          expect(counts).toEqual({ read: rows.length, accepted: rows.length, repaired: 0, rejected: 0 });
          expect(documents.map(({ externalId, title, text }) => [externalId, title, text])).toEqual(
            rows.map((row) => [String(row.id), squeezed(row.title), row.text]),
          );
        },
      ),
    );
  });

  test('CSV with quotes only where needed, read as csv-parse reads it', async () => {
    const value = fc.string({ unit: fc.constantFrom(...'ab ,"\n'), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 6 }), async (rows) => {
        const quote = (text: string) =>
          /[",\n]/.test(text) || text.startsWith(' ') ? `"${text.replaceAll('"', '""')}"` : text;
        const content = `title,text\n${rows.map((row) => `${row.map(quote).join(',')}\n`).join('')}`;
        const expected = (
          parse(content, { columns: true, skip_empty_lines: true }) as Array<{ title: string; text: string }>
        ).filter((row) => `${row.title}${row.text}`.trim() !== '');
        const { documents } = await readAll(bytesSource('x.csv', content), { format: 'csv' });
        expect(documents.map((found) => [isTitleDerived(found) ? '' : (found.title ?? ''), found.text])).toEqual(
          expected.map((row) => [squeezed(row.title), row.text.trim()]),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('RIS with either line end', async () => {
    const line = word.map((text) => squeezed(text));
    const reference = fc.record({ title: line, text: line, keywords: fc.uniqueArray(line, { maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(reference, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        chunkSize,
        async (references, end, size) => {
          const content = references
            .flatMap(({ title, text, keywords }) => [
              'TY  - JOUR',
              `TI  - ${title}`,
              ...keywords.map((keyword) => `KW  - ${keyword}`),
              `AB  - ${text}`,
              'ER  - ',
              '',
            ])
            .join(end);
          const { documents, counts } = await readAll(bytesSource('x.ris', content, size));
          expect(counts).toMatchObject({ accepted: references.length, repaired: 0, rejected: 0 });
          expect(documents.map(({ title, text, keywords }) => ({ title, text, keywords }))).toEqual(references);
        },
      ),
    );
  });

  test('JSON Lines with any value in the metadata', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ text: word, extra: fc.jsonValue({ maxDepth: 4 }) }), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const content = rows.map((row) => JSON.stringify(row)).join('\n');
          const { documents, counts } = await readAll(bytesSource('x.jsonl', content));
          expect(counts?.read).toBe(rows.length);
          expect(documents.map(({ text }) => text)).toEqual(rows.map((row) => row.text));
        },
      ),
    );
  });
});
