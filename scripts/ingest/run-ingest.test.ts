import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { buildZip } from '@/ingestion/testing/build-zip';
import { registerIngest } from '../commands/ingest';
import { runIngest } from './run-ingest';

const fixture = (path: string) => fileURLToPath(new URL(`../../ingestion/fixtures/${path}`, import.meta.url));

class Captured extends Writable {
  text = '';

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }

  get lines(): Array<Record<string, unknown>> {
    return this.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

test('--check prints one line of JSON a file and exits 2 when one failed', async () => {
  const stdout = new Captured();
  const files = [fixture('ris/asreview__ris_issue_992.txt'), fixture('pdf/jabref__empty.pdf')];
  expect(await runIngest(files, { isCheck: true }, stdout, new Captured())).toBe(2);
  const [ris, pdf] = stdout.lines;
  expect(ris).toMatchObject({ format: 'ris', encoding: 'utf-8', read: 19, rejected: 0, duplicates: 0, repaired: 19 });
  expect(Array.isArray(ris?.issues)).toBe(true);
  expect(pdf).toMatchObject({ code: 'SCANNED_PDF', read: 0, issues: [] });
  expect(await runIngest(files.slice(0, 1), { isCheck: true }, new Captured(), new Captured())).toBe(0);
});

test('without --check documents go to standard output and complaints to standard error', async () => {
  const stdout = new Captured();
  const stderr = new Captured();
  const files = [
    fixture('csv_encodings/frictionless-py__blank-cells.csv'),
    fixture('pdf_encrypted/pdfminer.six__aes-256.pdf'),
  ];
  expect(await runIngest(files, { isCheck: false }, stdout, stderr)).toBe(2);
  expect(stdout.lines.map(({ title }) => title)).toEqual(['Paul', 'John', 'George', 'Ringo']);
  expect(stderr.text).toContain('blank-cells.csv:6: EMPTY_RECORD: ');
  expect(stderr.text).toContain('ENCRYPTED_FILE: "pdfminer.six__aes-256.pdf" is protected by a password.');
});

test('the command takes one file and more, and explains itself', () => {
  const program = new Command('winnow').exitOverride();
  registerIngest(program);
  const [ingest] = program.commands;
  expect(ingest?.usage()).toBe('[options] <file...>');
  expect(ingest?.helpInformation()).toContain('--check');
});

test('a path is taken from where the command stands', async () => {
  const stdout = new Captured();
  expect(await runIngest(['samples/mixed-2000.jsonl'], { isCheck: true }, stdout, new Captured())).toBe(0);
  expect(stdout.lines[0]).toMatchObject({ format: 'jsonl', read: 2020, accepted: 2020, duplicates: 0 });
});

test('a file of an archive that needs too much memory is told by its name, and its neighbours are printed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-ingest-'));
  const path = join(folder, 'upload.zip');
  const long = { name: 'long.txt', content: randomBytes(40_000_000).toString('hex'), method: 0 };
  const note = (name: string) => ({ name, content: `A note called ${name}.` });
  writeFileSync(path, buildZip([note('a.txt'), long, note('b.txt')]));
  const reading = { maxRecordLength: 500_000_000, limits: { maxHeapMib: 48 } };
  const [stdout, stderr, report] = [new Captured(), new Captured(), new Captured()];
  expect(await runIngest([path], { isCheck: false, reading }, stdout, stderr)).toBe(0);
  expect(await runIngest([path], { isCheck: true, reading }, report, stderr)).toBe(0);
  rmSync(folder, { recursive: true });
  expect(stdout.lines.map(({ text }) => text)).toEqual(['A note called a.txt.', 'A note called b.txt.']);
  expect(stderr.text).toContain('upload.zip/long.txt:0: OUT_OF_MEMORY: ');
  expect(report.lines).toMatchObject([{ read: 3, accepted: 2, rejected: 1, duplicates: 0 }]);
});
