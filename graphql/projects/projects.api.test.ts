import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOf, toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { closeQueue } from '@/jobs/queue';
import { getDatabase, getPool } from '@/prisma/client';
import { seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const FIELDS = `project { id name description relevanceCut version isSample archivedAt maxTokens windowAggregate
  windowOverlap } userErrors { code field }`;
const CREATE = `mutation Create($input: CreateProjectInput!) { createProject(input: $input) { ${FIELDS} } }`;
const SAMPLE = `mutation Sample($input: CreateSampleProjectInput!) { createSampleProject(input: $input) { ${FIELDS} } }`;
const UPDATE = `mutation Update($input: UpdateProjectInput!) { updateProject(input: $input) { ${FIELDS} } }`;
const ARCHIVE = `mutation Archive($input: ArchiveProjectInput!) { archiveProject(input: $input) { ${FIELDS} } }`;
const RESTORE = `mutation Restore($input: RestoreProjectInput!) { restoreProject(input: $input) { ${FIELDS} } }`;
const STATE = `query State($id: ID!, $bins: Int) { project(id: $id) { name viewerRole viewerPermissions
  progress { documents duplicates scored pending failed overridden included scoredPerSecond }
  scoreHistogram(bins: $bins) { lower upper counts n } } }`;

interface Payload {
  project: { id: string; name: string; version: number; isSample: boolean; archivedAt: string | null } | null;
  userErrors: { code: string; field: string[] | null }[];
}

let users: readonly string[];
let teamId: string;
let stranger: string;
let folder: string;

beforeAll(async () => {
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Makers', ['OWNER', 'REVIEWER']));
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
  folder = await mkdtemp(join(tmpdir(), 'winnow-projects-'));
  process.env.WINNOW_DATA_DIR = folder;
});
afterAll(async () => {
  delete process.env.WINNOW_DATA_DIR;
  await closeQueue();
  await rm(folder, { recursive: true, force: true });
});

async function send(operation: string, input: Record<string, unknown>, user = users[0]): Promise<Payload> {
  const asked = await ask(user ?? null, operation, { input });
  const [name = ''] = Object.keys(asked.data);
  return at(asked, name);
}
const create = (input: Record<string, unknown> = {}, user = users[0]) =>
  send(CREATE, { teamId: toGlobalId('Team', teamId), name: 'Asthma trials', ...input }, user);
const codes = ({ userErrors }: Payload) => userErrors.map(({ code }) => code);

async function made(): Promise<NonNullable<Payload['project']>> {
  const { project } = await create();
  if (!project) throw new Error('The project was to be made.');
  return project;
}

describe('createProject', () => {
  it('makes a project with its defaults and an event', async () => {
    const { project, userErrors } = await create({ name: '  Asthma  trials ' });
    expect(userErrors).toEqual([]);
    expect(project).toMatchObject({
      name: 'Asthma  trials',
      description: '',
      relevanceCut: 3,
      version: 1,
      isSample: false,
    });
    const event = await getDatabase().auditEvent.findFirst({ where: { teamId }, orderBy: { sequence: 'desc' } });
    expect(event).toMatchObject({ action: 'project.created', actorId: users[0] });
  });

  it.each([
    ['an empty name', { name: ' ' }, 'REQUIRED'],
    ['a name too long', { name: 'n'.repeat(121) }, 'TOO_LONG'],
    ['a description too long', { description: 'd'.repeat(2_001) }, 'TOO_LONG'],
    ['a cut off the scale', { relevanceCut: 5.5 }, 'OUT_OF_RANGE'],
    ['no team', { teamId: 'nonsense' }, 'NOT_FOUND'],
  ])('refuses %s', async (_name, input, code) => {
    expect(codes(await create(input))).toEqual([code]);
  });

  it('is for owners and admins, and unknown to other teams', async () => {
    expect(codes(await create({}, users[1]))).toEqual(['FORBIDDEN']);
    expect(codes(await create({}, stranger))).toEqual(['NOT_FOUND']);
  });
});

describe('createSampleProject', () => {
  it('puts the sample’s import in the queue, once for an idempotency key', async () => {
    const input = { teamId: toGlobalId('Team', teamId), idempotencyKey: 'one-click' };
    const [first, second] = await Promise.all([send(SAMPLE, input), send(SAMPLE, input)]);
    expect(first.project).toMatchObject({ isSample: true });
    expect(second.project?.id).toBe(first.project?.id);
    const projects = await getDatabase().project.findMany({ where: { teamId, isSample: true }, select: { id: true } });
    expect(projects).toHaveLength(1);
    const imports = await getDatabase().importRun.findMany({ where: { projectId: projects[0]?.id ?? '' } });
    expect(imports.map(({ fileName, status }) => [fileName, status])).toEqual([['mixed-2000.jsonl', 'QUEUED']]);
  });
});

describe('how long documents are read', () => {
  const update = async (input: Record<string, unknown>) => {
    const { id } = await made();
    const { project, userErrors } = await send(UPDATE, { projectId: id, expectedVersion: 1, ...input });
    return { id, project, userErrors };
  };

  it('is the beginning, in a new project', async () => {
    expect(await made()).toMatchObject({ maxTokens: 4096, windowAggregate: null, windowOverlap: 256 });
  });

  it('becomes windows, and null takes them back where left out would not', async () => {
    const { id, project } = await update({ maxTokens: 512, windowAggregate: 'MAX', windowOverlap: 509 });
    expect(project).toMatchObject({ maxTokens: 512, windowAggregate: 'MAX', windowOverlap: 509 });
    const renamed = await send(UPDATE, { projectId: id, expectedVersion: 2, name: 'Another' });
    expect(renamed.project).toMatchObject({ windowAggregate: 'MAX' });
    const back = await send(UPDATE, { projectId: id, expectedVersion: 3, windowAggregate: null });
    expect(back.project).toMatchObject({ windowAggregate: null, windowOverlap: 509 });
    const event = await getDatabase().auditEvent.findFirst({
      where: { projectId: keyOf('Project', id), action: 'project.changed' },
      orderBy: { sequence: 'desc' },
    });
    expect(event?.details).toEqual({ windowAggregate: { from: 'MAX', to: null } });
  });

  it.each([
    ['no room for a word', { maxTokens: 2 }, 'maxTokens'],
    ['more than any model reads', { maxTokens: 8193 }, 'maxTokens'],
    ['an overlap below nothing', { windowOverlap: -1 }, 'windowOverlap'],
    ['windows that do not move on', { maxTokens: 512, windowAggregate: 'MEAN', windowOverlap: 510 }, 'windowOverlap'],
    ['windows shorter than the overlap there was', { maxTokens: 200, windowAggregate: 'MEAN' }, 'windowOverlap'],
  ])('refuses %s', async (_name, input, field) => {
    const { id, project, userErrors } = await update(input);
    expect(project).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'OUT_OF_RANGE', field: [field] }]);
    const row = await getDatabase().project.findUnique({ where: { id: keyOf('Project', id) } });
    expect(row).toMatchObject({ version: 1, maxTokens: 4096, windowAggregate: null, windowOverlap: 256 });
  });

  it('asks nothing of the overlap where there are no windows', async () => {
    expect((await update({ maxTokens: 3 })).project).toMatchObject({ maxTokens: 3, windowOverlap: 256 });
  });
});

describe('updateProject', () => {
  it('changes what is given and keeps the rest, with an event that tells from and to', async () => {
    const { id } = await made();
    const { project } = await send(UPDATE, { projectId: id, relevanceCut: 3.5, expectedVersion: 1 });
    expect(project).toMatchObject({ name: 'Asthma trials', relevanceCut: 3.5, version: 2 });
    const where = { projectId: keyOf('Project', id), action: 'project.changed' };
    const event = await getDatabase().auditEvent.findFirst({ where });
    expect(event?.details).toEqual({ relevanceCut: { from: 3, to: 3.5 } });
  });

  it('answers CONFLICT with the project as it is now on an old version, and lets one of five at once win', async () => {
    const { id } = await made();
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, place) =>
        send(UPDATE, { projectId: id, name: `Name ${place}`, expectedVersion: 1 }),
      ),
    );
    const winner = answers.find(({ userErrors }) => userErrors.length === 0);
    expect(answers.flatMap(codes)).toEqual(Array(4).fill('CONFLICT'));
    for (const { project } of answers) expect(project).toMatchObject({ name: winner?.project?.name, version: 2 });
  });

  it('has nothing to do where nothing changes, and refuses reviewers and strangers', async () => {
    const { id } = await made();
    expect(codes(await send(UPDATE, { projectId: id, name: 'Asthma trials', expectedVersion: 1 }))).toEqual([
      'NOTHING_TO_DO',
    ]);
    expect(codes(await send(UPDATE, { projectId: id, name: 'x', expectedVersion: 1 }, users[1]))).toEqual([
      'FORBIDDEN',
    ]);
    expect(codes(await send(UPDATE, { projectId: id, name: 'x', expectedVersion: 1 }, stranger))).toEqual([
      'NOT_FOUND',
    ]);
  });
});

describe('archiveProject and restoreProject', () => {
  it('hides the project and takes it back, each once', async () => {
    const { id } = await made();
    expect((await send(ARCHIVE, { projectId: id })).project?.archivedAt).not.toBeNull();
    expect(codes(await send(ARCHIVE, { projectId: id }))).toEqual(['NOTHING_TO_DO']);
    expect(codes(await send(UPDATE, { projectId: id, name: 'x', expectedVersion: 2 }))).toEqual(['CONFLICT']);
    expect((await send(RESTORE, { projectId: id })).project?.archivedAt).toBeNull();
    expect(codes(await send(RESTORE, { projectId: id }))).toEqual(['NOTHING_TO_DO']);
  });
});

describe('progress and histogram', () => {
  it('count what there is, and add up', async () => {
    const project = await seedProject(getPool(), { teamId });
    const scores = [0.2, 1, 1.99, 2, 3, 4.999, 5, 7];
    const ids = await seedDocuments(getPool(), project, [
      ...scores.map((rawScore) => ({ rawScore })),
      { title: 'pending' },
      { status: 'FAILED' },
      { duplicateOf: 0 },
    ]);
    await getDatabase().document.update({
      where: { projectId_id: { projectId: project.projectId, id: ids[4] ?? '' } },
      data: { overrideScore: 1.5 },
    });
    const asked = await ask(users[1] ?? null, STATE, { id: toGlobalId('Project', project.projectId), bins: 4 });
    expect(at(asked, 'project')).toMatchObject({
      viewerRole: 'REVIEWER',
      progress: {
        documents: 11,
        duplicates: 1,
        scored: 8,
        pending: 1,
        failed: 1,
        overridden: 1,
        included: null,
        scoredPerSecond: null,
      },
      scoreHistogram: { lower: 1, upper: 5, counts: [4, 1, 0, 3], n: 8 },
    });
  });

  it('measures the rate of the last minute while a run goes on', async () => {
    const project = await seedProject(getPool(), { teamId });
    await seedDocuments(
      getPool(),
      project,
      Array.from({ length: 30 }, () => ({ rawScore: 2 })),
    );
    const longAgo = new Date(Date.now() - 3_600_000);
    await getDatabase().scoringRun.update({
      where: { id: project.scoringRunId },
      data: { status: 'RUNNING', startedAt: longAgo },
    });
    const asked = await ask(users[0] ?? null, STATE, { id: toGlobalId('Project', project.projectId) });
    expect(at<number>(asked, 'project.progress.scoredPerSecond')).toBeCloseTo(30 / 60, 6);
  });

  it('refuses a histogram of no bins and does not know another team’s project', async () => {
    const { id } = await made();
    expect((await ask(users[0] ?? null, STATE, { id, bins: 0 })).faults).toEqual(['OUT_OF_RANGE']);
    expect(await ask(stranger, STATE, { id })).toEqual({ data: { project: null }, faults: [] });
    expect((await ask(null, STATE, { id })).faults).toEqual(['UNAUTHENTICATED']);
  });
});
