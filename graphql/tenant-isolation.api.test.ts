import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertInterfaceType, isObjectType } from 'graphql';
import { v7 as createId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Permission, roleMay } from '@/graphql/access';
import { type IdType, keyOf } from '@/graphql/global-id';
import { schema } from '@/graphql/schema';
import { digestDatabase, listEmptyTables } from '@/graphql/testing/database-digest';
import { listIdArguments, operationFor, selectionOf } from '@/graphql/testing/id-arguments';
import { foreignIds, ID_CASES, type IdCase } from '@/graphql/testing/id-cases';
import { createPerson, type Person, provideAuthSettings } from '@/graphql/testing/people';
import { openStream } from '@/graphql/testing/read-stream';
import { sendGraphql, sessionOf, tokenOf } from '@/graphql/testing/send-graphql';
import { createTenant, type Tenant } from '@/graphql/testing/tenant';
import { uploadClientOf } from '@/graphql/uploads/testing/upload-client';
import { closeEvents } from '@/jobs/events';
import { uploadKey } from '@/jobs/file-store';
import { closeQueue, openQueue } from '@/jobs/queue';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
provideAuthSettings();

let folder: string;
let ours: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-tenants-'));
  process.env.WINNOW_DATA_DIR = folder;
  await openQueue();
  ours = await createTenant();
  theirs = await createTenant();
});
afterAll(async () => {
  await closeEvents();
  await closeQueue();
  delete process.env.WINNOW_DATA_DIR;
  await rm(folder, { recursive: true, force: true });
});

type Headers = Readonly<Record<string, string>>;

const nodeTypes = schema
  .getPossibleTypes(assertInterfaceType(schema.getType('Node')))
  .map(({ name }) => name as IdType);
const places = Object.keys(ID_CASES);

function caseOf(place: string): IdCase {
  const entry = ID_CASES[place];
  if (!entry) throw new Error(`There is no entry for ${place}.`);
  return entry;
}

function typesOf(place: string): readonly IdType[] {
  const { type } = caseOf(place);
  return type === 'every' ? nodeTypes : [type];
}

/** What a caller is told, without what tells requests apart: their ids and the points they leave. */
async function answerOf(headers: Headers, place: string, id: string, own: Tenant, type: IdType): Promise<unknown> {
  const entry = caseOf(place);
  const document = entry.document ?? documentOf(place, type);
  const variables = entry.variables(id, own);
  if (place.startsWith('Subscription.')) return firstEventOf(headers, document, variables);
  const { status, body } = await sendGraphql(headers, document, variables);
  return withoutRequestIds({ status, data: body.data, errors: body.errors });
}

function documentOf(place: string, type: IdType): string {
  const [, root = '', field = ''] = /^(\w+)\.(\w+)\(/.exec(place) ?? [];
  const document = operationFor(schema, root, field);
  const found = schema.getType(type);
  const isNode = root === 'Query' && field.startsWith('node') && isObjectType(found);
  return isNode
    ? document.replace('{ __typename id }', `{ __typename ... on ${type} ${selectionOf(found, 2)} }`)
    : document;
}

async function firstEventOf(headers: Headers, document: string, variables: Record<string, unknown>): Promise<unknown> {
  const stream = await openStream(headers, document, variables);
  const first = await stream.next();
  const isOver = JSON.stringify(first).includes('"errors"') && (await stream.next()) === null;
  await stream.close();
  return withoutRequestIds({ status: stream.status, first, isOver });
}

function withoutRequestIds(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value) => (key === 'requestId' ? undefined : value));
}

describe('an id of another team', () => {
  let digest: Record<string, string>;
  let callers: Record<string, Headers>;

  beforeAll(async () => {
    callers = { 'a session': await sessionOf(ours.owner), 'a token': await tokenOf(ours.owner) };
    digest = await digestDatabase();
  });

  it('is tried wherever the schema takes one', () => {
    expect(places.toSorted()).toEqual(listIdArguments(schema).toSorted());
    expect(
      Object.keys(theirs.ids)
        .filter((type) => !['SampleItem', 'SecondLook', 'SecondLookItem'].includes(type))
        .toSorted(),
    ).toEqual(nodeTypes.toSorted());
  });

  it('is tried against tables that all hold something', async () => {
    expect(await listEmptyTables()).toEqual(['rate_limit']);
  });

  it.each(places)('answers as a random one does and changes nothing: %s', async (place) => {
    for (const type of typesOf(place)) {
      for (const { foreign, random } of foreignIds(type, theirs, ours)) {
        for (const [caller, headers] of Object.entries(callers)) {
          const told = { caller, type, answer: await answerOf(headers, place, foreign, ours, type) };
          expect(told).toEqual({ caller, type, answer: await answerOf(headers, place, random, ours, type) });
        }
      }
    }
    expect(await digestDatabase()).toEqual(digest);
  });

  it('answers as a random one does when it is another team and its own member', async () => {
    const headers = await sessionOf(ours.owner);
    for (const place of ['Mutation.changeMemberRole(input.teamId)', 'Mutation.removeMember(input.teamId)']) {
      const random = foreignIds('Team', theirs, ours)[0]?.random ?? '';
      const told = await answerOf(headers, place, theirs.ids.Team, theirs, 'Team');
      expect(told).toEqual(await answerOf(headers, place, random, theirs, 'Team'));
    }
  });
});

describe('the upload door', () => {
  const told = async (response: Response) => ({
    status: response.status,
    headers: [...response.headers].filter(([name]) => name !== 'date'),
    body: await response.text(),
  });

  it('knows a collection or project of another team as little as a random one', async () => {
    const client = await uploadClientOf(ours.owner);
    const before = await digestDatabase();
    for (const [key, type] of [
      ['collectionId', 'Collection'],
      ['projectId', 'Project'],
    ] as const) {
      const random = foreignIds(type, theirs, ours)[0]?.random ?? '';
      const place = (id: string) => ({ filename: 'x.csv', [key]: id, collectionName: 'Smuggled in' });
      const answer = await told(await client.create(10, place(theirs.ids[type])));
      expect(answer).toEqual(await told(await client.create(10, place(random))));
      expect(answer.status).toBe(404);
    }
    expect(await digestDatabase()).toEqual(before);
  });

  it('knows an upload of another person as little as a random one', async () => {
    const before = await digestDatabase();
    for (const { caller, uploadId } of [
      { caller: ours.owner, uploadId: theirs.uploadId },
      { caller: ours.admin, uploadId: ours.uploadId },
    ]) {
      const client = await uploadClientOf(caller);
      const tries = (id: string) => [
        client.head(`/${id}`),
        client.patch(`/${id}`, 4, 'stolen'),
        client.send('DELETE', `/${id}`),
      ];
      const answers = await Promise.all((await Promise.all(tries(uploadId))).map(told));
      expect(answers).toEqual(await Promise.all((await Promise.all(tries(createId()))).map(told)));
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
      expect(await readFile(join(folder, 'files', uploadKey(uploadId)), 'utf8')).toBe('abcd');
    }
    expect(await digestDatabase()).toEqual(before);
  });
});

/** What a mutation asks of the access table; null for those that concern one's own account only. */
const MUTATION_PERMISSIONS: Readonly<Record<string, Permission | null>> = {
  createFirstAccount: null,
  updateProfile: null,
  changePassword: null,
  signOutEverywhere: null,
  createApiToken: null,
  revokeApiToken: null,
  createTeam: null,
  acceptInvitation: null,
  renameTeam: 'team:rename',
  inviteMember: 'member:invite',
  revokeInvitation: 'member:invite',
  changeMemberRole: 'member:change',
  removeMember: 'member:change',
  createProject: 'project:create',
  createSampleProject: 'project:create',
  updateProject: 'project:change',
  archiveProject: 'project:archive',
  restoreProject: 'project:archive',
  createCollection: 'collection:create',
  renameCollection: 'collection:create',
  cancelImport: 'import:control',
  retryImport: 'import:control',
  confirmImportMapping: 'import:control',
  previewImport: 'import:control',
  forgetColumnMapping: 'import:control',
  undoImport: 'import:undo',
  splitDuplicate: 'duplicate:decide',
  joinDuplicates: 'duplicate:decide',
  undoDuplicateDecision: 'duplicate:decide',
  decideDuplicateProposal: 'duplicate:decide',
  // An operator's alone (quotas.api.test.ts).
  setTeamQuota: null,
  startScoring: 'scoring:control',
  cancelScoring: 'scoring:control',
  // Of the installation, and an operator's alone (models.api.test.ts).
  pullModel: null,
  cancelModelPull: null,
  verifyModel: null,
  useModel: null,
  removeModel: null,
  requestSentenceScores: 'sentence:score',
  overrideScore: 'score:override',
  undoOverride: 'score:override',
  decideDocument: 'decision:give',
  undoDecision: 'decision:give',
  createTag: 'tag:change',
  changeTag: 'tag:change',
  deleteTag: 'tag:change',
  tagDocument: 'tag:change',
  untagDocument: 'tag:change',
  addNote: 'note:write',
  changeNote: 'note:write',
  withdrawNote: 'note:write',
  createExport: 'export:create',
  cancelExport: 'export:create',
  drawSample: 'sample:draw',
  topUpSample: 'sample:draw',
  archiveSample: 'sample:archive',
  restoreSample: 'sample:archive',
  deleteSample: 'sample:archive',
  rateSampleItem: 'sample:rate',
  withdrawSampleAnswer: 'sample:rate',
  startSecondLook: 'sample:rate',
  rateSecondLook: 'sample:rate',
  withdrawSecondLook: 'sample:rate',
  finishSecondLook: 'sample:rate',
  saveCalibration: 'calibration:save',
  activateCalibration: 'calibration:activate',
  deactivateCalibration: 'calibration:activate',
  applyRecalibration: 'recalibration:apply',
  reapplyRecalibration: 'recalibration:apply',
  takeBackRecalibration: 'recalibration:apply',
  checkDrift: 'drift:check',
  dismissDriftNotice: 'drift:check',
};

describe('a role', () => {
  it('is asked by every mutation', () => {
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
    expect(Object.keys(MUTATION_PERMISSIONS).toSorted()).toEqual(mutations.toSorted());
  });

  it.each(['VIEWER', 'REVIEWER'] as const)('%s changes nothing it may not change', async (role) => {
    const headers = await sessionOf(role === 'VIEWER' ? ours.viewer : ours.reviewer);
    const before = await digestDatabase();
    const refused = Object.entries(MUTATION_PERMISSIONS).flatMap(([mutation, permission]) =>
      permission === null || roleMay(role, permission) ? [] : [mutation],
    );
    expect(refused).toContain('renameTeam');
    for (const mutation of refused) {
      const place = places.find((name) => name.startsWith(`Mutation.${mutation}(`)) ?? '';
      for (const type of typesOf(place)) {
        const answer = await answerOf(headers, place, ours.ids[type], ours, type);
        expect(answer).toMatchObject({ data: { [mutation]: { userErrors: [{ code: 'FORBIDDEN' }] } } });
      }
    }
    expect(await digestDatabase()).toEqual(before);
  });

  it('that only reads uploads nothing', async () => {
    const before = await digestDatabase();
    const client = await uploadClientOf(ours.viewer);
    const answer = await client.create(10, { filename: 'x.csv', collectionId: ours.ids.Collection });
    expect(answer.status).toBe(403);
    expect(await digestDatabase()).toEqual(before);
  });
});

describe('a member who is removed', () => {
  let leaver: Person;
  let callers: Headers[];

  beforeEach(async () => {
    leaver = await createPerson();
    const memberships = [ours, theirs].map(({ ids }) => ({
      teamId: keyOf('Team', ids.Team),
      userId: leaver.id,
      role: 'OWNER' as const,
    }));
    await getDatabase().membership.createMany({ data: memberships });
    callers = [await sessionOf(leaver), await tokenOf(leaver)];
  });

  it('is a stranger at the next request: all of the team answers as random ids do', async () => {
    const seen = nodeTypes.filter((type) => type !== 'ApiToken');
    for (const headers of callers) {
      const ids = seen.map((type) => ours.ids[type]);
      const { body } = await sendGraphql(headers, 'query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
      expect(body.data?.nodes).toEqual(ids.map((id) => ({ id })));
    }
    const removal = operationFor(schema, 'Mutation', 'removeMember');
    const input = { teamId: ours.ids.Team, userId: Buffer.from(`User:${leaver.id}`).toString('base64url') };
    const removed = await sendGraphql(await sessionOf(ours.owner), removal, { input });
    expect(removed.body.data).toMatchObject({ removeMember: { userErrors: [] } });

    const digest = await digestDatabase();
    for (const place of places) {
      for (const type of typesOf(place)) {
        for (const { foreign, random } of foreignIds(type, ours, theirs)) {
          for (const headers of callers) {
            const told = { place, type, answer: await answerOf(headers, place, foreign, theirs, type) };
            expect(told).toEqual({ place, type, answer: await answerOf(headers, place, random, theirs, type) });
          }
        }
      }
    }
    expect(await digestDatabase()).toEqual(digest);
  });
});

/** Last, for it changes things: a check that compares two refusals says something only where one's own id is taken. */
describe('an own id', () => {
  beforeEach(async () => {
    const membership = { teamId: keyOf('Team', ours.ids.Team), userId: keyOf('User', ours.ids.User) };
    const role = 'REVIEWER';
    await getDatabase().membership.upsert({
      where: { teamId_userId: membership },
      create: { ...membership, role },
      update: {},
    });
  });

  it.each(places)('answers otherwise than a random one: %s', async (place) => {
    const headers = await sessionOf(ours.owner);
    for (const type of typesOf(place)) {
      const random = foreignIds(type, theirs, ours)[0]?.random ?? '';
      const own = await answerOf(headers, place, ours.ids[type], ours, type);
      expect(own).not.toEqual(await answerOf(headers, place, random, ours, type));
      expect(JSON.stringify(own)).not.toMatch(
        /INTERNAL_SERVER_ERROR|GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT|TOO_COSTLY/,
      );
    }
  });
});
