import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { updateProject } from '@/graphql/projects/update-project';
import { startScoring } from '@/graphql/scoring/start-scoring';
import { createPerson, type Person, requestOf } from '@/graphql/testing/people';
import { type Engine, startEngine } from '@/inference/engine';
import type { ScoreOptions } from '@/inference/scorer';
import { type ImportDesk, importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ processes: 1, threadsPerProcess: 1 });
});
afterAll(() => engine.close());

/** Medicine first, printers after: windows of it say different things. */
const LONG =
  `${'Patients with asthma were randomised to inhaled steroids. '.repeat(12)}${'The printer needs a new toner cartridge. '.repeat(16)}`.trim();
const SHORT = 'Measles in Lyon.';

async function ownerOf({ projectId }: ImportDesk): Promise<Person> {
  const { teamId } = await getDatabase().project.findUniqueOrThrow({ where: { id: projectId } });
  const person = await createPerson();
  await getDatabase().membership.create({ data: { teamId, userId: person.id, role: 'OWNER' } });
  return person;
}

async function drop(desk: ImportDesk, ...texts: readonly string[]) {
  const rows = texts.map((text) => JSON.stringify({ id: text.slice(0, 20), text }));
  await importEnded(await desk.drop(`${texts.length}.jsonl`, rows.join('\n')));
  return scoringCompleted(desk.projectId);
}

/** What the engine itself says, asked alone. */
async function expected(text: string, options: ScoreOptions) {
  const [result] = await engine.score([text], options);
  if (result?.status !== 'scored') throw new Error('the text was to be scored');
  const { score, tokensRead, tokensTotal, windows, isTruncated } = result;
  return { rawScore: expect.closeTo(score, 4), tokensRead, tokensTotal, windows, isTruncated };
}

async function scoresOf(runId: string) {
  const scores = await getDatabase().score.findMany({ where: { runId }, orderBy: { tokensTotal: 'desc' } });
  return scores.map(({ rawScore, tokensRead, tokensTotal, windows, isTruncated }) => ({
    rawScore,
    tokensRead,
    tokensTotal,
    windows,
    isTruncated,
  }));
}

describe('a project that reads long documents in windows', () => {
  it('scores them by all of their windows in its next run, and leaves the run before as it was', async () => {
    const desk = await openDesk();
    const owner = await ownerOf(desk);
    const projectId = toGlobalId('Project', desk.projectId);
    await updateProject(requestOf(owner), { projectId, maxTokens: 64, expectedVersion: 1 });
    const truncated = await drop(desk, LONG, SHORT);
    expect(truncated).toMatchObject({ maxTokens: 64, windowAggregate: null });
    expect(await scoresOf(truncated.id)).toEqual([
      await expected(LONG, { maxTokens: 64 }),
      await expected(SHORT, { maxTokens: 64 }),
    ]);

    const windows = { windowAggregate: 'MEAN', windowOverlap: 16 } as const;
    await updateProject(requestOf(owner), { projectId, ...windows, expectedVersion: 2 });
    // What comes now is read as the run it joins, for the list is ranked by one run.
    const joined = await drop(desk, `${LONG} Again.`);
    expect(joined.id).toBe(truncated.id);
    expect((await scoresOf(joined.id)).map((score) => score.windows)).toEqual([1, 1, 1]);

    await startScoring(requestOf(owner), { projectId });
    const windowed = await scoringCompleted(desk.projectId);
    expect(windowed).toMatchObject({ maxTokens: 64, ...windows });
    const [again, long, short] = await scoresOf(windowed.id);
    const options: ScoreOptions = { maxTokens: 64, windows: { aggregate: 'mean', overlapTokens: 16 } };
    expect(again?.windows).toBeGreaterThan(4);
    expect(long).toEqual(await expected(LONG, options));
    expect(long).toMatchObject({ isTruncated: false, tokensRead: long?.tokensTotal });
    expect(short).toEqual(await expected(SHORT, options));
    expect((await scoresOf(truncated.id)).map((score) => score.windows)).toEqual([1, 1, 1]);
  });

  it('takes the highest window, or the first, as it is asked', async () => {
    const desk = await openDesk();
    const owner = await ownerOf(desk);
    const projectId = toGlobalId('Project', desk.projectId);
    const settings = { maxTokens: 64, windowOverlap: 0 };
    await updateProject(requestOf(owner), { projectId, ...settings, windowAggregate: 'MAX', expectedVersion: 1 });
    const highest = await drop(desk, LONG);
    expect(await scoresOf(highest.id)).toEqual([
      await expected(LONG, { maxTokens: 64, windows: { aggregate: 'max', overlapTokens: 0 } }),
    ]);
    await updateProject(requestOf(owner), { projectId, windowAggregate: 'FIRST', expectedVersion: 2 });
    await startScoring(requestOf(owner), { projectId });
    const first = await scoringCompleted(desk.projectId);
    expect(await scoresOf(first.id)).toEqual([await expected(LONG, { maxTokens: 64 })]);
  });

  it('of more tokens than the published model was trained at is read to the architecture’s limit', async () => {
    const desk = await openDesk();
    const owner = await ownerOf(desk);
    const projectId = toGlobalId('Project', desk.projectId);
    await updateProject(requestOf(owner), { projectId, maxTokens: 8192, expectedVersion: 1 });
    const run = await drop(desk, 'Patients with asthma were randomised. '.repeat(800));
    expect(await getDatabase().score.findFirst({ where: { runId: run.id } })).toMatchObject({
      isTruncated: false,
      windows: 1,
      tokensRead: expect.toSatisfy((tokens: number) => tokens > 4096),
    });
  });
});
