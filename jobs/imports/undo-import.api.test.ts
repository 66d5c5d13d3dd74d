import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { type PayloadOf, undoImport } from '@/jobs/definitions';
import { openFileStore } from '@/jobs/file-store';
import { createUndoImportHandler } from '@/jobs/imports/undo-import';
import { enqueue } from '@/jobs/queue';
import { rejectsKey } from '@/jobs/rejects-file';
import { type ImportDesk, importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { GivenBack, type RunningJob } from '@/jobs/worker/running-job';
import { getDatabase, getPool, inTransaction } from '@/prisma/client';
import { beginUndo } from '@/prisma/queries/undo-import';
import { seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

const JSONL = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const record = (id: string, text = `Case ${id} of dengue fever.`) => ({ id, text });
const documentsOf = (importRunId: string) =>
  getDatabase().document.findMany({ where: { importRunId }, orderBy: { recordNumber: 'asc' } });
const runOf = (id: string) => getDatabase().importRun.findUniqueOrThrow({ where: { id } });

async function undo({ projectId }: ImportDesk, importRunId: string): Promise<void> {
  await inTransaction(async (tx) => {
    expect(await beginUndo(tx, { projectId, importRunId })).toBe(true);
    await enqueue(undoImport, { projectId, importRunId }, { tx });
  });
}

/** As a worker has it in hand. */
function jobOf(payload: PayloadOf<typeof undoImport>, signal: AbortSignal): RunningJob<typeof payload> {
  return { id: randomUUID(), name: undoImport.name, payload, signal, completeIn: async () => undefined };
}

function undone(importRunId: string) {
  return vi.waitFor(
    async () => {
      const run = await runOf(importRunId);
      expect(run.status).toBe('UNDONE');
      return run;
    },
    { timeout: 60_000, interval: 50 },
  );
}

/** Every counter of the project's runs, beside what the rows say. */
async function expectCountersRight(projectId: string): Promise<void> {
  for (const run of await getDatabase().scoringRun.findMany({ where: { projectId } })) {
    const scores = await getDatabase().score.findMany({ where: { projectId, runId: run.id } });
    const scored = scores.filter(({ rawScore }) => rawScore !== null).length;
    const { totalCount, scoredCount, failedCount } = run;
    expect({ totalCount, scoredCount, failedCount }).toEqual({
      totalCount: scores.length,
      scoredCount: scored,
      failedCount: scores.length - scored,
    });
  }
  const dangling = await getPool().query(
    `SELECT 1 FROM "Document" document WHERE "projectId" = $1 AND "duplicateOfId" IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM "Document" first WHERE first."projectId" = $1 AND first."id" = document."duplicateOfId"
         AND first."duplicateOfId" IS NULL)`,
    [projectId],
  );
  expect(dangling.rowCount).toBe(0);
}

describe('an import that is undone', () => {
  it('leaves nothing: documents, issues, scores, rejects and the file are gone, and the same file can come again', async () => {
    const desk = await openDesk();
    const content = `${JSONL([record('1'), record('2'), record('2')])}\n{"broken`;
    const first = await importEnded(await desk.drop('a.jsonl', content));
    await scoringCompleted(desk.projectId);
    await undo(desk, first.id);
    expect(await undone(first.id)).toMatchObject({ removedCount: 3, issueCount: 0, rejectsBytes: 0n, rejectsKept: 0 });
    const { storageKey, status } = await getDatabase().upload.findUniqueOrThrow({ where: { id: first.uploadId } });
    expect(status).toBe('ABANDONED');
    for (const key of [storageKey, rejectsKey(first.id)]) expect(await openFileStore().sizeOf(key)).toBeNull();
    expect(await documentsOf(first.id)).toEqual([]);
    expect(await getDatabase().documentText.count({ where: { projectId: desk.projectId } })).toBe(0);
    expect(await getDatabase().importIssue.count({ where: { importRunId: first.id } })).toBe(0);
    await expectCountersRight(desk.projectId);

    const again = await importEnded(await desk.drop('a.jsonl', content));
    expect(again).toMatchObject({ readCount: 4, acceptedCount: 2, duplicateCount: 1, rejectedCount: 1 });
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 2, scoredCount: 2 });
  });

  it('hands its works on: what repeated them in other imports is first now, and scored', async () => {
    const desk = await openDesk();
    const first = await importEnded(await desk.drop('a.jsonl', JSONL([record('1'), record('2')])));
    const second = await importEnded(await desk.drop('b.jsonl', JSONL([record('1'), record('3'), record('1')])));
    const third = await importEnded(await desk.drop('c.jsonl', JSONL([record('x', 'Case 1 of dengue fever')])));
    await scoringCompleted(desk.projectId);
    await undo(desk, first.id);
    await undone(first.id);
    const [heir, other, follower] = await documentsOf(second.id);
    expect([heir, other, follower].map((one) => one?.duplicateOfId)).toEqual([null, null, heir?.id]);
    expect((await documentsOf(third.id))[0]?.duplicateOfId).toBe(heir?.id);
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 2, scoredCount: 2, failedCount: 0 });
    const [scored] = await documentsOf(second.id);
    expect(scored).toMatchObject({ status: 'SCORED' });
    await expectCountersRight(desk.projectId);
  });

  it('while it is still being scored leaves no batch that waits for what is gone', async () => {
    const desk = await openDesk();
    const rows = Array.from({ length: 120 }, (_, index) => record(`${index}`));
    const doomed = await importEnded(await desk.drop('doomed.jsonl', JSONL(rows)));
    await undo(desk, doomed.id);
    const kept = await importEnded(await desk.drop('kept.jsonl', JSONL([record('kept', 'A cohort of stroke.')])));
    await undone(doomed.id);
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 1, scoredCount: 1 });
    expect(await documentsOf(kept.id)).toMatchObject([{ status: 'SCORED' }]);
    await expectCountersRight(desk.projectId);
  });

  it('goes on from where a worker gave it back, with every group whole in between', async () => {
    const desk = await openDesk();
    const rows = Array.from({ length: 620 }, (_, index) => record(`${index}`));
    const doomed = await importEnded(await desk.drop('doomed.jsonl', JSONL(rows)));
    const other = await importEnded(await desk.drop('other.jsonl', JSONL([rows[10] ?? {}, rows[600] ?? {}])));
    await scoringCompleted(desk.projectId);
    const { projectId } = desk;
    expect(await beginUndo(getDatabase(), { projectId, importRunId: doomed.id })).toBe(true);
    const stopping = jobOf({ projectId, importRunId: doomed.id }, AbortSignal.abort());
    await expect(createUndoImportHandler(openFileStore())(stopping)).rejects.toBeInstanceOf(GivenBack);
    expect(await getDatabase().document.count({ where: { importRunId: doomed.id } })).toBe(120);
    expect(await runOf(doomed.id)).toMatchObject({ status: 'UNDOING', removedCount: 500 });
    await scoringCompleted(projectId);
    await expectCountersRight(projectId);

    await inTransaction((tx) => enqueue(undoImport, { projectId, importRunId: doomed.id }, { tx }));
    expect(await undone(doomed.id)).toMatchObject({ removedCount: 620, failureCode: null });
    expect((await documentsOf(other.id)).map(({ duplicateOfId }) => duplicateOfId)).toEqual([null, null]);
    expect(await scoringCompleted(projectId)).toMatchObject({ totalCount: 2, scoredCount: 2 });
    await expectCountersRight(projectId);
  });

  it('leads the many who repeat one of its works to their new first a few at a time', async () => {
    const desk = await openDesk();
    const { projectId } = desk;
    const doomed = await importEnded(await desk.drop('a.jsonl', JSONL([record('1'), record('2')])));
    const copies = Array.from({ length: 7 }, () => record('1'));
    const other = await importEnded(await desk.drop('b.jsonl', JSONL(copies)));
    await scoringCompleted(projectId);
    const key = { projectId, importRunId: doomed.id };
    expect(await beginUndo(getDatabase(), key)).toBe(true);
    const handler = createUndoImportHandler(openFileStore(), { documents: 1, followers: 2 });
    for (let turn = 0; (await getDatabase().document.count({ where: { importRunId: doomed.id } })) > 0; turn += 1) {
      expect(turn).toBeLessThan(8);
      await handler(jobOf(key, AbortSignal.abort())).catch((error: unknown) => expect(error).toBeInstanceOf(GivenBack));
      const firsts = await getDatabase().document.count({ where: { importRunId: other.id, duplicateOfId: null } });
      expect(firsts).toBeLessThanOrEqual(1);
    }
    await handler(jobOf(key, new AbortController().signal));
    await undone(doomed.id);
    const [heir, ...followers] = await documentsOf(other.id);
    expect(followers.map(({ duplicateOfId }) => duplicateOfId)).toEqual(Array(6).fill(heir?.id));
    await scoringCompleted(projectId);
    await expectCountersRight(projectId);
  });

  it('takes its labels along, and passes on those of another import to the document that comes first now', async () => {
    const desk = await openDesk();
    const table = (id: string, label: number) => `id,abstract,included\n${id},Case 1 of dengue fever.,${label}\n`;
    const doomed = await importEnded(await desk.drop('a.csv', table('1', 1)));
    const other = await importEnded(await desk.drop('b.csv', table('2', 0)));
    await scoringCompleted(desk.projectId);
    const labels = () =>
      getDatabase().referenceLabel.findMany({
        where: { projectId: desk.projectId },
        select: { documentId: true, value: true },
        orderBy: { value: 'asc' },
      });
    const [first] = await documentsOf(doomed.id);
    const [heir] = await documentsOf(other.id);
    expect(await labels()).toEqual([0, 1].map((value) => ({ documentId: first?.id, value })));
    await undo(desk, doomed.id);
    await undone(doomed.id);
    expect(await labels()).toEqual([{ documentId: heir?.id, value: 0 }]);
  });

  it('keeps what was noted while it went on', async () => {
    const desk = await openDesk();
    const run = await importEnded(await desk.drop('a.jsonl', JSONL([record('1'), record('2')])));
    await scoringCompleted(desk.projectId);
    const { userIds } = await seedTeam(getPool(), 'Readers', ['REVIEWER']);
    const [noted] = await documentsOf(run.id);
    const note = { projectId: desk.projectId, documentId: noted?.id ?? '', authorId: userIds[0] ?? '', text: 'Why?' };
    await getDatabase().note.create({ data: note });
    await undo(desk, run.id);
    expect(await undone(run.id)).toMatchObject({ removedCount: 1, failureCode: 'REVIEWED_MEANWHILE' });
    expect(await documentsOf(run.id)).toMatchObject([{ id: noted?.id }]);
  });

  it('keeps what was reviewed while it went on, and says so', async () => {
    const desk = await openDesk();
    const run = await importEnded(await desk.drop('a.jsonl', JSONL([record('1'), record('2'), record('3')])));
    await scoringCompleted(desk.projectId);
    const { userIds } = await seedTeam(getPool(), 'Raters', ['REVIEWER']);
    const [reviewed] = await documentsOf(run.id);
    const rating = { projectId: desk.projectId, documentId: reviewed?.id ?? '', raterId: userIds[0] ?? '' };
    await getDatabase().rating.create({ data: { ...rating, kind: 'OVERRIDE', value: 4 } });
    await undo(desk, run.id);
    expect(await undone(run.id)).toMatchObject({ removedCount: 2, failureCode: 'REVIEWED_MEANWHILE' });
    expect(await documentsOf(run.id)).toMatchObject([{ id: reviewed?.id }]);
    await expectCountersRight(desk.projectId);
  });

  it('lets an import of the same file, which had stored nothing, be tried again', async () => {
    const desk = await openDesk();
    const content = JSONL([record('1'), record('2')]);
    const first = await importEnded(await desk.drop('a.jsonl', content));
    const same = await importEnded(await desk.drop('b.jsonl', content));
    expect(same).toMatchObject({ status: 'COMPLETED', duplicateCount: 2, sameAsId: first.id });
    await undo(desk, first.id);
    await undone(first.id);
    expect(await runOf(same.id)).toMatchObject({ status: 'CANCELLED', readCount: 0, failureCode: 'SAME_FILE_UNDONE' });
    const third = await importEnded(await desk.drop('c.jsonl', content));
    expect(third).toMatchObject({ acceptedCount: 2, duplicateCount: 0 });
  });
});
