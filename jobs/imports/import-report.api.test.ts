import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildZip } from '@/ingestion/testing/build-zip';
import { openFileStore } from '@/jobs/file-store';
import { rejectsKey } from '@/jobs/rejects-file';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { type BeforeRecord, withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import type { ImportRun } from '@/prisma/generated/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

let happens: BeforeRecord = () => undefined;
beforeEach(() => {
  happens = () => undefined;
});

withTestDatabase();
withDataFolder();
withWorker((...given) => happens(...given));

const rejectsOf = ({ id, rejectsBytes }: ImportRun) => text(openFileStore().read(rejectsKey(id), Number(rejectsBytes)));
const countsOf = async (importRunId: string) =>
  (await getDatabase().importCodeCount.findMany({ where: { importRunId }, orderBy: { code: 'asc' } })).map(
    ({ severity, code, count }) => [severity, code, count],
  );

describe('the rejected records of an import', () => {
  it('of a table stand below its header, as the file has them', async () => {
    const desk = await openDesk();
    const content = ['id;title;abstract', '1;Herons;Fever.', '2;"a; b";c;d', '3;Cough;', ';;x;y;z'].join('\n');
    const run = await importEnded(await desk.drop('trials.csv', content));
    expect(run).toMatchObject({ readCount: 4, acceptedCount: 2, rejectedCount: 2, rejectsKept: 2, rejectsCut: 0 });
    expect(await rejectsOf(run)).toBe('id;title;abstract\n2;"a; b";c;d\n;;x;y;z\n');
  });

  it('of lines of JSON are those lines', async () => {
    const desk = await openDesk();
    const run = await importEnded(await desk.drop('a.jsonl', '{"id":"1","text":"Fever."}\n{"id":\n[1]\n{"id":"9"}'));
    expect(await rejectsOf(run)).toBe('{"id":\n[1]\n{"id":"9"}\n');
  });

  it('of RIS are records, with an empty line between them', async () => {
    const desk = await openDesk();
    const content = [
      'TY  - JOUR',
      'AU  - Heron, A',
      'ER  - ',
      '',
      'TY  - JOUR',
      'TI  - Cough',
      'AB  - Fever.',
      'ER  - ',
    ];
    const run = await importEnded(await desk.drop('a.ris', content.join('\n')));
    expect(run).toMatchObject({ acceptedCount: 1, rejectedCount: 1 });
    expect(await rejectsOf(run)).toMatch(/^TY {2}- JOUR\nAU {2}- Heron, A\n(ER {2}- ?\n)?\n/);
  });

  it('of an archive stand in a table of ours, in which no spreadsheet computes anything', async () => {
    const desk = await openDesk();
    const broken = '=HYPERLINK("http://evil.example"),one,two,three';
    const content = buildZip([
      { name: '=cmd.csv', content: `title,abstract\nHerons,Fever.\n${broken}\n` },
      { name: 'note.txt', content: 'A note of some words.' },
    ]);
    const run = await importEnded(await desk.drop('upload.zip', content));
    expect(run).toMatchObject({ status: 'COMPLETED_WITH_ERRORS', acceptedCount: 2, rejectedCount: 1 });
    const [header, row] = (await rejectsOf(run)).split('\r\n');
    expect(header).toBe('file,line,code,message,record');
    expect(row?.startsWith("'=cmd.csv,3,WRONG_COLUMN_COUNT,")).toBe(true);
    expect(row).toContain(`"'=HYPERLINK(""http://evil.example""),one,two,three"`);
  });

  it('are kept once however often the reader dies, and counted by code', async () => {
    const desk = await openDesk();
    const lines = Array.from({ length: 700 }, (_, index) =>
      index % 7 === 6
        ? `{"id": "${index}",`
        : JSON.stringify({ id: `${index}`, title: `Case ${index} of dengue`, text: index === 0 ? 'Fever.' : '' }),
    );
    const deaths = new Set([50, 130, 599, 700]);
    happens = (_file, record) => {
      if (deaths.delete(record)) throw new Error(`the reader died at record ${record}`);
    };
    const run = await importEnded(await desk.drop('dying.jsonl', lines.join('\n')));
    expect(deaths.size).toBe(0);
    const broken = lines.filter((_, index) => index % 7 === 6);
    expect(await rejectsOf(run)).toBe(`${broken.join('\n')}\n`);
    expect(run).toMatchObject({ rejectsKept: 100, rejectedCount: 100, bytesRead: run.sizeBytes });
    expect(await countsOf(run.id)).toEqual([
      ['REJECTED', 'INVALID_JSON', 99],
      ['WARNING', 'MISSING_TEXT', 599],
      ['REJECTED', 'TRUNCATED_RECORD', 1],
    ]);
  });

  it('that are too long are cut, and said to be', async () => {
    const desk = await openDesk();
    const run = await importEnded(
      await desk.drop('long.jsonl', `{"id":"1","text":"Fever."}\n{"id": "${'x'.repeat(100_000)}`),
    );
    expect(run).toMatchObject({ rejectsKept: 1, rejectsCut: 1, rejectsBytes: 65_537n });
  });
});

describe('an issue', () => {
  it('is counted beyond the ones that are kept one by one, and says how its file was read', async () => {
    const desk = await openDesk();
    const rows = Array.from(
      { length: 10_050 },
      (_, index) => `${index},Caf\xe9 ${index},${index === 0 ? 'Fever.' : ''}`,
    );
    const content = Buffer.from(`\ufeff${['id,title,abstract', ...rows].join('\n')}`, 'utf16le');
    const run = await importEnded(await desk.drop('wide.csv', content));
    expect(run.issueCount).toBe(10_049);
    expect(await countsOf(run.id)).toEqual([['WARNING', 'MISSING_TEXT', 10_049]]);
    const kept = await getDatabase().importIssue.findMany({ where: { importRunId: run.id } });
    expect(kept).toHaveLength(10_000);
    expect(new Set(kept.map(({ encoding }) => encoding))).toEqual(new Set(['utf-16le']));
  });
});
