import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, getPool } from '@/prisma/client';
import type { ImportRun } from '@/prisma/generated/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

const JSONL = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const documentsOf = (importRunId: string) =>
  getDatabase().document.findMany({ where: { importRunId }, orderBy: { recordNumber: 'asc' } });
const issuesOf = (importRunId: string) =>
  getDatabase().importIssue.findMany({ where: { importRunId }, orderBy: { position: 'asc' } });

function adding(run: ImportRun) {
  const { readCount, acceptedCount, repairedCount, rejectedCount, duplicateCount } = run;
  expect(acceptedCount + repairedCount + rejectedCount + duplicateCount).toBe(readCount);
  return [readCount, acceptedCount, repairedCount, rejectedCount, duplicateCount];
}

describe('a file', () => {
  it('becomes documents that are found by their words and scored', async () => {
    const desk = await openDesk();
    const rows = [
      { id: 'a', title: 'Inhaled steroids in children', text: 'A randomised trial of budesonide for asthma.' },
      {
        id: 'b',
        title: 'Bicycle lanes',
        text: 'The city council has painted new lanes.',
        doi: '10.1000/xyz',
        year: 2020,
      },
    ];
    const run = await importEnded(await desk.drop('trials.jsonl', JSONL(rows)));
    expect(run).toMatchObject({ status: 'COMPLETED', format: 'jsonl', encoding: 'utf-8', attempt: null });
    expect(adding(run)).toEqual([2, 2, 0, 0, 0]);
    const [first, second] = await documentsOf(run.id);
    expect(first).toMatchObject({ externalId: 'a', title: 'Inhaled steroids in children', recordNumber: 1 });
    expect(second).toMatchObject({ externalId: 'b', year: 2020, recordNumber: 2, textLength: 39 });
    const found = await getPool().query<{ documentId: string }>(
      `SELECT "documentId" FROM "DocumentText"
       WHERE "projectId" = $1 AND "search" @@ websearch_to_tsquery('english', 'randomised steroid')`,
      [desk.projectId],
    );
    expect(found.rows).toEqual([{ documentId: first?.id }]);
    const scoring = await scoringCompleted(desk.projectId);
    expect(scoring).toMatchObject({ totalCount: 2, scoredCount: 2, failedCount: 0 });
  });

  it('tells of each record it left out, with its line and code', async () => {
    const desk = await openDesk();
    const content = ['{"id":"1","text":"Fever after vaccination."}', '{"id":"2",', '{"id":"3","text":"Cough."}'];
    const run = await importEnded(await desk.drop('broken.jsonl', content.join('\n')));
    expect(run.status).toBe('COMPLETED_WITH_ERRORS');
    expect(adding(run)).toEqual([3, 2, 0, 1, 0]);
    expect(await issuesOf(run.id)).toMatchObject([
      { severity: 'REJECTED', line: 2, code: 'INVALID_JSON', position: 0 },
    ]);
  });

  it.each([
    ['nothing in it', 'empty.csv', Buffer.alloc(0), 'EMPTY_FILE'],
    ['a program in it', 'table.csv', readFileSync(process.execPath).subarray(0, 300_000), 'UNSUPPORTED_FORMAT'],
  ])('with %s fails with a code', async (_what, name, content, code) => {
    const desk = await openDesk();
    const run = await importEnded(await desk.drop(name, content));
    expect(run).toMatchObject({ status: 'FAILED', failureCode: code, readCount: 0 });
    expect(run.failureMessage).not.toBe('');
    expect(await documentsOf(run.id)).toEqual([]);
  });

  it('of 5 MB of words that are all different is stored whole and stays searchable', async () => {
    const desk = await openDesk();
    const words = Array.from({ length: 600_000 }, (_, index) => `w${index.toString(36)}x`)
      .join(' ')
      .slice(0, 5_000_000);
    const letters = Array.from({ length: 50_000 }, (_, index) => String.fromCodePoint(0x20000 + index)).join(' ');
    const rows = [
      { id: 'words', text: words },
      { id: 'letters', text: letters },
    ];
    const run = await importEnded(await desk.drop('long.jsonl', JSONL(rows)));
    expect(adding(run)).toEqual([2, 2, 0, 0, 0]);
    const texts = await getPool().query<{ length: number }>(
      `SELECT length("text") AS "length" FROM "DocumentText" WHERE "projectId" = $1 ORDER BY 1 DESC`,
      [desk.projectId],
    );
    expect(texts.rows.map((row) => row.length)).toEqual([words.length, 99_999]);
    const found = await getPool().query(
      `SELECT 1 FROM "DocumentText" WHERE "projectId" = $1 AND "search" @@ to_tsquery('english', 'w2sx')`,
      [desk.projectId],
    );
    expect(found.rowCount).toBe(1);
  });
});

describe('duplicates', () => {
  it('point to the first of their kind, within a file and between files', async () => {
    const desk = await openDesk();
    const rows = [
      { id: '1', title: 'A', text: 'Fever.', doi: '10.1000/a' },
      { id: '2', title: 'A again', text: 'Fever!', doi: 'https://doi.org/10.1000/A' },
      { id: '3', title: 'B', text: 'Cough.' },
    ];
    const first = await importEnded(await desk.drop('one.jsonl', JSONL(rows)));
    expect(adding(first)).toEqual([3, 2, 0, 0, 1]);
    const second = await importEnded(
      await desk.drop(
        'two.jsonl',
        JSONL([
          { id: '9', title: 'b', text: 'COUGH' },
          { id: '10', text: 'Rash.' },
        ]),
      ),
    );
    expect(adding(second)).toEqual([2, 1, 0, 0, 1]);
    const [one, two, three] = await documentsOf(first.id);
    expect([one?.duplicateOfId, two?.duplicateOfId, three?.duplicateOfId]).toEqual([null, one?.id, null]);
    expect((await documentsOf(second.id))[0]?.duplicateOfId).toBe(three?.id);
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 3, scoredCount: 3 });
  });

  it('are found between imports that run at the same time', async () => {
    const desk = await openDesk();
    const rows = Array.from({ length: 400 }, (_, index) => ({ id: `${index}`, text: `Case ${index} of measles.` }));
    const runs = await Promise.all([
      desk.drop('up.jsonl', JSONL(rows)),
      desk.drop('down.jsonl', JSONL([...rows].reverse())),
    ]);
    const ended = await Promise.all(runs.map(importEnded));
    expect(ended.map(({ readCount }) => readCount)).toEqual([400, 400]);
    expect(ended.reduce((sum, run) => sum + run.acceptedCount, 0)).toBe(400);
    expect(ended.reduce((sum, run) => sum + run.duplicateCount, 0)).toBe(400);
    const roots = await getDatabase().document.count({ where: { projectId: desk.projectId, duplicateOfId: null } });
    expect(roots).toBe(400);
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 400, scoredCount: 400 });
  });

  it('of a whole file, one after the other or at the same time, are not stored again', async () => {
    const desk = await openDesk();
    const content = JSONL(
      Array.from({ length: 1500 }, (_, index) => ({ id: `${index}`, text: `Case ${index} of fever.` })),
    );
    const atOnce = await Promise.all([desk.drop('one.jsonl', content), desk.drop('two.jsonl', content)]);
    const ended = await Promise.all(atOnce.map(importEnded));
    const later = await importEnded(await desk.drop('later.jsonl', content));
    // Of two at once, whichever is read first goes ahead.
    const [stored, again] = ended[0]?.sameAsId ? [ended[1], ended[0]] : [ended[0], ended[1]];
    if (!(stored && again)) throw new Error('two imports have ended');
    expect(adding(stored)).toEqual([1500, 1500, 0, 0, 0]);
    for (const run of [again, later]) {
      expect(adding(run)).toEqual([1500, 0, 0, 0, 1500]);
      expect(run).toMatchObject({ status: 'COMPLETED', sameAsId: stored.id });
      expect(await documentsOf(run.id)).toEqual([]);
      const [issue, ...others] = await issuesOf(run.id);
      expect(issue).toMatchObject({ code: 'SAME_FILE', severity: 'WARNING' });
      expect(issue?.message).toContain(`“${stored.fileName}”`);
      expect(others).toEqual([]);
    }
  });
});
