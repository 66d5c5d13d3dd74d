import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const FIELDS = `document { version overrideScore rankingScore rank } rating { id value reason isCurrent kind rater { name } }
  userErrors { code field message }`;
const OVERRIDE = `mutation Override($input: OverrideScoreInput!) { overrideScore(input: $input) { ${FIELDS} } }`;
const UNDO = `mutation Undo($input: UndoOverrideInput!) { undoOverride(input: $input) { ${FIELDS} } }`;

interface Payload {
  document: { version: number; overrideScore: number | null; rankingScore: number | null; rank: number } | null;
  rating: { id: string; value: number | null; isCurrent: boolean } | null;
  userErrors: { code: string; field: string[] | null }[];
}

let users: readonly string[];
let teamId: string;
let stranger: string;
let project: SeededProject;
let documentId: string;
let globalId: string;

beforeAll(async () => {
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Raters', ['OWNER', 'REVIEWER', 'VIEWER']));
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
});

beforeEach(async () => {
  project = await seedProject(getPool(), { teamId });
  const documents = [{ rawScore: 4 }, { rawScore: 2, calibratedScore: 2.5 }, { duplicateOf: 0 }];
  documentId = (await seedDocuments(getPool(), project, documents))[1] ?? '';
  globalId = toGlobalId('Document', project.projectId, documentId);
});

async function override(input: Record<string, unknown>, user = users[1]): Promise<Payload> {
  const asked = await ask(user ?? null, OVERRIDE, {
    input: { documentId: globalId, expectedVersion: 1, value: 5, ...input },
  });
  return at(asked, 'overrideScore');
}
async function undo(expectedVersion: number, user = users[1]): Promise<Payload> {
  return at(await ask(user ?? null, UNDO, { input: { documentId: globalId, expectedVersion } }), 'undoOverride');
}
const codes = ({ userErrors }: Payload) => userErrors.map(({ code }) => code);
const eventsOf = () =>
  getDatabase().auditEvent.findMany({ where: { projectId: project.projectId }, orderBy: { sequence: 'asc' } });

describe('overrideScore', () => {
  it('puts the expert’s score in force, moves the document and leaves a rating and an event', async () => {
    const { document, rating, userErrors } = await override({ value: 4.6, reason: 'a trial in adults' });
    expect(userErrors).toEqual([]);
    expect(document).toEqual({ version: 2, overrideScore: 4.6, rankingScore: 4.6, rank: 1 });
    expect(rating).toMatchObject({ value: 4.6, reason: 'a trial in adults', isCurrent: true, kind: 'OVERRIDE' });
    const [event] = await eventsOf();
    expect(event).toMatchObject({ action: 'score.overridden', subjectId: documentId, actorId: users[1] });
    expect(event?.details).toMatchObject({ from: 2.5, to: 4.6, reason: 'a trial in adults' });
  });

  it('answers CONFLICT with the document as it is now when the version is old, and changes nothing', async () => {
    await override({ value: 4 });
    const late = await override({ value: 1 });
    expect(codes(late)).toEqual(['CONFLICT']);
    expect(late.document).toMatchObject({ version: 2, overrideScore: 4 });
    expect(await eventsOf()).toHaveLength(1);
  });

  it('lets one of ten at once win', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, place) => override({ value: 1 + place / 10 })));
    const winners = answers.filter(({ userErrors }) => userErrors.length === 0);
    expect(winners).toHaveLength(1);
    expect(new Set(answers.flatMap(codes))).toEqual(new Set(['CONFLICT']));
    const stored = await getDatabase().document.findUniqueOrThrow({
      where: { projectId_id: { projectId: project.projectId, id: documentId } },
    });
    expect([stored.version, stored.overrideScore]).toEqual([2, winners[0]?.document?.overrideScore]);
    expect(await getDatabase().rating.count({ where: { documentId } })).toBe(1);
  });

  it.each([
    ['below the scale', { value: 0.9 }, 'OUT_OF_RANGE'],
    ['above the scale', { value: 5.1 }, 'OUT_OF_RANGE'],
    ['between the steps', { value: 3.25 }, 'INVALID'],
    ['with a reason too long', { reason: 'x'.repeat(2_001) }, 'TOO_LONG'],
    ['of no document', { documentId: 'nonsense' }, 'NOT_FOUND'],
  ])('refuses a score %s', async (_name, input, code) => {
    expect(codes(await override(input))).toEqual([code]);
    expect(await eventsOf()).toEqual([]);
  });

  it('refuses viewers, and other teams as if there were no such document', async () => {
    expect(codes(await override({}, users[2]))).toEqual(['FORBIDDEN']);
    const other = await override({}, stranger);
    const random = await override(
      { documentId: toGlobalId('Document', project.projectId, project.projectId) },
      stranger,
    );
    expect(other).toEqual(random);
    expect(codes(other)).toEqual(['NOT_FOUND']);
  });

  it('refuses a duplicate, which has no place in the ranking, and anything in an archived project', async () => {
    const copy = await getDatabase().document.findFirstOrThrow({
      where: { projectId: project.projectId, duplicateOfId: { not: null } },
    });
    expect(codes(await override({ documentId: toGlobalId('Document', project.projectId, copy.id) }))).toEqual([
      'INVALID',
    ]);
    await getDatabase().project.update({ where: { id: project.projectId }, data: { archivedAt: new Date() } });
    expect(codes(await override({}))).toEqual(['CONFLICT']);
  });
});

describe('undoOverride', () => {
  it('brings back the override before, then the model’s score, then has nothing to do', async () => {
    await override({ value: 4 });
    await override({ value: 5, expectedVersion: 2 }, users[0]);
    expect((await undo(3)).document).toMatchObject({ version: 4, overrideScore: 4 });
    expect((await undo(4)).document).toEqual({ version: 5, overrideScore: null, rankingScore: 2.5, rank: 2 });
    expect(codes(await undo(5))).toEqual(['NOTHING_TO_DO']);
    expect((await eventsOf()).map(({ action }) => action)).toEqual([
      'score.overridden',
      'score.overridden',
      'score.override_undone',
      'score.override_undone',
    ]);
  });

  it('undoes to what stood below an override given after an undo', async () => {
    await override({ value: 4 });
    await undo(2);
    await override({ value: 3, expectedVersion: 3 });
    await override({ value: 2, expectedVersion: 4 });
    expect((await undo(5)).document?.overrideScore).toBe(3);
    expect((await undo(6)).document?.overrideScore).toBeNull();
  });

  it('answers CONFLICT on an old version', async () => {
    await override({ value: 4 });
    const late = await undo(1);
    expect([codes(late), late.document?.version]).toEqual([['CONFLICT'], 2]);
  });

  it('keeps every line: the history tells who gave what and what is in force', async () => {
    await override({ value: 4 });
    await override({ value: 5, expectedVersion: 2 });
    await undo(3);
    const asked = await ask(
      users[2] ?? null,
      `query History($id: ID!) { project(id: $id) { documents(first: 1, filter: { isOverridden: true }) { nodes {
        overrides(first: 2) { totalCount pageInfo { hasNextPage endCursor } nodes { value isCurrent } } } } } }`,
      { id: toGlobalId('Project', project.projectId) },
    );
    expect(at(asked, 'project.documents.nodes.0.overrides')).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
      nodes: [
        { value: null, isCurrent: false },
        { value: 5, isCurrent: false },
      ],
    });
    const inForce = await getDatabase().rating.findMany({ where: { documentId, isCurrent: true } });
    expect(inForce.map(({ value }) => value)).toEqual([4]);
  });
});
