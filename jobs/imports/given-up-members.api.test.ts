import type { ChildProcess } from 'node:child_process';
import { beforeEach, expect, it } from 'vitest';
import type { MessageFromChild } from '@/ingestion/child/messages';
import { readDocumentsInChild } from '@/ingestion/read-in-child';
import { buildZip } from '@/ingestion/testing/build-zip';
import type { ImportEvent } from '@/ingestion/types';
import type { ReadFile } from '@/jobs/imports/import-file';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

let happens: (event: ImportEvent, attempt: number, record: number) => void = () => undefined;
let attempts = 0;
let kills = 0;
beforeEach(() => {
  attempts = 0;
  kills = 0;
});

/** The product's own reading, whose processes are killed a while after they come to the second file. */
const read: ReadFile = async function* (path, name, options) {
  attempts += 1;
  const attempt = attempts;
  let record = 0;
  for await (const event of readDocumentsInChild(path, name, { ...options, onSpawn: kill })) {
    if (event.type === 'document' || event.type === 'rejected') record += 1;
    happens(event, attempt, record);
    yield event;
  }
};

/** Twice, for the first time it might have been innocent. */
function kill(child: ChildProcess): void {
  let batchesLeft = Number.NaN;
  child.on('message', (message: MessageFromChild) => {
    if (message.type === 'member' && message.isOpened) batchesLeft = message.member === '1' ? 2 : Number.NaN;
    if (message.type === 'events') batchesLeft -= 1;
    if (batchesLeft !== 0) return;
    kills += 1;
    child.kill('SIGKILL');
  });
}

withTestDatabase();
withDataFolder();
withWorker(undefined, undefined, undefined, read);

const cases = (disease: string, count: number) =>
  Array.from({ length: count }, (_, at) => `{"id":"${disease} ${at}","text":"Case ${at} of ${disease}."}`).join('\n');
const ARCHIVE = buildZip([
  { name: 'measles.jsonl', content: cases('measles', 350) },
  { name: 'killer.jsonl', content: cases('mumps', 6_000) },
  { name: 'rubella.jsonl', content: cases('rubella', 750) },
]);

/** Every record has its place, those of each file are a beginning of it or the whole, and the counts add up. */
async function expectWhole(importRunId: string): Promise<number> {
  const run = await importEnded(importRunId);
  expect(run.status).toBe('COMPLETED_WITH_ERRORS');
  const documents = await getDatabase().document.findMany({ where: { importRunId }, orderBy: { recordNumber: 'asc' } });
  const ids = documents.map(({ externalId }) => externalId ?? '');
  const mumps = ids.filter((id) => id.startsWith('mumps')).length;
  const upTo = (disease: string, count: number) => Array.from({ length: count }, (_, at) => `${disease} ${at}`);
  expect(ids).toEqual([...upTo('measles', 350), ...upTo('mumps', mumps), ...upTo('rubella', 750)]);
  const places = Array.from({ length: ids.length + 1 }, (_, at) => at + 1);
  expect(documents.map(({ recordNumber }) => recordNumber)).toEqual(places.filter((place) => place !== 351 + mumps));
  expect(run).toMatchObject({ readCount: ids.length + 1, acceptedCount: ids.length, rejectedCount: 1, issueCount: 1 });
  const [issue] = await getDatabase().importIssue.findMany({ where: { importRunId } });
  expect(issue).toMatchObject({ severity: 'REJECTED', code: 'PARSER_CRASHED', file: 'killer.jsonl', line: null });
  return mumps;
}

it('an archive is imported around the file that kills its reader, which is told', async () => {
  happens = () => undefined;
  const desk = await openDesk();
  expect(await expectWhole(await desk.drop('diseases.zip', ARCHIVE))).toBeGreaterThanOrEqual(500);
  expect(attempts).toBe(1);
});

it('an import that goes on after such a file counts to the same place and does not open it again', async () => {
  happens = (event, attempt) => {
    const isLate = event.type === 'document' && event.document.externalId === 'rubella 700';
    if (attempt === 1 && isLate) throw new Error('the worker died');
  };
  const desk = await openDesk();
  const importRunId = await desk.drop('diseases.zip', ARCHIVE);
  await expectWhole(importRunId);
  expect(kills).toBe(2);
});

it('records that died with a worker before they were stored are the file’s that was given up', async () => {
  happens = (event, attempt) => {
    if (attempt < 3 && event.type === 'rejected' && event.givenUp === '1') throw new Error('the worker died');
  };
  const desk = await openDesk();
  const importRunId = await desk.drop('diseases.zip', ARCHIVE);
  const mumps = await expectWhole(importRunId);
  const run = await getDatabase().importRun.findUniqueOrThrow({ where: { id: importRunId } });
  expect(run.givenUp).toMatchObject([{ member: '1', records: mumps }]);
  expect(attempts).toBe(3);
  expect(kills).toBe(2);
});
