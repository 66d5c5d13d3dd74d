import { beforeAll, describe, expect, it } from 'vitest';
import { type RatedDocument, ratedSample } from '@/graphql/reliability/testing/rated-sample';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const ESTIMATE = '{ value lower upper n method }';
const GROUP = `{ label n isSuppressed precision ${ESTIMATE} recall ${ESTIMATE} f1 ${ESTIMATE} accuracy ${ESTIMATE} bias mse mae r2 }`;
const SUBGROUPS = `query Subgroups($id: ID!, $by: SubgroupBy!, $threshold: Float) { node(id: $id) { ... on Sample {
  subgroups(by: $by, threshold: $threshold) { by threshold thresholdSource relevanceCut n minimumSize isUnequallyDrawn
    whole ${GROUP} groups ${GROUP} gathered ${GROUP} gatheredGroups } } } }`;

interface Group {
  readonly label: string;
  readonly n: number;
  readonly isSuppressed: boolean;
}
interface Report {
  readonly threshold: number;
  readonly thresholdSource: string;
  readonly groups: readonly Group[];
  readonly whole: Group;
  readonly gathered: Group | null;
  readonly gatheredGroups: number;
}

let teamId: string;
let users: readonly string[];
let stranger: string;

beforeAll(async () => {
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Reliable', ['OWNER', 'REVIEWER', 'VIEWER']));
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
});

const rated = (documents: readonly RatedDocument[]) =>
  ratedSample({ owner: users[0], teamId, raters: [users[1]] }, documents);
async function report(id: string, by: string, threshold?: number): Promise<Report> {
  return at(await ask(users[2] ?? null, SUBGROUPS, { id, by, threshold }), 'node.subgroups');
}
const many = (count: number, document: RatedDocument) => Array.from({ length: count }, () => document);
const sizes = ({ groups }: Report) => groups.map(({ label, n }) => [label, n]);

/** 22 in the first collection: 10 found, 2 included for nothing, 2 missed, 8 rightly left out; 5 in the second. */
const TWO_COLLECTIONS: readonly RatedDocument[] = [
  ...many(10, { rawScore: 4, ratings: [5] }),
  ...many(2, { rawScore: 4, ratings: [1] }),
  ...many(2, { rawScore: 2, ratings: [5] }),
  ...many(8, { rawScore: 2, ratings: [1] }),
  ...many(5, { rawScore: 2, ratings: [1], collection: 1 }),
];

describe('subgroups', () => {
  it('gives the figures of a group as counted by hand, and only the size of a small one', async () => {
    const { id } = await rated(TWO_COLLECTIONS);
    const told = await report(id, 'COLLECTION');
    expect(told).toMatchObject({
      threshold: 3,
      thresholdSource: 'RELEVANCE_CUT',
      n: 27,
      minimumSize: 20,
      isUnequallyDrawn: false,
      gathered: null,
      gatheredGroups: 0,
      whole: { n: 27, isSuppressed: false, recall: { value: 10 / 12, n: 12 } },
    });
    const [first, second] = told.groups;
    // Clopper-Pearson by SciPy: 10 of 12, 18 of 22.
    const tenOfTwelve = { value: 10 / 12, lower: expect.closeTo(0.5158623, 6), upper: expect.closeTo(0.9791375, 6) };
    expect(first).toMatchObject({
      label: 'Collection 1',
      n: 22,
      isSuppressed: false,
      precision: { ...tenOfTwelve, n: 12, method: 'Clopper-Pearson' },
      recall: { ...tenOfTwelve, n: 12 },
      f1: { value: expect.closeTo(10 / 12, 12) },
      accuracy: { value: 18 / 22, lower: expect.closeTo(0.5971542, 6), upper: expect.closeTo(0.948135, 5), n: 22 },
      bias: expect.closeTo(-2 / 22, 12),
      mse: expect.closeTo(54 / 22, 12),
      mae: expect.closeTo(30 / 22, 12),
    });
    expect(second).toEqual({
      label: 'Collection 2',
      n: 5,
      isSuppressed: true,
      ...Object.fromEntries(
        ['precision', 'recall', 'f1', 'accuracy', 'bias', 'mse', 'mae', 'r2'].map((key) => [key, null]),
      ),
    });
  });

  it('reads the threshold that is given, and the active one before the cut', async () => {
    const { id, project, key } = await rated(TWO_COLLECTIONS);
    const given = await report(id, 'COLLECTION', 4.5);
    expect(given).toMatchObject({ threshold: 4.5, thresholdSource: 'GIVEN' });
    expect(given.groups[0]).toMatchObject({ precision: { value: null, n: 0 }, recall: { value: 0, n: 12 } });
    const calibration = await getDatabase().calibration.create({
      data: {
        projectId: project.projectId,
        version: 1,
        threshold: 2,
        relevanceCut: 3,
        sampleId: key,
        metrics: {},
        inputs: {},
        createdById: users[0] ?? '',
      },
    });
    await getDatabase().project.update({
      where: { id: project.projectId },
      data: { activeCalibrationId: calibration.id },
    });
    const active = await report(id, 'COLLECTION');
    expect(active).toMatchObject({ threshold: 2, thresholdSource: 'ACTIVE' });
    expect(active.groups[0]).toMatchObject({ precision: { value: 12 / 22 }, recall: { value: 1 } });
    expect((await ask(users[2] ?? null, SUBGROUPS, { id, by: 'TAG', threshold: 1e9 })).faults).toEqual([
      'OUT_OF_RANGE',
    ]);
  });

  it('counts a document in each of its tags, tags of one name apart, and those without', async () => {
    const { id, project, documentIds } = await rated(many(4, { rawScore: 3, ratings: [4] }));
    const { projectId } = project;
    const tags = await Promise.all(
      ['children', 'adults'].map((name) => getDatabase().tag.create({ data: { projectId, name } })),
    );
    const on = (tag: number, document: number) => ({
      projectId,
      documentId: documentIds[document] ?? '',
      tagId: tags[tag]?.id ?? '',
    });
    await getDatabase().documentTag.createMany({ data: [on(0, 0), on(0, 1), on(0, 2), on(1, 0), on(1, 1)] });
    const counted = new Map(sizes(await report(id, 'TAG')) as [string, number][]);
    expect([...counted].toSorted()).toEqual([
      ['adults', 2],
      ['children', 3],
      ['without a tag', 1],
    ]);
  });

  it('groups by year, language, length and truncation, what is unknown last or named so', async () => {
    const { id, project, documentIds } = await rated(many(5, { rawScore: 3, ratings: [4] }));
    const set = (document: number, data: { year?: number; language?: string }) =>
      getDatabase().document.update({
        where: { projectId_id: { projectId: project.projectId, id: documentIds[document] ?? '' } },
        data,
      });
    const thisYear = new Date().getUTCFullYear();
    await set(0, { year: thisYear, language: 'de' });
    await set(1, { year: 1994, language: 'de' });
    await set(2, { year: 1990, language: 'en' });
    await set(3, { year: thisYear - 1 });
    expect(sizes(await report(id, 'YEAR'))).toEqual([
      ['1990 to 1999', 2],
      [String(thisYear - 1), 1],
      [String(thisYear), 1],
      ['unknown', 1],
    ]);
    expect(sizes(await report(id, 'LANGUAGE')).toSorted()).toEqual([
      ['de', 2],
      ['en', 1],
      ['unknown', 2],
    ]);
    const score = (document: number, data: { tokensTotal: number; isTruncated: boolean }) =>
      getDatabase().score.updateMany({ where: { documentId: documentIds[document] ?? '' }, data });
    await score(0, { tokensTotal: 9000, isTruncated: true });
    await score(1, { tokensTotal: 129, isTruncated: false });
    await getDatabase().score.deleteMany({ where: { documentId: documentIds[2] ?? '' } });
    expect(sizes(await report(id, 'LENGTH'))).toEqual([
      ['up to 128 tokens', 2],
      ['129 to 256 tokens', 1],
      ['more than 8,192 tokens', 1],
      ['unknown', 1],
    ]);
    expect(sizes(await report(id, 'TRUNCATED')).toSorted()).toEqual([
      ['cut off', 1],
      ['read whole', 3],
      ['unknown', 1],
    ]);
  });

  it('shows the 50 largest groups and gathers the others, each document once', async () => {
    const { id, project, documentIds } = await rated(many(60, { rawScore: 3, ratings: [4] }));
    const { projectId } = project;
    await getDatabase().document.updateMany({ where: { projectId }, data: { language: 'en' } });
    for (const [index, documentId] of documentIds.slice(0, 55).entries()) {
      const where = { projectId_id: { projectId, id: documentId } };
      await getDatabase().document.update({ where, data: { language: `x${String(index).padStart(2, '0')}` } });
    }
    const told = await report(id, 'LANGUAGE');
    expect(told.groups).toHaveLength(50);
    expect(told.groups[0]).toMatchObject({ label: 'en', n: 5, isSuppressed: true });
    expect(told).toMatchObject({
      gatheredGroups: 6,
      gathered: { label: 'All smaller groups', n: 6, isSuppressed: true },
    });
  });

  it('says when documents were drawn with unequal chances', async () => {
    const { id, key } = await rated(TWO_COLLECTIONS);
    await getDatabase().sampleDesign.update({ where: { id: key }, data: { kind: 'STRATIFIED' } });
    const stratum = { sampleId: key, lower: null, upper: null, size: 1, guessedProportion: 0.5 };
    await getDatabase().sampleStratum.createMany({
      data: [
        { ...stratum, ordinal: 0, populationSize: 900 },
        { ...stratum, ordinal: 1, populationSize: 100 },
      ],
    });
    const second = await getDatabase().sampledDocument.findMany({ where: { sampleId: key }, take: 9 });
    await getDatabase().sampledDocument.updateMany({
      where: { sampleId: key, documentId: { in: second.map(({ documentId }) => documentId) } },
      data: { stratum: 1 },
    });
    expect(await report(id, 'COLLECTION')).toMatchObject({ isUnequallyDrawn: true });
  });

  it('leaves undefined what one class cannot say, and what equal scores or ratings cannot', async () => {
    const irrelevant = await rated(many(25, { rawScore: 3, ratings: [1] }));
    const { groups } = await report(irrelevant.id, 'COLLECTION', 4);
    // All irrelevant, none included: nothing to recall, nothing included, all on the right side.
    expect(groups).toMatchObject([
      { n: 25, recall: { value: null }, precision: { value: null }, accuracy: { value: 1 }, bias: 2, mse: 4, r2: null },
    ]);
    const relevant = await rated(many(25, { rawScore: 3, ratings: [5] }));
    expect((await report(relevant.id, 'COLLECTION', 4)).groups).toMatchObject([
      { n: 25, recall: { value: 0 }, precision: { value: null }, accuracy: { value: 0 }, bias: -2, r2: null },
    ]);
  });

  it('leaves out documents that are deleted since, and is null with the last of them', async () => {
    const { id, project, documentIds } = await rated(TWO_COLLECTIONS);
    const { projectId } = project;
    await getDatabase().document.deleteMany({ where: { projectId, id: { in: documentIds.slice(0, 2) } } });
    expect(sizes(await report(id, 'COLLECTION'))).toEqual([
      ['Collection 1', 20],
      ['Collection 2', 5],
    ]);
    await getDatabase().document.deleteMany({ where: { projectId } });
    expect(await report(id, 'COLLECTION')).toBeNull();
  });

  it('is null without a rating and for other teams not there', async () => {
    const { id } = await rated(many(2, { rawScore: 3, ratings: [null] }));
    expect(await report(id, 'COLLECTION')).toBeNull();
    expect(at(await ask(stranger, SUBGROUPS, { id, by: 'TAG' }), 'node')).toBeNull();
  });
});
