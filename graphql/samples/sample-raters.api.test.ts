import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import {
  codes,
  done,
  draw,
  drawnOf,
  itemOf,
  keyOfSample,
  look,
  rate,
  type Sample,
  withdraw,
} from '@/graphql/samples/testing/sample-requests';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

let project: SeededProject;
let teamId: string;
let stranger: string;
let viewer: string;
let [owner, anna, ben]: string[] = [];

beforeAll(async () => {
  const roles = ['OWNER', 'REVIEWER', 'REVIEWER', 'VIEWER'] as const;
  const team = await seedTeam(getPool(), 'Raters', roles);
  teamId = team.teamId;
  [owner, anna, ben] = team.userIds;
  viewer = team.userIds[3] ?? '';
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
  project = await seedProject(getPool(), { teamId });
  const documents = Array.from({ length: 6 }, (_, index) => ({ title: `d${index}`, rawScore: 1 + index / 2 }));
  await seedDocuments(getPool(), project, documents);
});

async function drawn(ratersPerDocument: number, size = 3): Promise<Sample> {
  const projectId = toGlobalId('Project', project.projectId);
  return done(await draw(owner, { projectId, size, seed: 'cranes', ratersPerDocument }));
}
const give = async (user: string | undefined, sample: Sample, position: number, value = 4) =>
  done(await rate(user, { itemId: itemOf(sample, position), value }));
const skip = async (user: string | undefined, sample: Sample, position: number) =>
  done(await rate(user, { itemId: itemOf(sample, position), isSkipped: true, reason: 'conflict of interest' }));
const nextOf = async (user: string | undefined, sample: Sample) => (await look(user, sample)).next?.position ?? null;
async function reasonsOf({ id }: Sample): Promise<[string, number][]> {
  const query = 'query ($id: ID!) { node(id: $id) { ... on Sample { skipReasons { reason count } } } }';
  const reasons = at<{ reason: string; count: number }[]>(await ask(viewer, query, { id }), 'node.skipReasons');
  return reasons.map(({ reason, count }) => [reason, count]);
}
const linesOf = (sample: Sample) =>
  getDatabase().rating.findMany({ where: { sampleId: keyOfSample(sample) }, orderBy: { id: 'asc' } });

describe('a document of a sample', () => {
  it('is offered until as many as asked have rated it', async () => {
    const sample = await drawn(2);
    await give(anna, sample, 1);
    expect([await nextOf(anna, sample), await nextOf(ben, sample)]).toEqual([2, 1]);
    await give(ben, sample, 1, 2);
    expect(await nextOf(owner, sample)).toBe(2);
    expect(await look(owner, sample)).toMatchObject({ answeredCount: 1, completeCount: 1, viewerOpenCount: 2 });
    expect(await look(anna, sample)).toMatchObject({ viewerAnsweredCount: 1, viewerOpenCount: 2 });
  });

  it('is offered to others when one rater has skipped it, who does not see it again', async () => {
    const sample = await drawn(1);
    const skipped = await skip(anna, sample, 1);
    expect(skipped).toMatchObject({ answeredCount: 1, skippedCount: 1, ratedCount: 0, completeCount: 0 });
    expect([await nextOf(anna, sample), await nextOf(ben, sample)]).toEqual([2, 1]);
    await give(ben, sample, 1);
    expect(await look(owner, sample)).toMatchObject({ skippedCount: 0, ratedCount: 1, completeCount: 1 });
    expect(await nextOf(owner, sample)).toBe(2);
  });

  it('is counted by the reason it was passed over for, as answers stand now', async () => {
    const sample = await drawn(3);
    const passOver = async (user: string | undefined, position: number, reason: string) =>
      done(await rate(user, { itemId: itemOf(sample, position), isSkipped: true, reason }));
    await passOver(anna, 1, 'Text missing or cut');
    await passOver(ben, 1, ' text missing or cut ');
    await passOver(anna, 2, 'Conflict of interest');
    await passOver(anna, 3, 'Conflict of interest');
    expect(await reasonsOf(sample)).toEqual([
      ['Conflict of interest', 2],
      [expect.stringMatching(/^text missing or cut$/i), 2],
    ]);
    await give(anna, sample, 3);
    expect(await reasonsOf(sample)).toEqual([
      [expect.stringMatching(/^text missing or cut$/i), 2],
      ['Conflict of interest', 1],
    ]);
    expect(await reasonsOf(await drawn(1))).toEqual([]);
  });

  it('has its reasons counted beyond the fifty that are listed', async () => {
    const documents = Array.from({ length: 49 }, (_, index) => ({ title: `more ${index}`, rawScore: 2 }));
    await seedDocuments(getPool(), project, documents);
    const sample = await drawn(1, 52);
    for (let position = 1; position <= 52; position += 1) {
      const reason = position > 1 ? `Reason ${position}` : 'Reason 52';
      done(await rate(anna, { itemId: itemOf(sample, position), isSkipped: true, reason }));
    }
    const query = 'query ($id: ID!) { node(id: $id) { ... on Sample { skipReasonCount } } }';
    expect(at(await ask(viewer, query, { id: sample.id }), 'node.skipReasonCount')).toBe(51);
    const listed = await reasonsOf(sample);
    expect([listed.length, listed[0]]).toEqual([50, ['Reason 52', 2]]);
  });

  it('takes the answers of two people who had it at once, though one was asked for', async () => {
    const sample = await drawn(1);
    expect([await nextOf(anna, sample), await nextOf(ben, sample)]).toEqual([1, 1]);
    await Promise.all([give(anna, sample, 1, 5), give(ben, sample, 1, 1)]);
    const current = (await linesOf(sample)).filter(({ isCurrent }) => isCurrent);
    expect(current.map(({ value }) => value).toSorted()).toEqual([1, 5]);
    expect(await look(owner, sample)).toMatchObject({ answeredCount: 1, ratedCount: 1, completeCount: 1 });
  });

  it('is passed over when it is deleted, and counted', async () => {
    const sample = await drawn(1);
    const [first] = await drawnOf(sample);
    const [copy] = await seedDocuments(getPool(), project, [{ rawScore: 2 }]);
    await getDatabase().sampledDocument.updateMany({
      where: { sampleId: first?.sampleId ?? '', documentId: first?.documentId ?? '' },
      data: { documentId: copy ?? '' },
    });
    await give(anna, sample, 1);
    await getDatabase().document.deleteMany({ where: { projectId: project.projectId, id: copy ?? '' } });
    expect(await look(anna, sample)).toMatchObject({ size: 3, goneCount: 1, answeredCount: 0, viewerOpenCount: 2 });
    expect(await nextOf(anna, sample)).toBe(2);
  });

  it('shows the next few, so that none has to be waited for', async () => {
    const sample = await drawn(1, 5);
    await give(anna, sample, 2);
    expect((await look(anna, sample)).upcoming.map(({ position }) => position)).toEqual([1, 3, 4]);
    const UPCOMING =
      'query ($id: ID!, $count: Int) { node(id: $id) { ... on Sample { upcoming(count: $count) { position } } } }';
    for (const count of [0, 6, -1, null]) {
      expect((await ask(anna ?? null, UPCOMING, { id: sample.id, count })).faults).toEqual(['OUT_OF_RANGE']);
    }
  });
});

describe('progress', () => {
  it('is told of each rater, most first, and of all', async () => {
    const sample = await drawn(2);
    for (const position of [1, 2]) await give(ben, sample, position);
    await skip(ben, sample, 3);
    await give(anna, sample, 1);
    const { raters, answeredCount, completeCount } = await look(viewer, sample);
    expect(
      raters.map(({ answeredCount: answers, ratedCount, skippedCount }) => [answers, ratedCount, skippedCount]),
    ).toEqual([
      [3, 2, 1],
      [1, 1, 0],
    ]);
    expect([answeredCount, completeCount]).toEqual([3, 1]);
  });

  it('shows nobody another rater’s answer', async () => {
    const sample = await drawn(3);
    await give(anna, sample, 1, 4.5);
    const seen = await ask(
      ben ?? null,
      'query ($id: ID!) { node(id: $id) { ... on Sample { next { value reason isSkipped } answered { totalCount } } } }',
      {
        id: sample.id,
      },
    );
    expect(at(seen, 'node')).toEqual({
      next: { value: null, reason: '', isSkipped: false },
      answered: { totalCount: 0 },
    });
  });
});

describe('taking an answer back', () => {
  it('opens the document again, for the rater and for others', async () => {
    const sample = await drawn(1);
    await give(anna, sample, 1);
    expect(await nextOf(ben, sample)).toBe(2);
    const { item, sample: after } = await withdraw(anna, { itemId: itemOf(sample, 1) });
    expect(item).toMatchObject({ position: 1, value: null, isSkipped: false, reason: '' });
    expect(after).toMatchObject({ answeredCount: 0, ratedCount: 0, viewerAnsweredCount: 0, raters: [] });
    expect([await nextOf(anna, sample), await nextOf(ben, sample)]).toEqual([1, 1]);
  });

  it('appends to what was said: value, withdrawal and new value are one chain', async () => {
    const sample = await drawn(1);
    await give(anna, sample, 1, 2);
    await withdraw(anna, { itemId: itemOf(sample, 1) });
    await give(anna, sample, 1, 5);
    const lines = await linesOf(sample);
    expect(lines.map(({ value, isCurrent }) => [value, isCurrent])).toEqual([
      [2, false],
      [null, false],
      [5, true],
    ]);
    expect(lines.map(({ supersedesId }) => supersedesId)).toEqual([null, lines[0]?.id, lines[1]?.id]);
  });

  it('takes a skip back as well, and only one’s own answer', async () => {
    const sample = await drawn(2);
    await skip(anna, sample, 1);
    expect(codes(await withdraw(ben, { itemId: itemOf(sample, 1) }))).toEqual(['NOTHING_TO_DO']);
    expect(codes(await withdraw(anna, { itemId: itemOf(sample, 1) }))).toEqual([]);
    expect(codes(await withdraw(anna, { itemId: itemOf(sample, 1) }))).toEqual(['NOTHING_TO_DO']);
  });

  it('happens once of two at once', async () => {
    const sample = await drawn(1);
    await give(anna, sample, 1);
    const both = await Promise.all([1, 2].map(() => withdraw(anna, { itemId: itemOf(sample, 1) })));
    expect(both.map(codes).toSorted()).toEqual([[], ['NOTHING_TO_DO']]);
    expect(await linesOf(sample)).toHaveLength(2);
  });

  it('is in the record, where other raters do not see what was answered', async () => {
    const sample = await drawn(1);
    await give(anna, sample, 1, 4.5);
    await withdraw(anna, { itemId: itemOf(sample, 1) });
    const EVENTS = `query ($id: ID!) { project(id: $id) { auditEvents(first: 1) { nodes { action details } } } }`;
    const eventOf = async (user: string | undefined) =>
      at<unknown>(
        await ask(user ?? null, EVENTS, { id: toGlobalId('Project', project.projectId) }),
        'project.auditEvents.nodes.0',
      );
    expect(await eventOf(anna)).toMatchObject({ action: 'sample.answer_withdrawn', details: { from: 4.5 } });
    expect(await eventOf(ben)).toEqual({ action: 'sample.answer_withdrawn', details: {} });
  });

  it('is for those who may rate, of items there are', async () => {
    const sample = await drawn(1);
    await give(anna, sample, 1);
    expect(codes(await withdraw(viewer, { itemId: itemOf(sample, 1) }))).toEqual(['FORBIDDEN']);
    expect(codes(await withdraw(stranger, { itemId: itemOf(sample, 1) }))).toEqual(['NOT_FOUND']);
    expect(codes(await withdraw(anna, { itemId: itemOf(sample, 4) }))).toEqual(['NOT_FOUND']);
    expect(codes(await withdraw(anna, { itemId: itemOf(sample, 999_999_999) }))).toEqual(['NOT_FOUND']);
    expect(codes(await withdraw(anna, { itemId: 'not an id' }))).toEqual(['NOT_FOUND']);
  });
});

describe('samplePlan', () => {
  const PLAN = `query Plan($id: ID!, $recall: Float, $confidence: Float, $prevalence: Float) { project(id: $id) {
    samplePlan(recall: $recall, confidence: $confidence, prevalence: $prevalence) {
      recall confidence prevalence prevalenceSource positivesNeeded documentsToRate size limitedBy scoredCount
      ratedPrevalence { value lower upper n method } } } }`;
  const plan = (projectId: string, input: Record<string, unknown> = {}) =>
    ask(viewer, PLAN, { id: toGlobalId('Project', projectId), recall: 0.95, confidence: 0.95, ...input });

  it.each([
    // Worked values of docs/calibration.md: the smallest T with BinomCDF(n - 1; T, prevalence) <= .05.
    [{ prevalence: 0.1 }, 59, 715],
    [{ prevalence: 0.5 }, 59, 137],
    [{ recall: 0.9, prevalence: 0.5 }, 29, 71],
    [{ recall: 0.9, prevalence: 0.1 }, 29, 379],
    [{ prevalence: 0.01 }, 59, 7_211],
  ])(
    'of %o asks for %i relevant documents and %i to rate, and says how many there are',
    async (input, positives, rate_) => {
      const told = at<Record<string, unknown>>(await plan(project.projectId, input), 'project.samplePlan');
      expect(told).toMatchObject({ positivesNeeded: positives, documentsToRate: rate_, prevalenceSource: 'GIVEN' });
      expect(told).toMatchObject({ size: told.scoredCount, limitedBy: 'SCORED' });
    },
  );

  it('goes by one in ten while nobody has rated anything, then by the newest sample', async () => {
    const own = await seedProject(getPool(), { teamId });
    await seedDocuments(
      getPool(),
      own,
      Array.from({ length: 400 }, (_, index) => ({ rawScore: 1 + index / 100 })),
    );
    expect(at(await plan(own.projectId), 'project.samplePlan')).toMatchObject({
      prevalence: 0.1,
      prevalenceSource: 'GUESSED',
      ratedPrevalence: null,
      scoredCount: 400,
    });
    const sample = done(await draw(owner, { projectId: toGlobalId('Project', own.projectId), size: 20, seed: 's' }));
    for (let position = 1; position <= 20; position += 1) await give(anna, sample, position, position <= 10 ? 5 : 1);
    expect(at(await plan(own.projectId), 'project.samplePlan')).toMatchObject({
      prevalence: 0.5,
      prevalenceSource: 'RATED',
      documentsToRate: 137,
      size: 137,
      limitedBy: null,
      // Clopper-Pearson of 10 in 20 (SciPy: .2719578, .7280422).
      ratedPrevalence: { value: 0.5, lower: expect.closeTo(0.2719578, 6), upper: expect.closeTo(0.7280422, 6), n: 20 },
    });
  });

  it.each([
    { recall: 0.4 },
    { recall: 1 },
    { confidence: 0.9999 },
    { prevalence: 0 },
    { prevalence: 1.1 },
    { prevalence: 0.00001 },
  ])('refuses %o', async (input) => {
    expect((await plan(project.projectId, input)).faults).toEqual(['OUT_OF_RANGE']);
  });
});
