import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { constants, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { codesOf, fileSource, fixture, readAll, readText } from '@/ingestion/testing/read-all';
import type { ImportSource } from '@/ingestion/types';

const RIS = readFileSync(fixture('ris/asreview___baseline.ris'));
const LINES = Array.from({ length: 2_000 }, (_, at) => `{"text":"Patient ${at} was seen ${at * 7919} times."}\n`);

describe('a gzip file', () => {
  test('gives what the file within gives', async () => {
    const packed = await readText('baseline.ris.gz', gzipSync(RIS));
    const plain = await readAll(fileSource(fixture('ris/asreview___baseline.ris')));
    expect(packed.events[0]).toMatchObject({ type: 'started', format: 'gzip', encoding: 'utf-8-bom' });
    expect(packed.counts).toEqual(plain.counts);
    expect(packed.documents.map(({ contentHash }) => contentHash)).toEqual(
      plain.documents.map(({ contentHash }) => contentHash),
    );
    expect(packed.documents[0]?.metadata.archivePath).toBe('baseline.ris');
  });

  test('of a workbook is read as a workbook', async () => {
    const book = readFileSync(fixture('xlsx/frictionless-py__table-output.xlsx'));
    const { counts } = await readText('book.xlsx.gz', gzipSync(book));
    expect(counts).toEqual((await readAll(fileSource(fixture('xlsx/frictionless-py__table-output.xlsx')))).counts);
  });

  test('of several members is one file', async () => {
    const bytes = Buffer.concat([
      gzipSync(LINES.slice(0, 900).join('')),
      gzipSync(LINES.slice(900).join(''), { level: constants.Z_BEST_SPEED }),
      Buffer.alloc(512),
    ]);
    const { counts, warnings } = await readText('a.jsonl.gz', bytes);
    expect(counts?.accepted).toBe(2_000);
    expect(warnings).toEqual([]);
  });

  test('with anything behind its end is read, and that is told', async () => {
    const { counts, warnings } = await readText(
      'a.jsonl.gz',
      Buffer.concat([gzipSync(LINES.join('')), Buffer.from('rest')]),
    );
    expect(counts?.accepted).toBe(2_000);
    expect(codesOf(warnings)).toEqual(['TRAILING_DATA']);
    expect(warnings[0]?.message).toContain('4 bytes');
  });

  test('with name, comment, extra field and header checksum is read', async () => {
    const plain = gzipSync('Some words.');
    const header = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3]),
      Buffer.from('a.txt\0said by me\0'),
      Buffer.from([7, 7]),
    ]);
    const { documents } = await readText('a.txt.gz', Buffer.concat([header, plain.subarray(10)]));
    expect(documents.map(({ text }) => text)).toEqual(['Some words.']);
  });

  test('that is cut off keeps what came before', async () => {
    const bytes = gzipSync(LINES.join(''));
    const { documents, rejected, counts } = await readText('a.jsonl.gz', bytes.subarray(0, bytes.length - 4_000));
    expect(documents.length).toBeGreaterThan(100);
    expect(documents.map(({ line }) => line)).toEqual(documents.map((_, at) => at + 1));
    expect(codesOf(rejected)).toEqual(['DAMAGED_FILE']);
    expect(counts).toEqual({ read: documents.length + 1, accepted: documents.length, repaired: 0, rejected: 1 });
  });

  test.each([
    ['whose checksum is wrong', (bytes: Buffer) => bytes.fill(0, bytes.length - 8, bytes.length - 4)],
    ['that ends in its header', (bytes: Buffer) => bytes.subarray(0, 7)],
    ['of other bytes', (bytes: Buffer) => bytes.fill(0xff, 12)],
  ])('%s is damaged', async (_, damage) => {
    const { failure, documents } = await readText('a.txt.gz', damage(gzipSync('Some words.')));
    expect(failure?.code).toBe('DAMAGED_FILE');
    expect(documents).toEqual([]);
  });

  test('that unpacks without end is stopped at once', async () => {
    const { failure } = await readAll(endless(100 * 1024 ** 3));
    // However many members it is cut into.
    expect(failure?.code).toBe('DECOMPRESSION_BOMB');
  });
});

/** What gzip makes of so many letters, made as it is asked for: blocks of 1 MiB, each the same bytes. */
function endless(letters: number): ImportSource {
  const block = gzipSync(Buffer.alloc(1024 * 1024, 'a'), { level: 9 });
  const sizeBytes = block.length * (letters / (1024 * 1024));
  const slice = async (start: number, end: number) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(end, sizeBytes) - start));
    for (let at = 0; at < bytes.length; ) at += block.copy(bytes, at, (start + at) % block.length);
    return bytes;
  };
  const open = () =>
    Readable.from(
      (async function* () {
        for (let at = 0; at < sizeBytes; at += 65_536) yield await slice(at, at + 65_536);
      })(),
      { objectMode: false },
    );
  return { name: 'letters.txt.gz', sizeBytes, open, slice };
}
