import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDocumentsInChild } from '@/ingestion/read-in-child';
import { buildDocx, paragraph } from '@/ingestion/testing/build-docx';
import { buildZip } from '@/ingestion/testing/build-zip';
import { collect, fixture } from '@/ingestion/testing/read-all';

const folder = mkdtempSync(join(tmpdir(), 'winnow-mutations-'));
const upload = join(folder, 'upload');
const before = process.env.TMPDIR;

const ORIGINALS: Array<[string, Buffer]> = [
  ...[
    'pdf/pypdf__hello-world.pdf',
    'pdf/pypdf__outline-without-title.pdf',
    'pdf_encrypted/pdfminer.six__aes-256.pdf',
    'docx/mammoth.js__footnote-hyperlink.docx',
    'zip/frictionless-py__table-multiple-files.zip',
    'xlsx/frictionless-py__table-output.xlsx',
    'ris/asreview__ris_issue_992.txt',
  ].map((path): [string, Buffer] => [basename(path), readFileSync(fixture(path))]),
  ['built.docx', buildDocx({ body: paragraph('A text of some words.') })],
  [
    'mixed.zip',
    buildZip([
      { name: 'a.csv', content: 'title,abstract\nA,B\n', method: 0 },
      { name: 'b.pdf', content: readFileSync(fixture('pdf/jabref__metaData.pdf')) },
      { name: 'c.zip', content: buildZip([{ name: 'd.txt', content: 'Some words.' }]) },
    ]),
  ],
];

/** What may happen to a file on its way, and what people do to files who mean harm. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constant('bytes' as const),
    places: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 12,
    }),
  }),
  fc.record({ kind: fc.constant('twice' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

beforeAll(() => {
  process.env.TMPDIR = folder;
});

afterAll(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(folder, { recursive: true });
});

test.each(ORIGINALS)(
  '%s, mutated, is read or refused with a code, and leaves nothing behind',
  async (name, original) => {
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        writeFileSync(upload, mutate(original, change));
        // Anything but an IngestionError is thrown on; a crash, a stall or a lack of memory is a fault of ours.
        const { failure, counts, documents, rejected } = await collect(readDocumentsInChild(upload, name));
        expect(failure === null).toBe(counts !== null);
        const told = [failure?.code, ...rejected.map(({ code }) => code)];
        for (const code of ['PARSER_CRASHED', 'TIMEOUT', 'OUT_OF_MEMORY']) expect(told).not.toContain(code);
        if (counts !== null) expect(counts.read).toBe(documents.length + rejected.length);
        expect(readdirSync(folder)).toEqual(['upload']);
      }),
      { numRuns: 5 },
    );
  },
);

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(original: Buffer, change: Mutation): Buffer {
  const place = (share: number) => Math.min(original.length - 1, Math.floor(share * original.length));
  if (change.kind === 'cut') return original.subarray(0, place(change.at));
  if (change.kind === 'twice') return Buffer.concat([original.subarray(0, place(change.at)), original]);
  const bytes = Buffer.from(original);
  for (const [share, value] of change.places) bytes[place(share)] = value;
  return bytes;
}
