import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createTeamWith, type Person } from '@/graphql/testing/people';
import { undoImport } from '@/jobs/definitions';
import { closeEvents } from '@/jobs/events';
import { closeQueue, openQueue } from '@/jobs/queue';
import { getDatabase, getPool } from '@/prisma/client';
import type { ImportStatus } from '@/prisma/generated/enums';
import { type SeededProject, seedDocuments, seedProject } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
afterAll(async () => {
  await closeQueue();
  await closeEvents();
});

let people: Person[];
let teamId: string;
let project: SeededProject;
let documentIds: string[];
let importRunId: string;
const [OWNER, ADMIN, REVIEWER, VIEWER] = [0, 1, 2, 3];

beforeEach(async () => {
  const made = await createTeamWith('OWNER', 'ADMIN', 'REVIEWER', 'VIEWER');
  people = made.people;
  teamId = made.teamId;
  project = await seedProject(getPool(), { teamId });
  importRunId = await createRun('COMPLETED');
  documentIds = await seedDocuments(getPool(), project, [{ rawScore: 4 }, { rawScore: 3 }, { rawScore: 2 }]);
  await getDatabase().document.updateMany({ where: { projectId: project.projectId }, data: { importRunId } });
});

async function createRun(
  status: ImportStatus,
  counts = { readCount: 3, acceptedCount: 3, rejectedCount: 0 },
): Promise<string> {
  const { projectId, collectionIds } = project;
  const file = { projectId, collectionId: collectionIds[0] ?? '', fileName: 'trials.csv', sizeBytes: 10n };
  const upload = await getDatabase().upload.create({
    data: { id: crypto.randomUUID(), storageKey: 'uploads/none', status: 'RECEIVED', ...file },
  });
  return (await getDatabase().importRun.create({ data: { uploadId: upload.id, status, ...file, ...counts } })).id;
}

const UNDO = `mutation ($input: UndoImportInput!) { undoImport(input: $input) {
  import { status } userErrors { code field message } } }`;

interface Undone {
  readonly import: { status: string } | null;
  readonly userErrors: { code: string; message: string }[];
}

async function undo(place: number, id = importRunId): Promise<Undone> {
  const input = { importId: toGlobalId('ImportRun', id) };
  return at(await ask(people[place]?.id ?? null, UNDO, { input }), 'undoImport');
}

const jobsOf = async (id: string) =>
  (await (await openQueue()).findJobs(undoImport.name, { data: { importRunId: id } })).length;

describe('undoing an import', () => {
  it.each([
    ['an owner', OWNER],
    ['an admin', ADMIN],
  ])('is begun by %s, once, and the record says who did it', async (_who, place) => {
    expect(await undo(place)).toEqual({ import: { status: 'UNDOING' }, userErrors: [] });
    expect((await undo(place)).userErrors).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    expect(await jobsOf(importRunId)).toBe(1);
    const events = await getDatabase().auditEvent.findMany({ where: { teamId } });
    expect(events).toMatchObject([
      { action: 'import.undone', actorId: people[place]?.id, details: { name: 'trials.csv', documents: 3 } },
    ]);
  });

  it('takes the file of one that has failed and stored no document, which counts towards the quota until then', async () => {
    const nothing = await createRun('FAILED', { readCount: 2, acceptedCount: 0, rejectedCount: 2 });
    expect(await undo(OWNER, nothing)).toMatchObject({ import: { status: 'UNDOING' }, userErrors: [] });
    expect(await jobsOf(nothing)).toBe(1);
  });

  it('begins once when two ask at the same moment', async () => {
    const answers = await Promise.all([undo(OWNER), undo(ADMIN)]);
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(await jobsOf(importRunId)).toBe(1);
  });

  it.each([
    ['a reviewer', REVIEWER],
    ['a viewer', VIEWER],
  ])('is refused to %s', async (_who, place) => {
    expect((await undo(place)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await jobsOf(importRunId)).toBe(0);
  });

  it.each(['QUEUED', 'RUNNING', 'UNDOING', 'UNDONE'] as const)('is refused of one that is %s', async (status) => {
    const id = await createRun(status);
    expect((await undo(OWNER, id)).userErrors).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    expect(await jobsOf(id)).toBe(0);
  });

  it('is refused with the count once anyone has rated, overridden or drawn one of its documents', async () => {
    const { projectId } = project;
    const [first = '', second = ''] = documentIds;
    const raterId = people[REVIEWER]?.id ?? '';
    const override = { projectId, documentId: first, raterId, kind: 'OVERRIDE' as const, isCurrent: false };
    await getDatabase().rating.createMany({
      data: [
        { ...override, value: 4 },
        { ...override, value: null },
      ],
    });
    const design = { projectId, seed: 's', size: 1, populationSize: 3, createdById: people[OWNER]?.id ?? '' };
    const { id: sampleId } = await getDatabase().sampleDesign.create({ data: design });
    const drawn = { sampleId, place: 0, position: 1, projectId, documentId: second, inclusionProbability: 0.3 };
    await getDatabase().sampledDocument.create({ data: drawn });
    const { userErrors } = await undo(OWNER);
    expect(userErrors).toMatchObject([{ code: 'REVIEWED' }]);
    expect(userErrors[0]?.message).toMatch(/2 scores were set, 1 place in a sample was drawn\.$/);
    expect(await getDatabase().importRun.findUnique({ where: { id: importRunId } })).toMatchObject({
      status: 'COMPLETED',
    });
  });
});
