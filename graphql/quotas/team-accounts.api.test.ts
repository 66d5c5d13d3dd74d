import { beforeAll, describe, expect, it } from 'vitest';
import { type Asked, ask, at } from '@/graphql/testing/ask';
import { createPerson, createTeamWith, type Person } from '@/graphql/testing/people';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const LIST = `query ($first: Int, $after: String, $search: String) { installation {
  teamAccounts(first: $first, after: $after, search: $search) { totalCount pageInfo { hasNextPage endCursor }
    nodes { teamId name memberCount projectCount usage { documents { used limit isOwn } storedBytes { used } filesAtOnce { used } } } } } }`;

interface Page {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: { readonly name: string; readonly memberCount: number; readonly usage: object }[];
}

const NAMES = ['Asthma', 'asthma', 'Dürre', '100% recall', 'snake_case', 'x'.repeat(120), 'Zebra'];
let operator: Person;
let owner: Person;

beforeAll(async () => {
  const made = await createTeamWith('OWNER', 'VIEWER');
  owner = made.people[0] as Person;
  await getDatabase().team.update({ where: { id: made.teamId }, data: { name: 'Busy' } });
  const { id: projectId } = await getDatabase().project.create({ data: { teamId: made.teamId, name: 'One' } });
  const { id: collectionId } = await getDatabase().collection.create({ data: { projectId, name: 'Spring' } });
  const file = { projectId, collectionId, fileName: 'a.csv', sizeBytes: 1_000n };
  const upload = { ...file, storageKey: 'uploads/none' };
  const { id: uploadId } = await getDatabase().upload.create({
    data: { id: crypto.randomUUID(), ...upload, status: 'RECEIVED' },
  });
  await getDatabase().upload.create({ data: { id: crypto.randomUUID(), ...upload } });
  await getDatabase().importRun.create({
    data: { ...file, uploadId, status: 'COMPLETED', finishedAt: new Date(), acceptedCount: 7, duplicateCount: 2 },
  });
  await getDatabase().teamQuota.create({ data: { teamId: made.teamId, documents: 10n } });
  for (const name of NAMES) await getDatabase().team.create({ data: { name } });
  operator = await createPerson();
  await getDatabase().user.update({ where: { id: operator.id }, data: { isOperator: true } });
});

const askFor = (variables: Record<string, unknown>, person: Person | null = operator): Promise<Asked> =>
  ask(person?.id ?? null, LIST, variables);
const pageOf = async (variables: Record<string, unknown>) =>
  at<Page>(await askFor(variables), 'installation.teamAccounts');
const namesOf = async (variables: Record<string, unknown>) => (await pageOf(variables)).nodes.map(({ name }) => name);

describe('the teams of an installation', () => {
  it('are listed to an operator by name, with what each uses of what it may', async () => {
    const { totalCount, nodes } = await pageOf({});
    expect(totalCount).toBe(NAMES.length + 1);
    const names = nodes.map(({ name }) => name.toLowerCase());
    expect([...names].sort((a, b) => a.localeCompare(b, 'en'))).toEqual(names);
    expect(nodes.find(({ name }) => name === 'Busy')).toEqual({
      ...{ teamId: expect.any(String), name: 'Busy', memberCount: 2, projectCount: 1 },
      usage: {
        documents: { used: 9, limit: 10, isOwn: true },
        storedBytes: { used: 2_000 },
        filesAtOnce: { used: 1 },
      },
    });
    expect(nodes.find(({ name }) => name === 'Zebra')).toMatchObject({
      ...{ memberCount: 0, projectCount: 0 },
      usage: { documents: { used: 0, limit: null, isOwn: false } },
    });
  });

  it('come in pages, each once, also those of one name and of long names', async () => {
    const names: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: Page = await pageOf({ first: 1, after });
      names.push(...page.nodes.map(({ name }) => name));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(names).toEqual(await namesOf({}));
  });

  it.each([
    ['ASTH', ['Asthma', 'asthma']],
    ['DÜR', ['Dürre']],
    ['100%', ['100% recall']],
    ['%', ['100% recall']],
    ['_', ['snake_case']],
    ['\\', []],
    ['  zebra ', ['Zebra']],
    ["'; DROP TABLE", []],
  ])('are found by a part of their name, whatever its signs: %s', async (search, found) => {
    expect((await namesOf({ search })).sort()).toEqual([...found].sort());
    expect((await pageOf({ search })).totalCount).toBe(found.length);
  });

  it('are for an operator alone, whose word is asked for at each request', async () => {
    for (const person of [owner, null]) {
      const { data, faults } = await askFor({}, person);
      expect(data.installation ?? null).toBeNull();
      expect(faults).toEqual([person ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
    }
    await getDatabase().user.update({ where: { id: operator.id }, data: { isOperator: false } });
    expect((await askFor({})).faults).toEqual(['FORBIDDEN']);
    await getDatabase().user.update({ where: { id: operator.id }, data: { isOperator: true } });
  });

  it.each([
    [{ first: 101 }, 'OUT_OF_RANGE'],
    [{ search: 'x'.repeat(121) }, 'TOO_LONG'],
    [{ after: 'bm8' }, 'INVALID'],
  ])('are refused in a way that is too much: %j', async (variables, code) => {
    expect((await askFor(variables)).faults).toEqual([code]);
  });
});
