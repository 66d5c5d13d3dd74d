import { randomUUID } from 'node:crypto';
import { graphql, parse, subscribe as subscribeTo } from 'graphql';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { schema } from '@/graphql/schema';
import { createTeamWith, type Person, requestOf } from '@/graphql/testing/people';
import { importFile } from '@/jobs/definitions';
import { closeEvents, publish } from '@/jobs/events';
import { closeQueue, openQueue } from '@/jobs/queue';
import { getDatabase } from '@/prisma/client';
import type { ImportStatus } from '@/prisma/generated/enums';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
afterAll(async () => {
  await closeQueue();
  await closeEvents();
});

let people: Person[];
let teamId: string;
let projectId: string;
const roles = ['OWNER', 'REVIEWER', 'VIEWER'] as const;
const [OWNER, REVIEWER, VIEWER] = [0, 1, 2];

beforeEach(async () => {
  const made = await createTeamWith(...roles);
  people = made.people;
  teamId = made.teamId;
  projectId = (await getDatabase().project.create({ data: { teamId, name: 'Asthma' } })).id;
});

/** Runs an operation of the whole schema as the person at that place of the team. */
async function run(place: number | null, source: string, input: Record<string, unknown> = {}) {
  const contextValue = requestOf(place === null ? null : (people[place] ?? null));
  const result = await graphql({ schema, source, variableValues: { input, ...input }, contextValue });
  expect(result.errors).toBeUndefined();
  return JSON.parse(JSON.stringify(result.data));
}

const CREATE = `mutation ($input: CreateCollectionInput!) { createCollection(input: $input) {
  collection { id name documentCount project { id } } userErrors { code field } } }`;
const RENAME = `mutation ($input: RenameCollectionInput!) { renameCollection(input: $input) {
  collection { name } userErrors { code field } } }`;
const CANCEL = `mutation ($input: CancelImportInput!) { cancelImport(input: $input) {
  import { status finishedAt } userErrors { code field } } }`;
const RETRY = `mutation ($input: RetryImportInput!) { retryImport(input: $input) {
  import { status failureCode } userErrors { code field } } }`;

const auditOf = async () =>
  (await getDatabase().auditEvent.findMany({ where: { teamId }, orderBy: { sequence: 'asc' } })).map(
    ({ action }) => action,
  );

async function createRun(status: ImportStatus, name = 'trials.csv'): Promise<string> {
  const collection = await getDatabase().collection.create({ data: { projectId, name: 'Spring' } });
  const file = { projectId, collectionId: collection.id, fileName: name, sizeBytes: 10n };
  const id = randomUUID();
  await getDatabase().upload.create({ data: { id, storageKey: `uploads/${id}`, status: 'RECEIVED', ...file } });
  const failed = status === 'FAILED' ? { failureCode: 'PARSER_CRASHED', failureMessage: 'It ended.' } : {};
  return (await getDatabase().importRun.create({ data: { uploadId: id, status, ...file, ...failed } })).id;
}

describe('a collection', () => {
  it('is made and renamed by those who may, with a trace of both', async () => {
    const project = toGlobalId('Project', projectId);
    const made = await run(REVIEWER, CREATE, { projectId: project, name: '  Spring 2026 ' });
    expect(made.createCollection).toMatchObject({
      collection: { name: 'Spring 2026', documentCount: 0, project: { id: project } },
      userErrors: [],
    });
    const { id } = made.createCollection.collection;
    const renamed = await run(REVIEWER, RENAME, { collectionId: id, name: 'Summer' });
    expect(renamed.renameCollection).toEqual({ collection: { name: 'Summer' }, userErrors: [] });
    expect(await auditOf()).toEqual(['collection.created', 'collection.renamed']);
  });

  it.each([
    ['an empty name', { name: ' ' }, 'REQUIRED', 'name'],
    ['a name of 121 characters', { name: 'x'.repeat(121) }, 'TOO_LONG', 'name'],
    [
      'a project that is not there',
      { name: 'x', projectId: toGlobalId('Project', randomUUID()) },
      'NOT_FOUND',
      'projectId',
    ],
  ])('is refused with %s', async (_what, overrides, code, field) => {
    const input = { projectId: toGlobalId('Project', projectId), ...overrides };
    const refused = await run(OWNER, CREATE, input);
    expect(refused.createCollection).toEqual({ collection: null, userErrors: [{ code, field: [field] }] });
  });

  it('is not made by one who only reads', async () => {
    const refused = await run(VIEWER, CREATE, { projectId: toGlobalId('Project', projectId), name: 'x' });
    expect(refused.createCollection.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('an import', () => {
  it('that waits is cancelled at once; one that runs is asked to stop; one that has ended is left alone', async () => {
    const [waiting, running, ended] = await Promise.all([
      createRun('QUEUED'),
      createRun('RUNNING'),
      createRun('COMPLETED'),
    ]);
    const cancel = (id: string) => run(REVIEWER, CANCEL, { importId: toGlobalId('ImportRun', id) });
    expect((await cancel(waiting)).cancelImport.import).toMatchObject({ status: 'CANCELLED' });
    expect((await cancel(running)).cancelImport.import).toEqual({ status: 'RUNNING', finishedAt: null });
    expect((await cancel(ended)).cancelImport.userErrors).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    const asked = await getDatabase().importRun.findUniqueOrThrow({ where: { id: running } });
    expect(asked.cancelRequestedAt).not.toBeNull();
    expect(await auditOf()).toEqual(['import.cancelled', 'import.cancelled']);
  });

  it('that failed goes back into the queue, once', async () => {
    const failed = await createRun('FAILED');
    const retry = () => run(REVIEWER, RETRY, { importId: toGlobalId('ImportRun', failed) });
    expect((await retry()).retryImport.import).toEqual({ status: 'QUEUED', failureCode: null });
    expect((await retry()).retryImport.userErrors).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    const jobs = await (await openQueue()).findJobs(importFile.name, { data: { importRunId: failed } });
    expect(jobs).toHaveLength(1);
  });

  it('is listed newest first, page by page, with its issues in the order of the file', async () => {
    const ids = [
      await createRun('COMPLETED', 'a.csv'),
      await createRun('COMPLETED', 'b.csv'),
      await createRun('FAILED', 'c.csv'),
    ];
    const issue = { severity: 'REJECTED' as const, code: 'INVALID_JSON', message: 'It is not JSON.' };
    await getDatabase().importIssue.createMany({
      data: [0, 1, 2].map((position) => ({ importRunId: ids[0] ?? '', position, line: position + 5, ...issue })),
    });
    const source = `query ($id: ID!, $after: String, $issuesAfter: String) { project(id: $id) { imports(first: 2, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { fileName issues(first: 2, after: $issuesAfter) { totalCount nodes { line } pageInfo { hasNextPage endCursor } } } } } }`;
    const id = toGlobalId('Project', projectId);
    const first = (await run(VIEWER, source, { id })).project.imports;
    expect(first.nodes.map(({ fileName }: { fileName: string }) => fileName)).toEqual(['c.csv', 'b.csv']);
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const after = first.pageInfo.endCursor;
    const second = (await run(VIEWER, source, { id, after })).project.imports;
    const [oldest] = second.nodes;
    expect(oldest).toMatchObject({ fileName: 'a.csv', issues: { totalCount: 3, nodes: [{ line: 5 }, { line: 6 }] } });
    const issuesAfter = oldest.issues.pageInfo.endCursor;
    const rest = (await run(VIEWER, source, { id, after, issuesAfter })).project.imports;
    expect(rest.nodes[0].issues).toMatchObject({ nodes: [{ line: 7 }], pageInfo: { hasNextPage: false } });
  });
});

describe('an import of a file that is there already', () => {
  it('names the other one, and is not one to try again', async () => {
    const [first, second] = [await createRun('COMPLETED', 'first.csv'), await createRun('COMPLETED', 'copy.csv')];
    await getDatabase().importRun.update({ where: { id: second }, data: { sameAsId: first } });
    const source = `query ($id: ID!) { project(id: $id) { imports { nodes {
      fileName mayEndOtherwise sameAs { id fileName } } } } }`;
    const { project } = await run(VIEWER, source, { id: toGlobalId('Project', projectId) });
    expect(project.imports.nodes).toEqual([
      {
        fileName: 'copy.csv',
        mayEndOtherwise: false,
        sameAs: { id: toGlobalId('ImportRun', first), fileName: 'first.csv' },
      },
      { fileName: 'first.csv', mayEndOtherwise: false, sameAs: null },
    ]);
  });
});

describe('projectChanged', () => {
  const document = parse('subscription ($id: ID!) { projectChanged(projectId: $id) { topics project { name } } }');
  const watch = (place: number, id = projectId) =>
    subscribeTo({
      schema,
      document,
      variableValues: { id: toGlobalId('Project', id) },
      contextValue: requestOf(people[place] ?? null),
    });

  it('tells a member of each change and ends for one who was removed', async () => {
    const stream = await watch(VIEWER);
    if (!(Symbol.asyncIterator in stream)) throw new Error('the subscription was refused');
    const events = stream[Symbol.asyncIterator]();
    await getDatabase().project.update({ where: { id: projectId }, data: { name: 'Asthma in children' } });
    await publish(getDatabase(), { projectId, topic: 'SETTINGS' });
    const told = { data: { projectChanged: { project: { name: 'Asthma in children' } } } };
    expect((await events.next()).value).toMatchObject(told);
    await getDatabase().membership.deleteMany({ where: { userId: people[VIEWER]?.id ?? '' } });
    await publish(getDatabase(), { projectId, topic: 'SETTINGS' });
    await expect(events.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await events.next()).toMatchObject({ done: true });
  });

  it('answers another team’s project as it answers a random id', async () => {
    const other = await createTeamWith('OWNER');
    const foreign = await getDatabase().project.create({ data: { teamId: other.teamId, name: 'Not yours' } });
    const refused = await Promise.all([watch(OWNER, foreign.id), watch(OWNER, randomUUID())]);
    const messages = refused.map((result) =>
      'errors' in result ? result.errors?.map(({ message }) => message) : 'open',
    );
    expect(messages[0]).toEqual(messages[1]);
    expect(messages[0]).toHaveLength(1);
  });
});
