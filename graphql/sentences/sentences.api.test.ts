import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson } from '@/graphql/testing/people';
import { type Engine, startEngine } from '@/inference/engine';
import { scoreSentences as scoreInEngine } from '@/inference/sentences/score-sentences';
import { giveUpSentences } from '@/jobs/definitions';
import { projectEvents } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import { type ImportDesk, importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, getPool, inTransaction } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';
import { seedDocuments, seedProject } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ processes: 1, threadsPerProcess: 1 });
});
afterAll(() => engine.close());

const FIELDS = 'sentenceScores { state failureCode limit sentences { start end score } }';
const READ = `query Read($id: ID!) { node(id: $id) { ... on Document { text ${FIELDS} } } }`;
const REQUEST = `mutation Request($input: RequestSentenceScoresInput!) {
  requestSentenceScores(input: $input) { document { ${FIELDS} } userErrors { code field message } }
}`;

interface SentencesView {
  readonly state: string;
  readonly failureCode: string | null;
  readonly limit: string | null;
  readonly sentences: readonly { start: number; end: number; score: number }[];
}
interface Payload {
  readonly document: { sentenceScores: SentencesView } | null;
  readonly userErrors: readonly { code: string; field: string[] | null }[];
}

const TEXT = `Aspirin after stroke
We followed 200 adults with atrial fibrillation. Half took aspirin (p < 0.05). The printer was out of paper.`;

async function memberOf({ projectId }: Pick<ImportDesk, 'projectId'>, role: Role): Promise<string> {
  const { teamId } = await getDatabase().project.findUniqueOrThrow({ where: { id: projectId } });
  const person = await createPerson();
  await getDatabase().membership.create({ data: { teamId, userId: person.id, role } });
  return person.id;
}

interface Opened {
  readonly desk: ImportDesk;
  readonly reviewer: string;
  /** Of the first document. */
  readonly id: string;
  readonly documentId: string;
}

async function openScored(texts: readonly string[] = [TEXT], maxTokens = 4096): Promise<Opened> {
  const desk = await openDesk();
  await getDatabase().project.update({ where: { id: desk.projectId }, data: { maxTokens } });
  const rows = texts.map((text, number) => JSON.stringify({ id: `${number}`, title: 'A title', text }));
  await importEnded(await desk.drop('texts.jsonl', rows.join('\n')));
  await scoringCompleted(desk.projectId);
  const document = await getDatabase().document.findFirstOrThrow({
    where: { projectId: desk.projectId, externalId: '0' },
  });
  const reviewer = await memberOf(desk, 'REVIEWER');
  return { desk, reviewer, documentId: document.id, id: toGlobalId('Document', desk.projectId, document.id) };
}

async function request(user: string, documentId: string): Promise<Payload> {
  return at(await ask(user, REQUEST, { input: { documentId } }), 'requestSentenceScores');
}
async function read(user: string, id: string): Promise<SentencesView> {
  return at(await ask(user, READ, { id }), 'node.sentenceScores');
}
function ended(user: string, id: string): Promise<SentencesView> {
  return vi.waitFor(
    async () => {
      const found = await read(user, id);
      if (found.state === 'RUNNING' || found.state === 'NOT_REQUESTED') throw new Error(`still ${found.state}`);
      return found;
    },
    { timeout: 60_000, interval: 30 },
  );
}

describe('sentences of a document', () => {
  it('are scored once they are asked for, as the engine scores them, and kept', async () => {
    const { desk, reviewer, id } = await openScored();
    expect(await read(reviewer, id)).toEqual({ state: 'NOT_REQUESTED', failureCode: null, limit: null, sentences: [] });
    const events = projectEvents(desk.projectId);
    await events.next(); // the connection itself counts as a change of everything
    const asked = await request(reviewer, id);
    expect(asked.userErrors).toEqual([]);
    expect(['RUNNING', 'READY']).toContain(asked.document?.sentenceScores.state);
    const found = await ended(reviewer, id);
    expect((await events.next()).value.topics).toContain('SENTENCES');
    await events.return?.();

    const alone = await scoreInEngine(engine, TEXT);
    if (alone.status === 'failed') throw new Error(alone.message);
    expect(found).toMatchObject({ state: 'READY', failureCode: null, limit: null });
    expect(found.sentences).toEqual(
      alone.sentences.map(({ start, end, score }) => ({ start, end, score: expect.closeTo(score, 4) })),
    );
    expect(found.sentences.map(({ start, end }) => TEXT.slice(start, end))).toEqual([
      'Aspirin after stroke',
      'We followed 200 adults with atrial fibrillation.',
      'Half took aspirin (p < 0.05).',
      'The printer was out of paper.',
    ]);
  });

  it('asked for twice are computed once', async () => {
    const { desk, reviewer, id } = await openScored();
    await Promise.all([request(reviewer, id), request(reviewer, id), request(reviewer, id)]);
    const found = await ended(reviewer, id);
    expect((await request(reviewer, id)).document?.sentenceScores).toEqual(found);
    const jobs = await getPool().query(
      `SELECT 1 FROM pgboss.job WHERE name = 'score-sentences' AND data->>'projectId' = $1`,
      [desk.projectId],
    );
    expect(jobs.rowCount).toBe(1);
  });

  it('are asked for by reviewers, read by viewers, and unknown to others', async () => {
    const { desk, reviewer, id } = await openScored();
    const viewer = await memberOf(desk, 'VIEWER');
    expect((await request(viewer, id)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await request((await createPerson()).id, id)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await request(reviewer, id);
    expect(await ended(viewer, id)).toMatchObject({ state: 'READY' });
  });

  it('stop where the document’s own score has stopped reading', async () => {
    const { reviewer, id } = await openScored(['Half took aspirin and half did not. '.repeat(40).trim()], 64);
    await request(reviewer, id);
    const found = await ended(reviewer, id);
    expect(found).toMatchObject({ state: 'READY', limit: 'TOKENS_READ' });
    expect(found.sentences.length).toBeGreaterThan(3);
    expect(found.sentences.length).toBeLessThan(12);
  });

  it('are those of the first 400 of a longer text', async () => {
    const { reviewer, id } = await openScored(['Rash. '.repeat(401)]);
    await request(reviewer, id);
    const found = await ended(reviewer, id);
    expect(found.limit).toBe('SENTENCE_COUNT');
    expect(found.sentences).toHaveLength(400);
  });

  it('are asked for anew when another run has read more of the text', async () => {
    const { desk, reviewer, documentId, id } = await openScored(['Half took aspirin. '.repeat(40).trim()], 32);
    await request(reviewer, id);
    expect((await ended(reviewer, id)).limit).toBe('TOKENS_READ');
    await getDatabase().score.updateMany({
      where: { projectId: desk.projectId, documentId },
      data: { isTruncated: false, tokensRead: 203 },
    });
    expect((await read(reviewer, id)).state).toBe('NOT_REQUESTED');
    await request(reviewer, id);
    expect(await ended(reviewer, id)).toMatchObject({ state: 'READY', limit: null });
  });

  it('are never those of another text', async () => {
    const { desk, reviewer, documentId, id } = await openScored();
    await request(reviewer, id);
    await ended(reviewer, id);
    const where = { projectId_documentId: { projectId: desk.projectId, documentId } };
    await getDatabase().documentText.update({ where, data: { text: 'Measles. Mumps.' } });
    expect((await read(reviewer, id)).state).toBe('NOT_REQUESTED');
    await request(reviewer, id);
    expect((await ended(reviewer, id)).sentences).toHaveLength(2);
  });

  it('go with their document', async () => {
    const { desk, reviewer, documentId, id } = await openScored();
    await request(reviewer, id);
    await ended(reviewer, id);
    const where = { projectId: desk.projectId, documentId };
    expect(await getDatabase().sentenceScores.count({ where })).toBe(1);
    await getDatabase().document.deleteMany({ where: { projectId: desk.projectId, id: documentId } });
    expect(await getDatabase().sentenceScores.count({ where })).toBe(0);
  });
});

describe('sentences that cannot be scored', () => {
  it('are those of a document without a score', async () => {
    const { desk, reviewer } = await openScored();
    const waiting = await getDatabase().document.create({
      data: {
        projectId: desk.projectId,
        collectionId: desk.collectionId,
        recordNumber: 9,
        dedupKey: 'x',
        textLength: 4,
        text: { create: { text: 'Rash' } },
      },
    });
    const id = toGlobalId('Document', desk.projectId, waiting.id);
    expect((await request(reviewer, id)).userErrors).toMatchObject([{ code: 'NOTHING_TO_DO', field: ['documentId'] }]);
    expect((await read(reviewer, id)).state).toBe('NOT_REQUESTED');
  });

  it('are those of a document that a model scored which no worker has, and that is told', async () => {
    const desk = await openDesk();
    const { teamId } = await getDatabase().project.findUniqueOrThrow({ where: { id: desk.projectId } });
    const project = await seedProject(getPool(), { teamId });
    const [documentId = ''] = await seedDocuments(getPool(), project, [{ text: TEXT, rawScore: 4 }]);
    const reviewer = await memberOf(project, 'REVIEWER');
    const id = toGlobalId('Document', project.projectId, documentId);
    await request(reviewer, id);
    expect(await ended(reviewer, id)).toMatchObject({ state: 'FAILED', failureCode: 'OTHER_MODEL', sentences: [] });
    expect((await request(reviewer, id)).document?.sentenceScores.state).toMatch(/RUNNING|FAILED/);
  });

  it('are told as given up when every try was in vain, and may be asked for again', async () => {
    const { desk, reviewer, documentId, id } = await openScored();
    const { modelRevisionId } = await getDatabase().scoringRun.findFirstOrThrow({
      where: { projectId: desk.projectId },
    });
    const key = { projectId: desk.projectId, documentId, modelRevisionId: modelRevisionId ?? '' };
    await getDatabase().sentenceScores.create({ data: key });
    await inTransaction((tx) => enqueue(giveUpSentences, key, { tx }));
    expect(await ended(reviewer, id)).toMatchObject({ state: 'FAILED', failureCode: 'GAVE_UP' });
    await request(reviewer, id);
    expect(await ended(reviewer, id)).toMatchObject({ state: 'READY' });
  });

  it('are those of the fifty-first document that waits in a project', async () => {
    const { desk, reviewer, id } = await openScored(Array.from({ length: 52 }, (_, n) => `Rash number ${n}.`));
    const { modelRevisionId } = await getDatabase().scoringRun.findFirstOrThrow({
      where: { projectId: desk.projectId },
    });
    const others = await getDatabase().document.findMany({
      where: { projectId: desk.projectId, externalId: { not: '0' } },
      take: 50,
    });
    const waiting = others.map((document) => ({
      projectId: desk.projectId,
      documentId: document.id,
      modelRevisionId: modelRevisionId ?? '',
    }));
    await getDatabase().sentenceScores.createMany({ data: waiting });
    expect((await request(reviewer, id)).userErrors).toMatchObject([{ code: 'TOO_MANY' }]);
    expect((await read(reviewer, id)).state).toBe('NOT_REQUESTED');
  });
});

it('one document’s sentences do not wait for a collection that is being scored', async () => {
  const desk = await openDesk();
  const reviewer = await memberOf(desk, 'REVIEWER');
  const records = readFileSync('samples/mixed-2000.jsonl', 'utf8').split('\n').slice(0, 700).join('\n');
  const importRun = await desk.drop('mixed.jsonl', records);
  const document = await vi.waitFor(
    () => getDatabase().document.findFirstOrThrow({ where: { projectId: desk.projectId, status: 'SCORED' } }),
    { timeout: 60_000, interval: 20 },
  );
  const id = toGlobalId('Document', desk.projectId, document.id);
  await request(reviewer, id);
  expect(await ended(reviewer, id)).toMatchObject({ state: 'READY' });
  const pending = await getDatabase().document.count({ where: { projectId: desk.projectId, status: 'PENDING' } });
  expect(pending).toBeGreaterThan(0);
  await importEnded(importRun);
  expect(await scoringCompleted(desk.projectId)).toMatchObject({ failedCount: 0 });
});
