import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { rankedPageSql } from '@/prisma/queries/ranked-documents';
import { generateDocuments, type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const PAGE = `query Page($project: ID!, $filter: DocumentFilter, $first: Int, $after: String, $last: Int, $before: String) {
  project(id: $project) {
    documents(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { id title rankingScore rawScore rank isIncluded }
    }
  }
}`;

interface Row {
  id: string;
  title: string;
  rankingScore: number | null;
  rank: number;
}
interface Page {
  totalCount: number | null;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  nodes: Row[];
}

let owner: string;
let stranger: string;
let project: SeededProject;
let ids: string[];

/** Ranked by hand: the override first, then ties of the ranking score by raw score, then by id, then the unscored. */
const DOCUMENTS = [
  { title: 'tie b', rawScore: 4, text: 'asthma in children' },
  { title: 'tie a', rawScore: 4, text: 'asthma in adults' },
  { title: 'calibrated down', rawScore: 4.5, calibratedScore: 4, text: 'stroke unit care' },
  { title: 'unscored 1', collection: 1 },
  { title: 'repeats', duplicateOf: 0, text: 'asthma in children' },
  { title: 'low', rawScore: 1.1, collection: 1, text: 'printer manual; asthma "not" mentioned' },
  { title: 'failed', status: 'FAILED' as const, collection: 1 },
  { title: 'middle', rawScore: 2.7, collection: 1, text: 'sepsis guideline' },
];
const RANKED = ['calibrated down', 'tie b', 'tie a', 'middle', 'low', 'unscored 1', 'failed'];

beforeAll(async () => {
  const team = await seedTeam(getPool(), 'Ranked', ['OWNER']);
  owner = team.userIds[0] ?? '';
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
  project = await seedProject(getPool(), { teamId: team.teamId });
  ids = await seedDocuments(getPool(), project, DOCUMENTS);
});

async function page(variables: Record<string, unknown>, of: SeededProject = project): Promise<Page> {
  return at(
    await ask(owner, PAGE, { project: toGlobalId('Project', of.projectId), ...variables }),
    'project.documents',
  );
}
const titles = ({ nodes }: Page) => nodes.map(({ title }) => title);

async function readAll(direction: 'forward' | 'backward', size: number, of: SeededProject = project): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (;;) {
    const asked: Record<string, unknown> =
      direction === 'forward' ? { first: size, after: cursor } : { last: size, before: cursor };
    const { nodes, pageInfo } = await page(asked, of);
    if (direction === 'forward') rows.push(...nodes);
    else rows.unshift(...nodes);
    cursor = direction === 'forward' ? pageInfo.endCursor : pageInfo.startCursor;
    if (!(direction === 'forward' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return rows;
  }
}

describe('the ranked list', () => {
  it('orders by ranking score, then raw score, then id, unscored last, and leaves duplicates out', async () => {
    const read = await page({});
    expect(titles(read)).toEqual(RANKED);
    expect(read.totalCount).toBe(7);
    expect(read.nodes.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([1, 2, 3, 7, 50])(
    'covers every row once and in order in pages of %i, forwards and backwards',
    async (size) => {
      expect((await readAll('forward', size)).map(({ title }) => title)).toEqual(RANKED);
      expect((await readAll('backward', size)).map(({ title }) => title)).toEqual(RANKED);
    },
  );

  it('goes back from where it went forward to', async () => {
    const second = await page({ first: 2, after: (await page({ first: 2 })).pageInfo.endCursor });
    expect(titles(second)).toEqual(['tie a', 'middle']);
    const back = await page({ last: 2, before: second.pageInfo.startCursor });
    expect(titles(back)).toEqual(['calibrated down', 'tie b']);
    expect(back.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
  });

  it('goes on from a cursor whose row has moved away or is gone', async () => {
    const other = await seedProject(getPool(), { teamId: (await seedTeam(getPool(), 'Moving', [])).teamId });
    await getDatabase().membership.create({ data: { ...(await teamOf(other)), userId: owner, role: 'VIEWER' } });
    const moving = await seedDocuments(
      getPool(),
      other,
      [5, 4, 3, 2, 1].map((rawScore) => ({ title: `s${rawScore}`, rawScore })),
    );
    const { endCursor } = (await page({ first: 2 }, other)).pageInfo;
    await getDatabase().document.update({
      where: { projectId_id: { projectId: other.projectId, id: moving[1] ?? '' } },
      data: { overrideScore: 1.5 },
    });
    expect(titles(await page({ first: 3, after: endCursor }, other))).toEqual(['s3', 's2', 's4']);
    await getDatabase().document.delete({
      where: { projectId_id: { projectId: other.projectId, id: moving[1] ?? '' } },
    });
    expect(titles(await page({ first: 3, after: endCursor }, other))).toEqual(['s3', 's2', 's1']);
  });

  it.each([
    ['a score range', { scoreAtLeast: 2.7, scoreBelow: 4 }, ['middle']],
    ['a score below, which no unscored document has', { scoreBelow: 2.7 }, ['low']],
    ['a status', { statuses: ['FAILED'] }, ['failed']],
    ['what is not scored', { statuses: ['FAILED', 'PENDING'] }, ['unscored 1', 'failed']],
    ['no status at all', { statuses: [] }, []],
    ['words', { search: 'asthma' }, ['tie b', 'tie a', 'low']],
    ['a phrase or a word', { search: '"stroke unit" or sepsis' }, ['calibrated down', 'middle']],
    ['words but one', { search: 'asthma -children' }, ['tie a', 'low']],
    ['words of the title', { search: 'middle' }, ['middle']],
    ['no collection', { collectionIds: [] }, []],
    ['what is overridden', { isOverridden: true }, []],
    ['a threshold that is not there', { isIncluded: true }, []],
  ])('filters by %s', async (_name, filter, expected) => {
    const read = await page({ filter });
    expect(titles(read)).toEqual(expected);
    expect(read.totalCount).toBe(expected.length);
  });

  it('filters by one collection and by several, each once', async () => {
    const [first, second] = project.collectionIds.map((id) => toGlobalId('Collection', id));
    expect(titles(await page({ filter: { collectionIds: [second] } }))).toEqual([
      'middle',
      'low',
      'unscored 1',
      'failed',
    ]);
    expect(titles(await page({ filter: { collectionIds: [first, second, first] } }))).toEqual(RANKED);
    expect(titles(await page({ filter: { collectionIds: ['bm90IGFuIGlk'] } }))).toEqual([]);
    const pending = { collectionIds: [first, second], statuses: ['PENDING', 'FAILED'] };
    expect(titles(await page({ filter: pending }))).toEqual(['unscored 1', 'failed']);
  });

  it.each([
    ['another size', { first: 101 }],
    ['a negative size', { last: -1 }],
    ['both directions', { first: 1, last: 1 }],
    ['a text that is no cursor', { after: 'nonsense' }],
    ['a cursor of another list', { after: Buffer.from('["2026-01-01","x"]').toString('base64url') }],
    [
      'a cursor without a number',
      { after: Buffer.from(JSON.stringify(['NaN', '1', '0'.repeat(36)])).toString('base64url') },
    ],
  ])('refuses %s', async (_name, asked) => {
    const answer = await ask(owner, PAGE, { project: toGlobalId('Project', project.projectId), ...asked });
    expect(answer.faults).toHaveLength(1);
    expect(['INVALID', 'OUT_OF_RANGE']).toContain(answer.faults[0]);
  });

  it('does not know the project of another team', async () => {
    const answer = await ask(stranger, PAGE, { project: toGlobalId('Project', project.projectId) });
    expect(answer).toEqual({ data: { project: null }, faults: [] });
  });
});

describe('reader fields', () => {
  it('gives a list texts, excerpts and scores with their provenance', async () => {
    const asked = await ask(
      owner,
      `query Read($project: ID!) { project(id: $project) { documents(first: 2) { nodes {
        text excerpt metadata authors collection { id } isIncluded
        score { value precision provider tokensTotal tokensRead isTruncated model { name revision } } } } } }`,
      { project: toGlobalId('Project', project.projectId) },
    );
    expect(at(asked, 'project.documents.nodes.0')).toEqual({
      text: 'stroke unit care',
      excerpt: 'stroke unit care',
      metadata: {},
      authors: [],
      collection: { id: toGlobalId('Collection', project.collectionIds[0] ?? '') },
      isIncluded: null,
      score: {
        value: 4.5,
        precision: 'fp32',
        provider: 'seed',
        tokensTotal: 10,
        tokensRead: 10,
        isTruncated: false,
        model: { name: 'Seeded scores', revision: 'seed' },
      },
    });
    expect(ids).toHaveLength(DOCUMENTS.length);
  });
});

describe('a project of 20,000 documents', () => {
  let large: SeededProject;

  beforeAll(async () => {
    const { teamId } = await teamOf(project);
    large = await seedProject(getPool(), { teamId, collections: 3 });
    await generateDocuments(getPool(), large, owner, { count: 20_000 });
  });

  it('has pages that read one partition in one index and sort nothing, the first and a deep one', async () => {
    const deep = { rankOrder: -1.2, rawOrder: -1.2, id: '00000000-0000-7000-8000-000000000000' };
    for (const from of [null, deep]) {
      const sql = rankedPageSql(large.projectId, {}, { take: 51, direction: 'forward', from });
      const plan = await planOf(sql.text, sql.values);
      expect(plan.match(/Scan using "?(\S+)"?/g)).toHaveLength(1);
      expect(plan).toMatch(/Index Scan using "Document_\d+_projectId_rankOrder_rawOrder_id_idx"/);
      expect(plan).not.toMatch(/Sort|Append|Seq Scan|Gather/);
    }
  });

  it('pages a collection from its own index', async () => {
    const filter = { collectionIds: large.collectionIds.slice(0, 1) };
    const sql = rankedPageSql(large.projectId, filter, { take: 51, direction: 'backward', from: null });
    expect(await planOf(sql.text, sql.values)).toMatch(
      /Scan Backward using "Document_\d+_projectId_collectionId_rankOrder/,
    );
  });

  it('counts exactly to 10,000 and then not at all', async () => {
    expect((await page({ first: 1 }, large)).totalCount).toBeNull();
    const { totalCount } = await page({ first: 1, filter: { scoreAtLeast: 4.9 } }, large);
    const counted = await getDatabase().document.count({
      where: { projectId: large.projectId, rankOrder: { lte: -4.9 } },
    });
    expect(totalCount).toBe(counted);
  });

  it('covers all of it once, in order, with the ranks it gives', async () => {
    const rows = await readAll('forward', 100, large);
    const expected = await getPool().query<{ id: string }>(
      `SELECT "id" FROM "Document" WHERE "projectId" = $1 AND "duplicateOfId" IS NULL
       ORDER BY coalesce("overrideScore", "calibratedScore", "rawScore") DESC NULLS LAST, "rawScore" DESC NULLS LAST, "id"`,
      [large.projectId],
    );
    expect(rows.map(({ id }) => id)).toEqual(
      expected.rows.map(({ id }) => toGlobalId('Document', large.projectId, id)),
    );
    expect(rows.map(({ rank }) => rank)).toEqual(rows.map((_row, place) => place + 1));
  });
});

async function teamOf({ projectId }: SeededProject): Promise<{ teamId: string }> {
  return getDatabase().project.findUniqueOrThrow({ where: { id: projectId }, select: { teamId: true } });
}

async function planOf(text: string, values: unknown[]): Promise<string> {
  const { rows } = await getPool().query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${text}`, values);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
