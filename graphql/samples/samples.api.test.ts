import { beforeAll, describe, expect, it } from 'vitest';
import { drawSimpleRandomSample } from '@/calibration/sampling';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const DRAW = `mutation Draw($input: DrawSampleInput!) { drawSample(input: $input) {
  sample { id seed size populationSize answeredCount next { id position title text value isSkipped } }
  userErrors { code field } } }`;
const RATE = `mutation Rate($input: RateSampleItemInput!) { rateSampleItem(input: $input) {
  item { id position value isSkipped reason }
  sample { answeredCount ratedCount skippedCount relevantCount next { id position } }
  userErrors { code field } } }`;

interface Item {
  id: string;
  position: number;
  value: number | null;
  isSkipped: boolean;
}
interface Sample {
  id: string;
  seed: string;
  size: number;
  populationSize: number;
  answeredCount: number;
  next: Item | null;
}
interface Drawn {
  sample: Sample | null;
  userErrors: { code: string; field: string[] | null }[];
}
interface Rated {
  item: Item | null;
  sample: { answeredCount: number; ratedCount: number; skippedCount: number; relevantCount: number; next: Item | null };
  userErrors: { code: string; field: string[] | null }[];
}

let users: readonly string[];
let teamId: string;
let stranger: string;
let project: SeededProject;
let ids: string[];

/** 12 scored documents, and four that no sample may hold. */
const DOCUMENTS = [
  ...Array.from({ length: 12 }, (_, place) => ({
    title: `scored ${place}`,
    text: `text ${place}`,
    rawScore: 1 + place / 4,
  })),
  { title: 'pending' },
  { title: 'failed', status: 'FAILED' as const },
  { title: 'repeats', duplicateOf: 0 },
  { title: 'pending too' },
];

beforeAll(async () => {
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Samplers', ['OWNER', 'REVIEWER', 'VIEWER']));
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
  project = await seedProject(getPool(), { teamId });
  ids = await seedDocuments(getPool(), project, DOCUMENTS);
});

async function draw(input: Record<string, unknown> = {}, user = users[0]): Promise<Drawn> {
  const given = { projectId: toGlobalId('Project', project.projectId), size: 5, seed: 'herons', ...input };
  return at(await ask(user ?? null, DRAW, { input: given }), 'drawSample');
}
async function rate(itemId: string, answer: Record<string, unknown>, user = users[1]): Promise<Rated> {
  return at(await ask(user ?? null, RATE, { input: { itemId, ...answer } }), 'rateSampleItem');
}
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);

async function drawn(input: Record<string, unknown> = {}): Promise<Sample> {
  const { sample } = await draw(input);
  if (!sample) throw new Error('The sample was to be drawn.');
  return sample;
}
function documentsOf(sampleId: string) {
  const [, key = ''] = Buffer.from(sampleId, 'base64url').toString().split(':');
  const where = { sampleId: key, position: { not: null } };
  return getDatabase().sampledDocument.findMany({ where, orderBy: { position: 'asc' } });
}
const itemOf = (sample: Sample, position: number) => {
  const [, key = ''] = Buffer.from(sample.id, 'base64url').toString().split(':');
  return toGlobalId('SampleItem', key, String(position));
};

describe('drawSample', () => {
  it('draws what the seed stands for from the scored documents in the order of their ids, and records the design', async () => {
    const sample = await drawn();
    expect(sample).toMatchObject({ seed: 'herons', size: 5, populationSize: 12, answeredCount: 0 });
    const frame = ids.slice(0, 12).sort();
    const expected = drawSimpleRandomSample('herons', 12, 5).positions.map((place) => frame[place]);
    const documents = await documentsOf(sample.id);
    expect(documents.map(({ documentId }) => documentId)).toEqual(expected);
    expect(documents.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
    expect(documents.map(({ inclusionProbability }) => inclusionProbability)).toEqual(Array(5).fill(5 / 12));
  });

  it('draws the same from the same seed and another from another', async () => {
    const [first, again, other] = [await drawn(), await drawn(), await drawn({ seed: 'storks' })];
    const idsOf = async (sample: Sample) => (await documentsOf(sample.id)).map(({ documentId }) => documentId);
    expect(await idsOf(again)).toEqual(await idsOf(first));
    expect(await idsOf(other)).not.toEqual(await idsOf(first));
  });

  it('makes a seed when none is given, and can take every scored document', async () => {
    const sample = await drawn({ seed: null, size: 12 });
    expect(sample.seed).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set((await documentsOf(sample.id)).map(({ documentId }) => documentId))).toEqual(
      new Set(ids.slice(0, 12)),
    );
  });

  it.each([
    ['none', { size: 0 }, 'OUT_OF_RANGE'],
    ['more than are scored', { size: 13 }, 'OUT_OF_RANGE'],
    ['more than a sample holds', { size: 5_001 }, 'OUT_OF_RANGE'],
    ['with an empty seed', { seed: ' ' }, 'REQUIRED'],
  ])('refuses to draw %s', async (_name, input, code) => {
    expect(codes(await draw(input))).toEqual([code]);
  });

  it('has nothing to draw where nothing is scored', async () => {
    const empty = await seedProject(getPool(), { teamId });
    expect(codes(await draw({ projectId: toGlobalId('Project', empty.projectId) }))).toEqual(['NOTHING_TO_DO']);
  });

  it('is for owners and admins, and unknown to other teams', async () => {
    expect(codes(await draw({}, users[1]))).toEqual(['FORBIDDEN']);
    expect(codes(await draw({}, stranger))).toEqual(['NOT_FOUND']);
  });
});

describe('rating a sample', () => {
  it('shows the documents in their random order until all are answered, then none', async () => {
    const sample = await drawn({ size: 3 });
    const seen: (number | undefined)[] = [];
    for (let next = sample.next; next; ) {
      seen.push(next.position);
      next = (await rate(next.id, { value: 3 })).sample.next;
    }
    expect(seen).toEqual([1, 2, 3]);
  });

  it('shows no score, no rank and no way to one', async () => {
    const asked = await ask(
      users[1] ?? null,
      '{ __type(name: "SampleItem") { fields { name type { name kind ofType { name kind ofType { name kind } } } } } }',
    );
    const text = JSON.stringify(at(asked, '__type.fields'));
    expect(text).not.toMatch(/score|rank|document|"OBJECT"/i);
  });

  it('counts answers, skips and relevant documents by the mean of their raters', async () => {
    const sample = await drawn({ size: 4 });
    await rate(itemOf(sample, 1), { value: 2 });
    await rate(itemOf(sample, 1), { value: 4 }, users[0]);
    await rate(itemOf(sample, 2), { value: 2.9 });
    await rate(itemOf(sample, 3), { isSkipped: true, reason: 'not in English' });
    const last = await rate(itemOf(sample, 3), { value: 5 }, users[0]);
    expect(last.sample).toMatchObject({ answeredCount: 3, ratedCount: 3, skippedCount: 0, relevantCount: 2 });
    const skipped = await rate(itemOf(sample, 4), { isSkipped: true, reason: 'text is cut' });
    expect(skipped.item).toMatchObject({ position: 4, value: null, isSkipped: true });
    expect(skipped.sample).toMatchObject({ answeredCount: 4, ratedCount: 3, skippedCount: 1, next: null });
  });

  it('changes an answer by superseding it, with an event that tells from and to', async () => {
    const sample = await drawn({ size: 2 });
    await rate(itemOf(sample, 2), { value: 1.5, reason: 'a manual' });
    const changed = await rate(itemOf(sample, 2), { value: 4.5 });
    expect(changed.item).toMatchObject({ value: 4.5, reason: '' });
    expect(changed.sample.answeredCount).toBe(1);
    const ratings = await getDatabase().rating.findMany({
      where: { sample: { seed: 'herons' }, value: { in: [1.5, 4.5] } },
    });
    const [old, now] = [ratings.find(({ value }) => value === 1.5), ratings.find(({ value }) => value === 4.5)];
    expect([old?.isCurrent, now?.isCurrent, now?.supersedesId]).toEqual([false, true, old?.id]);
    const event = await getDatabase().auditEvent.findFirst({
      where: { action: 'sample.rated' },
      orderBy: { sequence: 'desc' },
    });
    expect(event?.details).toMatchObject({ from: 1.5, to: 4.5, isSkipped: false });
  });

  it('keeps one answer in force of a rater who answers ten times at once, and both of two raters', async () => {
    const sample = await drawn({ size: 1 });
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, (_, place) => rate(itemOf(sample, 1), { value: 1 + place / 10 })),
      rate(itemOf(sample, 1), { value: 5 }, users[0]),
    ]);
    expect(answers.flatMap(codes)).toEqual([]);
    const [drawnDocument] = await documentsOf(sample.id);
    const ratings = await getDatabase().rating.findMany({ where: { sampleId: drawnDocument?.sampleId ?? '' } });
    expect(ratings).toHaveLength(11);
    expect(
      ratings
        .filter(({ isCurrent }) => isCurrent)
        .map(({ raterId }) => raterId)
        .sort(),
    ).toEqual([users[0], users[1]].sort());
  });

  it('lists what the viewer has answered, newest first, and nobody else’s answers', async () => {
    const sample = await drawn({ size: 3 });
    for (const position of [2, 1, 3]) await rate(itemOf(sample, position), { value: position });
    await rate(itemOf(sample, 1), { value: 5 }, users[0]);
    const LOOK = `query Look($id: ID!, $sample: Int!, $after: String) { project(id: $id) { samples(first: $sample) { nodes { id
      answered(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { position value } } } } } }`;
    type Answered = { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: Item[] };
    const look = async (after: string | null): Promise<Answered> => {
      const variables = { id: toGlobalId('Project', project.projectId), sample: 1, after };
      return at(await ask(users[1] ?? null, LOOK, variables), 'project.samples.nodes.0.answered');
    };
    const first = await look(null);
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([3, true]);
    const second = await look(first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map(({ position }) => position)).toEqual([3, 1, 2]);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it.each([
    ['no value', {}, 'REQUIRED'],
    ['a value and a skip', { value: 3, isSkipped: true }, 'INVALID'],
    ['a skip without a reason', { isSkipped: true }, 'REQUIRED'],
    ['a skip for blanks', { isSkipped: true, reason: ' \u0000\n ' }, 'REQUIRED'],
    ['a skip for 2,001 characters', { isSkipped: true, reason: 'x'.repeat(2_001) }, 'TOO_LONG'],
    ['a value off the scale', { value: 6 }, 'OUT_OF_RANGE'],
    ['a value just above it', { value: 5.1 }, 'OUT_OF_RANGE'],
    ['a value just below it', { value: 0.9 }, 'OUT_OF_RANGE'],
    ['a value below nothing', { value: -1 }, 'OUT_OF_RANGE'],
    ['a value between the steps', { value: 2.55 }, 'INVALID'],
  ])('refuses %s', async (_name, answer, code) => {
    const sample = await drawn();
    expect(codes(await rate(itemOf(sample, 1), answer))).toEqual([code]);
  });

  it('does not know an item beyond the sample, another team’s, or one whose document is deleted', async () => {
    const sample = await drawn();
    expect(codes(await rate(itemOf(sample, 6), { value: 3 }))).toEqual(['NOT_FOUND']);
    expect(await rate(itemOf(sample, 1), { value: 3 }, stranger)).toEqual(
      await rate(toGlobalId('SampleItem', project.projectId, '1'), { value: 3 }, stranger),
    );
    expect(codes(await rate(itemOf(sample, 1), { value: 3 }, users[2]))).toEqual(['FORBIDDEN']);
    const [first] = await documentsOf(sample.id);
    await getDatabase().document.deleteMany({ where: { projectId: project.projectId, id: first?.documentId ?? '' } });
    expect(codes(await rate(itemOf(sample, 1), { value: 3 }))).toEqual(['NOT_FOUND']);
  });
});
