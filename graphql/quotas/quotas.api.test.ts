import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson, createTeamWith, type Person, provideAuthSettings } from '@/graphql/testing/people';
import { type UploadClient, uploadClientOf } from '@/graphql/uploads/testing/upload-client';
import { importFile } from '@/jobs/definitions';
import { enqueue } from '@/jobs/queue';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, inTransaction } from '@/prisma/client';
import { reopenImport } from '@/prisma/queries/imports';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
provideAuthSettings();
withWorker();

const SETTINGS = [
  'WINNOW_QUOTA_DOCUMENTS',
  'WINNOW_QUOTA_STORED_BYTES',
  'WINNOW_QUOTA_FILES_AT_ONCE',
  'WINNOW_QUOTA_FILE_BYTES',
];
afterEach(() => {
  for (const name of SETTINGS) delete process.env[name];
});

let owner: Person;
let teamId: string;
let client: UploadClient;
let collectionId: string;

beforeEach(async () => {
  const made = await createTeamWith('OWNER', 'VIEWER');
  teamId = made.teamId;
  owner = made.people[0] ?? owner;
  client = await uploadClientOf(owner);
  const project = await getDatabase().project.create({ data: { teamId, name: 'Asthma' } });
  const collection = await getDatabase().collection.create({ data: { projectId: project.id, name: 'Spring' } });
  collectionId = toGlobalId('Collection', collection.id);
});

async function begin(sizeBytes: number) {
  const answer = await client.create(sizeBytes, { filename: 'trials.csv', collectionId });
  return { status: answer.status, body: await answer.text() };
}

const SET = `mutation ($input: SetTeamQuotaInput!) { setTeamQuota(input: $input) {
  team { id } account { name usage { documents { used limit isOwn } fileBytesLimit } } userErrors { code field } } }`;
const setQuota = async (person: Person, limits: object, id = teamId) =>
  at<{
    team: object | null;
    account: { usage: object } | null;
    userErrors: { code: string; field: string[] | null }[];
  }>(await ask(person.id, SET, { input: { teamId: toGlobalId('Team', id), ...limits } }), 'setTeamQuota');

async function createOperator(): Promise<Person> {
  const operator = await createPerson();
  await getDatabase().user.update({ where: { id: operator.id }, data: { isOperator: true } });
  return operator;
}

describe('an upload', () => {
  it('of any size begins where no limit is set', async () => {
    expect(await begin(1_000_000_000)).toMatchObject({ status: 201 });
  });

  it('larger than a file of the team may be is refused with 413', async () => {
    process.env.WINNOW_QUOTA_FILE_BYTES = '1000';
    expect(await begin(1_000)).toMatchObject({ status: 201 });
    const refused = await begin(1_001);
    expect(refused.status).toBe(413);
    expect(refused.body).toMatch(/^QUOTA_FILE_BYTES: .*1,000 bytes.*1,001/);
  });

  it('beyond what the team may store is refused with 507, what is promised counted', async () => {
    process.env.WINNOW_QUOTA_STORED_BYTES = '1000';
    expect(await begin(600)).toMatchObject({ status: 201 });
    expect(await begin(401)).toMatchObject({ status: 507, body: expect.stringMatching(/^QUOTA_STORED_BYTES: /) });
    expect(await begin(400)).toMatchObject({ status: 201 });
  });

  it('beyond the files under way at once is refused with 429', async () => {
    process.env.WINNOW_QUOTA_FILES_AT_ONCE = '2';
    const answers = await Promise.all([begin(10), begin(10), begin(10), begin(10)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 429, 429]);
  });

  it('leaves no row behind when it is refused', async () => {
    process.env.WINNOW_QUOTA_FILE_BYTES = '1';
    await begin(2);
    expect(await getDatabase().upload.count({ where: { project: { teamId } } })).toBe(0);
  });
});

describe('an import', () => {
  it('ends with QUOTA_EXCEEDED, keeps what it stored, and goes on after there is more room', async () => {
    const desk = await openDesk();
    const project = await getDatabase().project.findUniqueOrThrow({ where: { id: desk.projectId } });
    await getDatabase().teamQuota.create({ data: { teamId: project.teamId, documents: 250n } });
    const rows = Array.from({ length: 700 }, (_, index) =>
      JSON.stringify({ id: `${index}`, text: `Case ${index} of fever.` }),
    );
    const full = await importEnded(await desk.drop('a.jsonl', rows.join('\n')));
    expect(full).toMatchObject({ status: 'FAILED', failureCode: 'QUOTA_EXCEEDED', readCount: 100, acceptedCount: 100 });
    expect(full.failureMessage).toContain('250 documents and has 100');
    expect(await getDatabase().document.count({ where: { importRunId: full.id } })).toBe(100);

    await getDatabase().teamQuota.update({ where: { teamId: project.teamId }, data: { documents: 0n } });
    await inTransaction(async (tx) => {
      expect(await reopenImport(tx, desk.projectId, full.id)).toBe(true);
      await enqueue(importFile, { projectId: desk.projectId, importRunId: full.id }, { tx });
    });
    expect(await importEnded(full.id)).toMatchObject({ status: 'COMPLETED', readCount: 700, acceptedCount: 700 });
  });
});

describe('an operator', () => {
  it('who is no member sets what a team may use, and the team sees it', async () => {
    process.env.WINNOW_QUOTA_DOCUMENTS = '5000';
    const operator = await createOperator();
    const { userErrors, account, team } = await setQuota(operator, { documents: 100, fileBytes: 1000 });
    expect(userErrors).toEqual([]);
    expect(account?.usage).toEqual({ documents: { used: 0, limit: 100, isOwn: true }, fileBytesLimit: 1000 });
    // It opens no team: members and projects hang on it.
    expect(team).toBeNull();
    const usage =
      'query ($id: ID!) { node(id: $id) { ... on Team { usage { documents { used limit isOwn } storedBytes { limit isOwn } fileBytesLimit } } } }';
    expect(at(await ask(owner.id, usage, { id: toGlobalId('Team', teamId) }), 'node.usage')).toEqual({
      documents: { used: 0, limit: 100, isOwn: true },
      storedBytes: { limit: null, isOwn: false },
      fileBytesLimit: 1000,
    });
    await setQuota(operator, { documents: 0 });
    expect(at(await ask(owner.id, usage, { id: toGlobalId('Team', teamId) }), 'node.usage.documents')).toEqual({
      used: 0,
      limit: null,
      isOwn: true,
    });
    const events = await getDatabase().auditEvent.findMany({ where: { teamId, action: 'team.quota_set' } });
    expect(events).toHaveLength(2);
  });

  it('is the only one who may, and a limit is not negative', async () => {
    expect((await setQuota(owner, { documents: 1 })).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const stranger = await createPerson();
    expect((await setQuota(stranger, { documents: 1 })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const answer = await setQuota(await createOperator(), { filesAtOnce: -1 });
    expect(answer.userErrors).toEqual([{ code: 'OUT_OF_RANGE', field: ['filesAtOnce'] }]);
    expect(await getDatabase().teamQuota.count({ where: { teamId } })).toBe(0);
  });
});
