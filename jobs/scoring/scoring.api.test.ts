import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { cancelScoring } from '@/graphql/scoring/cancel-scoring';
import { startScoring } from '@/graphql/scoring/start-scoring';
import { createPerson, requestOf } from '@/graphql/testing/people';
import { giveUpBatch } from '@/jobs/definitions';
import { enqueue } from '@/jobs/queue';
import { type ImportDesk, importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, inTransaction } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

/**
 * The model's own reference: scores computed in float64 by another implementation (models/starter/README.md). Texts
 * that an import tidies (line ends, space at the ends) are left out, and long ones for the time they take.
 */
const GOLDEN = readFileSync('models/starter/golden.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; score: number; tokens: number })
  .filter(({ text, tokens }) => tokens < 1000 && text === text.trim() && !text.includes('\r'));

async function ownerOf({ projectId }: ImportDesk) {
  const { teamId } = await getDatabase().project.findUniqueOrThrow({ where: { id: projectId } });
  const person = await createPerson();
  await getDatabase().membership.create({ data: { teamId, userId: person.id, role: 'OWNER' } });
  return () => requestOf(person);
}

async function importGolden(desk: ImportDesk): Promise<void> {
  const rows = GOLDEN.map(({ text }, index) => JSON.stringify({ id: `${index}`, text }));
  await importEnded(await desk.drop('golden.jsonl', rows.join('\n')));
  await scoringCompleted(desk.projectId);
}

const scoresOf = (runId: string) => getDatabase().score.findMany({ where: { runId } });

describe('scoring', () => {
  it('gives each document the model’s reference score, with where it comes from', async () => {
    const desk = await openDesk();
    await importGolden(desk);
    const documents = await getDatabase().document.findMany({ where: { projectId: desk.projectId } });
    const scored = documents.filter(({ duplicateOfId }) => duplicateOfId === null);
    expect(scored.length).toBeGreaterThan(40);
    for (const { externalId, rawScore, status } of scored) {
      expect(status).toBe('SCORED');
      expect(Math.abs((rawScore ?? Number.NaN) - (GOLDEN[Number(externalId)]?.score ?? 0))).toBeLessThan(1e-3);
    }
    const run = await scoringCompleted(desk.projectId);
    const model = await getDatabase().modelRevision.findUniqueOrThrow({ where: { id: run.modelRevisionId ?? '' } });
    expect(model).toMatchObject({ isStandIn: true, precision: 'fp32' });
    expect(model.contentHash).toMatch(/^[0-9a-f]{64}$/);
    const scores = await scoresOf(run.id);
    expect(scores).toHaveLength(scored.length);
    expect(scores.reduce((sum, score) => sum + score.tokensRead, 0)).toBe(Number(run.tokenCount));
    expect(Number(run.computeMs)).toBeGreaterThan(0);
    expect(run.scoredCount + run.failedCount).toBe(run.totalCount);
  });

  it('again is a new run over everything, once for an idempotency key', async () => {
    const desk = await openDesk();
    await importGolden(desk);
    const first = await scoringCompleted(desk.projectId);
    const request = await ownerOf(desk);
    const input = { projectId: toGlobalId('Project', desk.projectId), idempotencyKey: 'again-1' };
    const started = await startScoring(request(), input);
    const repeated = await startScoring(request(), input);
    expect(repeated.scoringRun.id).toBe(started.scoringRun.id);
    const second = await scoringCompleted(desk.projectId);
    expect(second.id).toBe(started.scoringRun.id);
    expect(second).toMatchObject({ totalCount: first.totalCount, scoredCount: first.scoredCount });
    expect(await scoresOf(first.id)).toHaveLength(first.totalCount);
    expect(await scoresOf(second.id)).toHaveLength(first.totalCount);
  });

  it('of an empty project is done at once', async () => {
    const desk = await openDesk();
    const request = await ownerOf(desk);
    await startScoring(request(), { projectId: toGlobalId('Project', desk.projectId) });
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 0, scoredCount: 0 });
  });

  it('ends when it is cancelled; the next import is scored in a run of its own', async () => {
    const desk = await openDesk();
    await importGolden(desk);
    const request = await ownerOf(desk);
    const { scoringRun } = await startScoring(request(), { projectId: toGlobalId('Project', desk.projectId) });
    const input = { scoringRunId: toGlobalId('ScoringRun', scoringRun.id) };
    expect((await cancelScoring(request(), input)).scoringRun.status).toBe('CANCELLED');
    await expect(cancelScoring(request(), input)).rejects.toMatchObject({ code: 'NOTHING_TO_DO' });
    await importEnded(await desk.drop('one.jsonl', '{"id":"new","text":"Measles in Lyon."}'));
    const next = await scoringCompleted(desk.projectId);
    expect(next.id).not.toBe(scoringRun.id);
    expect(next).toMatchObject({ totalCount: 1, scoredCount: 1 });
  });

  it('tells documents whose every try failed as failed, and leaves scored ones alone', async () => {
    const desk = await openDesk();
    await importEnded(await desk.drop('two.jsonl', '{"id":"1","text":"Measles in Lyon."}\n{"id":"2","text":"Rash."}'));
    const run = await scoringCompleted(desk.projectId);
    const documents = await getDatabase().document.findMany({ where: { projectId: desk.projectId } });
    const [lost, kept] = documents.map(({ id }) => id);
    if (!lost || !kept) throw new Error('two documents were imported');
    await getDatabase().score.deleteMany({ where: { documentId: lost } });
    await getDatabase().document.updateMany({ where: { id: lost }, data: { status: 'PENDING', rawScore: null } });
    await getDatabase().scoringRun.update({ where: { id: run.id }, data: { status: 'RUNNING', scoredCount: 1 } });
    const payload = { projectId: desk.projectId, runId: run.id, documentIds: [lost, kept] };
    await inTransaction((tx) => enqueue(giveUpBatch, payload, { tx }));
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ scoredCount: 1, failedCount: 1 });
    const after = await getDatabase().document.findMany({ where: { projectId: desk.projectId } });
    const byId = new Map(after.map((document) => [document.id, document]));
    expect(byId.get(lost)).toMatchObject({ status: 'FAILED', failureCode: 'GAVE_UP' });
    expect(byId.get(kept)).toMatchObject({ status: 'SCORED', failureCode: null });
  });
});
