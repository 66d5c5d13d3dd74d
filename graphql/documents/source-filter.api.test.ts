import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { findRankedPage } from '@/prisma/queries/ranked-documents';
import { generateDocuments, type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const PAGE = `query ($project: ID!, $filter: DocumentFilter, $first: Int, $after: String, $last: Int, $before: String) {
  project(id: $project) { documents(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { title } } } }`;
const SUMMARY = `query ($project: ID!) { project(id: $project) { metadataSummary {
  documentsRead keyCount keys { key documents values { value documents } } } } }`;

interface Page {
  readonly totalCount: number | null;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string;
    readonly endCursor: string;
  };
  readonly nodes: readonly { readonly title: string }[];
}

let owner = '';
let teamId = '';
let project: SeededProject;

async function page(filter: Record<string, unknown>, of = project, asked: Record<string, unknown> = {}): Promise<Page> {
  const variables = { project: toGlobalId('Project', of.projectId), filter, ...asked };
  return at(await ask(owner, PAGE, variables), 'project.documents');
}
const titles = ({ nodes }: Page) => nodes.map(({ title }) => title);

/** Ranked as they stand. */
const METADATA: readonly (readonly [string, object])[] = [
  ['a', { Database: 'PubMed', 'dc:"type"': "O'Neil", n: 5, tags: ['x', 'y'], isOpen: true }],
  ['b', { Database: 'Embase', n: '5', Notes: 'Follow-UP at 12 months' }],
  ['c', { Database: 'PubMed', n: 5.5, deep: { a: 1 } }],
  ['d', {}],
];
let sourceId = '';

beforeAll(async () => {
  const team = await seedTeam(getPool(), 'Sources', ['OWNER']);
  owner = team.userIds[0] ?? '';
  teamId = team.teamId;
  project = await seedProject(getPool(), { teamId: team.teamId });
  const ids = await seedDocuments(
    getPool(),
    project,
    METADATA.map(([title], index) => ({ title, rawScore: 5 - index, text: `text ${title}` })),
  );
  const { projectId } = project;
  for (const [index, documentId] of ids.entries()) {
    const metadata = METADATA[index]?.[1] ?? {};
    await getDatabase().documentText.update({
      where: { projectId_documentId: { projectId, documentId } },
      data: { metadata },
    });
  }
  sourceId = await createSource(project);
  const values = [1, 0, 1];
  await getDatabase().referenceLabel.createMany({
    data: values.map((value, index) => ({
      projectId,
      sourceId,
      documentId: ids[index] ?? '',
      value,
      raw: String(value),
    })),
  });
});

async function createRun({ projectId, collectionIds }: SeededProject): Promise<string> {
  const file = { projectId, collectionId: collectionIds[0] ?? '', fileName: 'a.csv', sizeBytes: 1n };
  const upload = await getDatabase().upload.create({
    data: { ...file, id: crypto.randomUUID(), storageKey: `uploads/${crypto.randomUUID()}` },
  });
  return (await getDatabase().importRun.create({ data: { ...file, uploadId: upload.id } })).id;
}

async function createSource(of: SeededProject): Promise<string> {
  const source = {
    projectId: of.projectId,
    importRunId: await createRun(of),
    name: 'Pilot',
    column: 'l',
    kind: 'BINARY' as const,
  };
  return (await getDatabase().referenceLabelSource.create({ data: source })).id;
}

describe('a field of the source', () => {
  it.each([
    ['a whole value', [{ key: 'Database', equals: 'PubMed' }], ['a', 'c']],
    ['a value in other capitals', [{ key: 'Database', equals: 'pubmed' }], []],
    ['a number, as text or as a number', [{ key: 'n', equals: '5' }], ['a', 'b']],
    ['a truth value', [{ key: 'isOpen', equals: 'true' }], ['a']],
    ['one of a list', [{ key: 'tags', equals: 'y' }], ['a']],
    ['a name and a value with quotes in them', [{ key: 'dc:"type"', equals: "O'Neil" }], ['a']],
    ['a part of a value, in any capitals', [{ key: 'Notes', contains: 'follow-up' }], ['b']],
    ['signs that elsewhere stand for anything', [{ key: 'Notes', contains: '%' }], []],
    ['being there', [{ key: 'n', exists: true }], ['a', 'b', 'c']],
    ['not being there', [{ key: 'n', exists: false }], ['d']],
    [
      'several at once',
      [
        { key: 'n', exists: true },
        { key: 'Database', equals: 'Embase' },
      ],
      ['b'],
    ],
    ['a field nobody has', [{ key: 'constructor', exists: true }], []],
  ])('is filtered by %s', async (_what, metadata, expected) => {
    const read = await page({ metadata });
    expect(titles(read)).toEqual(expected);
    expect(read).toMatchObject({ totalCount: expected.length, pageInfo: { hasNextPage: false } });
  });

  it('goes with the other filters, page by page, forwards and backwards', async () => {
    const filter = { metadata: [{ key: 'Database', equals: 'PubMed' }], search: 'text', scoreBelow: 5 };
    expect(titles(await page(filter))).toEqual(['c']);
    const many = { metadata: [{ key: 'n', exists: true }] };
    const first = await page(many, project, { first: 2 });
    expect(titles(await page(many, project, { first: 2, after: first.pageInfo.endCursor }))).toEqual(['c']);
    expect(titles(await page(many, project, { last: 2 }))).toEqual(['b', 'c']);
  });

  it.each([
    ['nothing asked of it', [{ key: 'n' }], 'INVALID'],
    ['two things asked of it', [{ key: 'n', equals: '1', exists: true }], 'INVALID'],
    ['a zero byte in it', [{ key: 'n', equals: 'a\0' }], 'INVALID'],
    ['half a character in it', [{ key: '\ud800', exists: true }], 'INVALID'],
    ['a name of 301 characters', [{ key: 'k'.repeat(301), exists: true }], 'TOO_LONG'],
    ['six of them', Array.from({ length: 6 }, () => ({ key: 'n', exists: true })), 'TOO_MANY'],
  ])('is refused with %s', async (_what, metadata, code) => {
    const asked = await ask(owner, PAGE, { project: toGlobalId('Project', project.projectId), filter: { metadata } });
    expect(asked.faults).toEqual([code]);
  });

  it('is listed with its most frequent values', async () => {
    const summary = at(
      await ask(owner, SUMMARY, { project: toGlobalId('Project', project.projectId) }),
      'project.metadataSummary',
    );
    expect(summary).toEqual({
      documentsRead: 4,
      keyCount: 7,
      keys: [
        {
          key: 'Database',
          documents: 3,
          values: [
            { value: 'PubMed', documents: 2 },
            { value: 'Embase', documents: 1 },
          ],
        },
        {
          key: 'n',
          documents: 3,
          values: [
            { value: '5', documents: 2 },
            { value: '5.5', documents: 1 },
          ],
        },
        { key: 'Notes', documents: 1, values: [{ value: 'Follow-UP at 12 months', documents: 1 }] },
        { key: 'dc:"type"', documents: 1, values: [{ value: "O'Neil", documents: 1 }] },
        { key: 'deep', documents: 1, values: [] },
        { key: 'isOpen', documents: 1, values: [{ value: 'true', documents: 1 }] },
        { key: 'tags', documents: 1, values: [] },
      ],
    });
  });
});

describe('fields of the source', () => {
  it('are told of a file whose documents stand behind a hundred others of its collection', async () => {
    const seeded = await seedProject(getPool(), { teamId });
    const { projectId } = seeded;
    await seedDocuments(
      getPool(),
      seeded,
      Array.from({ length: 101 }, (_, index) => ({ title: `before ${index}`, rawScore: 5 })),
    );
    const [documentId = ''] = await seedDocuments(getPool(), seeded, [{ title: 'behind', rawScore: 1 }]);
    const importRunId = await createRun(seeded);
    await getDatabase().document.update({
      where: { projectId_id: { projectId, id: documentId } },
      data: { importRunId },
    });
    await getDatabase().documentText.update({
      where: { projectId_documentId: { projectId, documentId } },
      data: { metadata: { Land: 'Österreich' } },
    });
    const summary = at(
      await ask(owner, SUMMARY, { project: toGlobalId('Project', projectId) }),
      'project.metadataSummary',
    );
    expect(summary).toMatchObject({
      keys: [{ key: 'Land', documents: 1, values: [{ value: 'Österreich', documents: 1 }] }],
    });
  });
});

it('fields beyond the hundred most frequent are counted, and found by their name', async () => {
  const seeded = await seedProject(getPool(), { teamId, name: 'Wide' });
  const { projectId } = seeded;
  const [documentId = ''] = await seedDocuments(getPool(), seeded, [{ title: 'wide', rawScore: 1 }]);
  const metadata = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`k${at}`, 'v']));
  await getDatabase().documentText.update({
    where: { projectId_documentId: { projectId, documentId } },
    data: { metadata },
  });
  const summary: { keyCount: number; keys: { key: string }[] } = at(
    await ask(owner, SUMMARY, { project: toGlobalId('Project', projectId) }),
    'project.metadataSummary',
  );
  expect([summary.keyCount, summary.keys.length]).toEqual([120, 100]);
  const unlisted = Object.keys(metadata).find((key) => !summary.keys.some((listed) => listed.key === key)) ?? '';
  expect(titles(await page({ metadata: [{ key: unlisted, equals: 'v' }] }, seeded))).toEqual(['wide']);
});

describe('a label', () => {
  const of = (filter: object) => ({
    referenceLabels: [{ sourceId: toGlobalId('ReferenceLabelSource', sourceId), ...filter }],
  });

  it.each([
    ['included', { values: [1] }, ['a', 'c']],
    ['not included', { values: [0] }, ['b']],
    ['either', { values: [0, 1] }, ['a', 'b', 'c']],
    ['none of the values', { values: [] }, []],
    ['labelled', { isLabelled: true }, ['a', 'b', 'c']],
    ['not labelled', { isLabelled: false }, ['d']],
  ])('filters by being %s', async (_what, filter, expected) => {
    const read = await page(of(filter));
    expect(titles(read)).toEqual(expected);
    expect(read.totalCount).toBe(expected.length);
  });

  it('of a source that is not there leaves nothing, and what it has not said everything', async () => {
    const nobody = { sourceId: 'bm90IGFuIGlk' };
    expect(titles(await page({ referenceLabels: [{ ...nobody, isLabelled: true }] }))).toEqual([]);
    expect(titles(await page({ referenceLabels: [{ ...nobody, isLabelled: false }] }))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is refused without a question, with two, and beyond its scale', async () => {
    const asked = (filter: object) =>
      ask(owner, PAGE, { project: toGlobalId('Project', project.projectId), filter: of(filter) });
    expect((await asked({})).faults).toEqual(['INVALID']);
    expect((await asked({ values: [1], isLabelled: true })).faults).toEqual(['INVALID']);
    expect((await asked({ values: [0.5] })).faults).toEqual(['OUT_OF_RANGE']);
  });
});

describe('in a project of 21,000 documents', () => {
  let large: SeededProject;
  const RARE = 'of the last one';

  beforeAll(async () => {
    const { teamId } = await getDatabase().project.findUniqueOrThrow({ where: { id: project.projectId } });
    large = await seedProject(getPool(), { teamId });
    await generateDocuments(getPool(), large, owner, { count: 21_000 });
    // All have the field but the last three of the ranking.
    await getPool().query(
      `UPDATE "DocumentText" SET "metadata" = '{"Database":"PubMed"}' WHERE "projectId" = $1 AND "documentId" NOT IN (
         SELECT "id" FROM "Document" WHERE "projectId" = $1 AND "rankOrder" IS NOT NULL
         ORDER BY "rankOrder" DESC, "rawOrder" DESC, "id" DESC LIMIT 3)`,
      [large.projectId],
    );
    await getPool().query(
      `UPDATE "DocumentText" SET "metadata" = jsonb_build_object('Notes', $2::text) WHERE "projectId" = $1 AND "documentId" = (
         SELECT "id" FROM "Document" WHERE "projectId" = $1 AND "rankOrder" IS NOT NULL
         ORDER BY "rankOrder" DESC, "rawOrder" DESC, "id" DESC LIMIT 1)`,
      [large.projectId, RARE],
    );
  });

  it('a condition without an index is looked for 20,000 at a time, and the pages together find all of it', async () => {
    const filter = { metadata: [{ key: 'Database', exists: false }] };
    const first = await page(filter, large, { first: 50 });
    expect(first).toMatchObject({ nodes: [], totalCount: null, pageInfo: { hasNextPage: true } });
    const second = await page(filter, large, { first: 50, after: first.pageInfo.endCursor });
    expect(second.nodes).toHaveLength(3);
    expect(second.pageInfo.hasNextPage).toBe(false);
    const back = await page(filter, large, { last: 50 });
    expect(titles(back)).toEqual(titles(second));
    expect(back.pageInfo.hasPreviousPage).toBe(true);
    const before = await page(filter, large, { last: 50, before: back.pageInfo.startCursor });
    expect(before).toMatchObject({ nodes: [], pageInfo: { hasPreviousPage: false } });
  });

  it('whoever reads on without a person gets the whole of it at once', async () => {
    const metadata = [{ key: 'Database', equals: null, contains: null, exists: false }];
    const rows = await findRankedPage(
      getDatabase(),
      large.projectId,
      { metadata },
      { take: 50, direction: 'forward', from: null },
    );
    expect(rows).toHaveLength(3);
  });

  it('a rare value is found at once, wherever it stands, and counted', async () => {
    for (const metadata of [
      [{ key: 'Notes', equals: RARE }],
      [{ key: 'Notes', contains: 'LAST' }],
      [{ key: 'Notes', exists: true }],
    ]) {
      expect(await page({ metadata }, large)).toMatchObject({
        totalCount: 1,
        nodes: [{}],
        pageInfo: { hasNextPage: false },
      });
    }
  });

  it('is told by 2,000 documents at most, 100 of each collection', async () => {
    const summary = at(
      await ask(owner, SUMMARY, { project: toGlobalId('Project', large.projectId) }),
      'project.metadataSummary',
    );
    expect(summary).toMatchObject({ documentsRead: 200, keys: [{ key: 'Database', documents: 200 }] });
  });
});
