import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { MessageFromChild } from '@/ingestion/child/messages';
import { type ReadInChildOptions, readDocumentsInChild } from '@/ingestion/read-in-child';
import { buildZip, type ZipPart } from '@/ingestion/testing/build-zip';
import { collect, fileSource, fixture, readAll } from '@/ingestion/testing/read-all';
import type { GivenUpMember, RecordIssue, SourceDocument } from '@/ingestion/types';

const folder = mkdtempSync(join(tmpdir(), 'winnow-members-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NOTE: ZipPart = { name: 'note.txt', content: 'A note of some words.' };
const CSV: ZipPart = { name: 'table.csv', content: 'title,abstract\nA trial of aspirin,We followed 120 women.\n' };
const LINES = Array.from({ length: 6_000 }, (_, at) => `{"text":"Case ${at} of measles, seen by us."}\n`).join('');

/**
 * Of more batches than may be under way: a process that is killed as it begins this file never gets past it, however late
 * the signal comes; some of its cases may have been handed on.
 */
const killer = (name: string): ZipPart => ({ name, content: LINES });

function stored(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function read(path: string, options: ReadInChildOptions) {
  return collect(readDocumentsInChild(path, basename(path), options));
}

/** Ends each process that comes to one of these files, with so many batches of it sent; at most so often. */
function killing(members: readonly string[], { batches = 0, times = Number.POSITIVE_INFINITY } = {}) {
  const begun: string[] = [];
  let kills = 0;
  const onSpawn = (child: ChildProcess) => {
    let batchesLeft = Number.NaN;
    child.on('message', (message: MessageFromChild) => {
      if (message.type === 'member' && message.isOpened) {
        begun.push(message.member);
        batchesLeft = members.includes(message.member) ? batches : Number.NaN;
      } else if (message.type === 'events') batchesLeft -= 1;
      if (batchesLeft > 0 || Number.isNaN(batchesLeft) || kills >= times) return;
      batchesLeft = Number.NaN;
      kills += 1;
      child.kill('SIGKILL');
    });
  };
  return { onSpawn, begun };
}

/** Of all documents but those of the files that kill, each file once. */
function pathsOf(documents: readonly SourceDocument[]): string[] {
  const paths = documents.map(({ metadata }) => String(metadata.archivePath));
  return [...new Set(paths.filter((path) => !path.endsWith('.jsonl')))];
}

/** As 'path CODE'. */
const filesOf = (issues: readonly RecordIssue[]) => issues.map(({ file, code }) => `${file} ${code}`);

describe('a file of an archive that kills the process', () => {
  test('is one rejected record with its code and name, and its neighbours are read', async () => {
    const path = stored('three.zip', buildZip([CSV, killer('killer.jsonl'), NOTE]));
    const { documents, rejected, counts, failure } = await read(path, killing(['1']));
    expect(failure).toBeNull();
    expect(pathsOf(documents)).toEqual(['table.csv', 'note.txt']);
    expect(filesOf(rejected)).toEqual(['killer.jsonl PARSER_CRASHED']);
    expect(rejected[0]?.message).toContain('SIGKILL');
    const accepted = documents.length;
    expect(counts).toEqual({ read: accepted + 1, accepted, repaired: 0, rejected: 1 });
  });

  test('by memory of its own is told so', async () => {
    const long = { name: 'long.txt', content: randomBytes(40_000_000).toString('hex'), method: 0 };
    const path = stored('long.zip', buildZip([CSV, long, NOTE]));
    const limits = { maxHeapMib: 48 };
    const { documents, rejected, counts } = await read(path, { maxRecordLength: 500_000_000, limits });
    expect(filesOf(rejected)).toEqual(['long.txt OUT_OF_MEMORY']);
    expect(documents).toHaveLength(2);
    expect(counts).toEqual({ read: 3, accepted: 2, repaired: 0, rejected: 1 });
  });

  test('keeps what had come of it, and says how much to whoever goes on later', async () => {
    const path = stored('long-table.zip', buildZip([CSV, { name: 'cases.jsonl', content: LINES }, NOTE]));
    const told: GivenUpMember[] = [];
    const { documents, rejected, counts } = await read(path, {
      ...killing(['1'], { batches: 2 }),
      onGiveUp: async (member) => void told.push(member),
    });
    const cases = documents.filter(({ metadata }) => metadata.archivePath === 'cases.jsonl');
    expect(cases.length).toBeGreaterThanOrEqual(500);
    expect(cases.map(({ line }) => line)).toEqual(cases.map((_, at) => at + 1));
    expect(told).toMatchObject([{ member: '1', code: 'PARSER_CRASHED', records: cases.length }]);
    expect(filesOf(rejected)).toEqual(['cases.jsonl PARSER_CRASHED']);
    expect(documents.at(-1)?.metadata.archivePath).toBe('note.txt');
    expect(counts).toEqual({ read: cases.length + 3, accepted: cases.length + 2, repaired: 0, rejected: 1 });
  });

  test('is not opened by a reading that knows of it', async () => {
    const path = stored('known.zip', buildZip([CSV, { ...NOTE, name: 'killer.txt' }, NOTE]));
    const { onSpawn, begun } = killing([]);
    const givenUp: GivenUpMember = { member: '1', code: 'TIMEOUT', message: 'It took too long.', records: 4 };
    const { rejected, counts } = await read(path, { onSpawn, givenUp: [givenUp] });
    expect(begun).toEqual(['0', '2']);
    expect(rejected).toMatchObject([{ file: 'killer.txt', code: 'TIMEOUT', message: 'It took too long.' }]);
    expect(counts).toEqual({ read: 3, accepted: 2, repaired: 0, rejected: 1 });
  });

  test('within an archive of its own costs neither that nor the other', async () => {
    const inner = buildZip([CSV, killer('killer.jsonl'), { ...NOTE, content: 'Another note.' }]);
    const path = stored('nested.zip', buildZip([NOTE, { name: 'inner.zip', content: inner }, CSV]));
    const { documents, rejected } = await read(path, killing(['1/1']));
    expect(filesOf(rejected)).toEqual(['inner.zip/killer.jsonl PARSER_CRASHED']);
    expect(pathsOf(documents)).toEqual(['note.txt', 'inner.zip/table.csv', 'inner.zip/note.txt', 'table.csv']);
  });

  test('once, behind others, is innocent: it is read by a fresh process', async () => {
    const path = stored('once.zip', buildZip([CSV, { name: 'cases.jsonl', content: LINES }, NOTE]));
    const { onSpawn, begun } = killing(['1'], { batches: 2, times: 1 });
    const { events } = await read(path, { onSpawn });
    expect(begun).toEqual(['0', '1', '1', '2']);
    expect(events).toEqual(JSON.parse(JSON.stringify((await readAll(fileSource(path))).events)));
  });

  test('ten times over is enough: the archive then fails with what was read', async () => {
    const many = Array.from({ length: 13 }, (_, at) => killer(`${at}.jsonl`));
    const path = stored('many.zip', buildZip([NOTE, ...many]));
    const members = many.map((_, at) => String(at + 1));
    const { documents, rejected, failure } = await read(path, killing(members));
    expect(pathsOf(documents)).toEqual(['note.txt']);
    expect(rejected).toHaveLength(10);
    expect(failure?.code).toBe('PARSER_CRASHED');
    expect(failure?.message).toContain('10 files of the archive had been given up');
  });
});

describe('the one file of a gzip file that kills the process', () => {
  const path = stored('cases.jsonl.gz', gzipSync(LINES));

  test('is the failure of it all when nothing came of it', async () => {
    const long = stored('long.txt.gz', gzipSync(randomBytes(40_000_000).toString('hex'), { level: 1 }));
    const limits = { maxHeapMib: 48 };
    const { failure, documents, rejected } = await read(long, { maxRecordLength: 500_000_000, limits });
    expect(failure?.code).toBe('OUT_OF_MEMORY');
    expect([documents, rejected]).toEqual([[], []]);
  });

  test('is one rejected record behind what came of it', async () => {
    const { documents, rejected, counts, events } = await read(path, killing(['0'], { batches: 2 }));
    expect(documents.length).toBeGreaterThanOrEqual(900);
    expect(filesOf(rejected)).toEqual(['cases.jsonl PARSER_CRASHED']);
    expect(events.filter(({ type }) => type === 'started')).toHaveLength(1);
    expect(counts).toEqual({ read: documents.length + 1, accepted: documents.length, repaired: 0, rejected: 1 });
  });
});

test('a PDF whose pages cannot be found ahead of their turn costs neither itself nor the files beside it', async () => {
  // Each object of it stands four bytes behind where its table says; pdf.js fetches pages with promises it forgets.
  const intact = readFileSync(fixture('pdf/pypdf__outline-without-title.pdf'), 'latin1');
  const shifted = intact.replace('\n8 0 obj', '\n    8 0 obj').replace('/FontFile 78 0 R', '/FontFile 78');
  const pdf = (name: string) => ({ name, content: Buffer.from(shifted, 'latin1') });
  const archive = [pdf('a.pdf'), NOTE, pdf('b.pdf'), CSV, pdf('c.pdf'), { ...NOTE, name: 'last.txt' }];
  const { documents, rejected } = await read(stored('shifted.zip', buildZip(archive)), {});
  expect(rejected).toEqual([]);
  expect(documents).toHaveLength(6);
});
