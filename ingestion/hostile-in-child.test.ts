import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { readDocumentsInChild } from '@/ingestion/read-in-child';
import { buildDocx, paragraph } from '@/ingestion/testing/build-docx';
import { buildZip } from '@/ingestion/testing/build-zip';
import { codesOf, collect } from '@/ingestion/testing/read-all';

const folder = mkdtempSync(join(tmpdir(), 'winnow-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MIB = 1024 * 1024;
/** Half of what a reading process has by default, so that what passes here has room there. */
const LIMITS = { maxHeapMib: 256, maxResidentMib: 512 };

function read(name: string) {
  return collect(readDocumentsInChild(join(folder, name), name, { limits: LIMITS }));
}

function stored(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return name;
}

/** A file with so many MiB between its beginning and its end. */
function filled(name: string, beginning: string, mib: number, end: string): string {
  const file = openSync(join(folder, name), 'w');
  const block = Buffer.alloc(MIB, 'word ');
  writeSync(file, beginning);
  for (let written = 0; written < mib; written += 1) writeSync(file, block);
  writeSync(file, end);
  closeSync(file);
  return name;
}

const LEVELS = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');
const XML_BOMB = `<!DOCTYPE PubmedArticleSet [<!ENTITY l0 "lol">${LEVELS}]><PubmedArticleSet>&l9;</PubmedArticleSet>`;

describe('a file that would fill any memory gets its code within the memory that it has', () => {
  test.each([
    ['DECOMPRESSION_BOMB', stored('bomb.csv.gz', gzipSync(Buffer.alloc(300 * MIB, 'word ')))],
    ['DECOMPRESSION_BOMB', stored('bomb.docx', buildDocx({ body: paragraph(' '.repeat(80 * MIB)) }))],
    ['ENTITY_EXPANSION', stored('bomb.xml', XML_BOMB)],
    ['DAMAGED_FILE', stored('cut.zip', buildZip([{ name: 'a.txt', content: 'a' }]).subarray(0, 40))],
  ])('%s: %s', async (code, name) => {
    expect((await read(name)).failure?.code).toBe(code);
  });

  test('a bomb in an archive costs itself', async () => {
    const bomb = { name: 'bomb.csv', content: Buffer.alloc(200 * MIB, 'word ') };
    const name = stored('bomb.zip', buildZip([bomb, { name: 'note.txt', content: 'Some words.' }]));
    const { rejected, counts } = await read(name);
    expect(codesOf(rejected)).toEqual(['DECOMPRESSION_BOMB']);
    expect(counts).toEqual({ read: 2, accepted: 1, repaired: 0, rejected: 1 });
  });

  test('a cell of 500 MB costs its record, and the rows around it are read', async () => {
    const name = filled('cell.csv', 'title,abstract\nOne,A row.\nTwo,"', 500, '"\nThree,A row.\n');
    const { documents, rejected, failure } = await read(name);
    expect(failure).toBeNull();
    expect(documents.map(({ title }) => title)).toEqual(['One', 'Three']);
    expect(new Set(codesOf(rejected))).toEqual(new Set(['RECORD_TOO_LARGE']));
  });

  test('a line of JSON of 200 MB costs itself too', async () => {
    const name = filled('line.jsonl', '{"text":"One."}\n{"text":"', 200, '"}\n{"text":"Three."}\n');
    const { documents, rejected } = await read(name);
    expect(documents.map(({ text }) => text)).toEqual(['One.', 'Three.']);
    expect(codesOf(rejected)).toEqual(['RECORD_TOO_LARGE']);
  });

  test('JSON of 5 million levels costs itself', async () => {
    const deep = `{"a":${'['.repeat(5_000_000)}`;
    const { documents, rejected } = await read(stored('deep.jsonl', `${deep}\n{"text":"Two."}\n`));
    expect(documents.map(({ text }) => text)).toEqual(['Two.']);
    expect(rejected).toHaveLength(1);
  });
});
