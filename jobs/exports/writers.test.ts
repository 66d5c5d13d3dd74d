import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from '@/ingestion/testing/read-all';
import type { JsonObject } from '@/ingestion/types';
import { ExportTable, toRecord } from '@/jobs/exports/export-table';
import type { ExportWriter } from '@/jobs/exports/export-writer';
import { writeCsv } from '@/jobs/exports/write-csv';
import { writeJsonl } from '@/jobs/exports/write-jsonl';
import { writeParquet } from '@/jobs/exports/write-parquet';
import { writeRis } from '@/jobs/exports/write-ris';
import { writeXlsx } from '@/jobs/exports/write-xlsx';
import type { ExportedDocument } from '@/prisma/queries/export-rows';

const FACTS = { threshold: 3, thresholdVersion: 2, isNeutralised: true };
/** Formats that no spreadsheet computes are written as they are. */
const IS_NEUTRALISED = new Set<ExportWriter>([writeCsv, writeXlsx]);

function documentOf(given: Partial<ExportedDocument> = {}): ExportedDocument {
  return {
    ...{ id: '01a20000-0000-7000-8000-000000000000', externalId: 'x', title: 'A title', text: 'A text.', authors: [] },
    ...{ year: null, journal: null, doi: null, pmid: null, url: null, language: null, keywords: [], metadata: {} },
    ...{ rawScore: 3.5, calibratedScore: null, overrideScore: null, overrideBy: null, overrideReason: null },
    ...{ decision: null, decisionBy: null, decisionReason: null, tokensTotal: 9, tokensRead: 9, isTruncated: false },
    ...{
      windows: 1,
      precision: 'fp32',
      model: 'A model',
      modelRevision: 'r',
      hasDuplicates: false,
      duplicateOfId: null,
      dedupKey: '',
      tags: [],
      notes: [],
    },
    ...given,
  };
}

async function write(
  writer: ExportWriter,
  documents: readonly ExportedDocument[],
  given: { keys?: string[]; gathers?: boolean; cuts?: boolean; hasByteOrderMark?: boolean } = {},
): Promise<{ bytes: Buffer; cut: number }> {
  let cut = 0;
  const table = new ExportTable(given.keys ?? [], given.gathers ?? false, { hasCuts: given.cuts ?? false });
  async function* batches() {
    const facts = { ...FACTS, isNeutralised: IS_NEUTRALISED.has(writer) };
    for (const document of documents) yield [toRecord(document, facts)];
  }
  const options = { isNeutralised: true, hasByteOrderMark: given.hasByteOrderMark ?? false, onCut: () => void cut++ };
  const chunks: Uint8Array[] = [];
  for await (const chunk of writer(table, batches(), options)) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), cut };
}

/** What PostgreSQL holds: no NUL, no half of a character. */
const stored = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
const nasty = fc.tuple(fc.stringMatching(/^[=+\-@"',;\r\n\t ]{0,4}$/), stored, fc.stringMatching(/^["\r\n ,]{0,3}$/));
const text = nasty.map((parts) => parts.join('')).filter((whole) => whole.trim() !== '');

describe('a CSV file', () => {
  it('is read by another reader cell by cell as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (values) => {
        const documents = values.map((value) => documentOf({ title: value, metadata: { note: value } }));
        const { bytes } = await write(writeCsv, documents, { keys: ['note'] });
        const rows = parse(bytes, { columns: true, relax_column_count: false }) as Record<string, string>[];
        const back = rows.map(({ title = '', note = '' }) =>
          [title, note].map((cell) => cell.replace(/^'(?='*[=+\-@\t\r＝＋－＠])/, '')),
        );
        expect(back).toEqual(values.map((value) => [value, value]));
      }),
    );
  });

  it('is imported again with the text, the metadata and the review that it was written from', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { maxLength: 3 }), async (body, tags) => {
        const names = [
          ...new Set(
            tags.map((tag) =>
              tag
                .normalize('NFC')
                .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
                .trim(),
            ),
          ),
        ];
        const document = documentOf({
          text: body.replace(/\r\n?/g, '\n').trim(),
          metadata: { note: body },
          tags: names,
        });
        const { bytes } = await write(writeCsv, [document], { keys: ['note'] });
        const [read] = (await readText('x.csv', bytes)).documents;
        expect(read?.text).toBe(document.text);
        expect(read?.metadata).toEqual({ note: body });
        expect(read?.restored?.tags).toEqual(names.filter((name) => [...name].length <= 60));
        expect(read?.restored?.score).toMatchObject({ raw: 3.5, model: 'A model' });
      }),
    );
  });

  it('begins with a byte order mark where one is asked for, and not otherwise', async () => {
    expect((await write(writeCsv, [], { hasByteOrderMark: true })).bytes.subarray(0, 3)).toEqual(
      Buffer.from([0xef, 0xbb, 0xbf]),
    );
    expect((await write(writeCsv, [])).bytes.subarray(0, 3).toString()).toBe('id,');
  });

  it('gathers metadata without a column of its own in one', async () => {
    const document = documentOf({ metadata: { own: 'a', rare: [1, { b: 2 }] } });
    const { bytes } = await write(writeCsv, [document], { keys: ['own'], gathers: true });
    const [row] = parse(bytes, { columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({ own: 'a', winnow_other_metadata: '{"rare":[1,{"b":2}]}' });
    expect((await readText('x.csv', bytes)).documents[0]?.metadata).toEqual({ own: 'a', rare: [1, { b: 2 }] });
  });
});

describe.each([
  ['RIS', writeRis, 'x.ris'],
  ['JSONL', writeJsonl, 'x.jsonl'],
] as const)('a file of %s', (_name, writer, fileName) => {
  it('is imported again as it was, with metadata of any shape, and one record a document', async () => {
    const metadata = fc.dictionary(
      stored.filter((key) => key.trim() !== '' && key !== '__proto__' && key !== 'titleDerived'),
      fc.oneof(text, fc.integer(), fc.array(stored, { minLength: 1 }), fc.constant({ a: { b: [1] } })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, metadata), { minLength: 1, maxLength: 3 }), async (given) => {
        const documents = given.map(([body, extra]) =>
          documentOf({ text: body.replace(/\r\n?/g, '\n').trim(), metadata: extra }),
        );
        const read = (await readText(fileName, (await write(writer, documents)).bytes)).documents;
        expect(read.map((document) => document.text)).toEqual(documents.map((document) => document.text));
        expect(read.map((document) => ({ ...document.metadata }))).toEqual(
          documents.map((document) => document.metadata as JsonObject),
        );
      }),
    );
  });
});

describe('a sheet', () => {
  it('cuts what no cell holds, and names it in its row', async () => {
    const { bytes, cut } = await write(writeXlsx, [documentOf({ text: 'x'.repeat(40_000) })], { cuts: true });
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(cut).toBe(1);
  });

  it('ends with the error that reading ends with', async () => {
    async function* batches() {
      yield [toRecord(documentOf(), FACTS)];
      throw new Error('the database went away');
    }
    const options = { isNeutralised: true, hasByteOrderMark: false, onCut: () => undefined };
    const reading = async () => {
      for await (const _chunk of writeXlsx(new ExportTable([], false, { hasCuts: true }), batches(), options));
    };
    await expect(reading()).rejects.toThrow('the database went away');
  });
});

/** Columns of somebody's file, called like properties that every object has. */
const INHERITED = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];

it.each([
  ['CSV', writeCsv, 'x.csv'],
  ['Parquet', writeParquet, 'x.parquet'],
] as const)('columns of %s may be called like properties that every object has', async (_name, writer, fileName) => {
  const metadata = Object.fromEntries(INHERITED.map((key) => [key, `of ${key}`]));
  const lists = Object.fromEntries(INHERITED.map((key) => [key, ['a; b', 'c']]));
  const documents = [documentOf({ metadata }), documentOf({ title: 'Lists', metadata: lists })];
  const { bytes } = await write(writer, documents, { keys: INHERITED });
  const read = (await readText(fileName, bytes)).documents;
  expect(read.map((document) => ({ ...document.metadata }))).toEqual([
    metadata,
    Object.fromEntries(INHERITED.map((key) => [key, '["a; b","c"]'])),
  ]);
});

it('a sheet has columns called like properties that every object has', async () => {
  const metadata = Object.fromEntries(INHERITED.map((key) => [key, `of ${key}`]));
  const { bytes } = await write(writeXlsx, [documentOf({ metadata })], { keys: INHERITED, cuts: true });
  expect({ ...(await readText('x.xlsx', bytes)).documents[0]?.metadata }).toEqual(metadata);
});

it('a Parquet file begins and ends as one, in groups of rows', async () => {
  const { bytes } = await write(writeParquet, [documentOf(), documentOf({ rawScore: null })]);
  expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
});
