import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { type RatedSample, ratedSample } from '@/graphql/reliability/testing/rated-sample';
import { itemOf, rate, withdraw } from '@/graphql/samples/testing/sample-requests';
import { ask, at } from '@/graphql/testing/ask';
import { getPool } from '@/prisma/client';
import { seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const MEASURES = '{ name value lower upper n raters undefinedBecause }';
const AGREEMENT = `query Agreement($id: ID!, $raters: [ID!]) { node(id: $id) { ... on Sample { agreement(raterIds: $raters) {
  relevanceCut documents raters { user { id } n } ratersLeftOut changedAnswers overall ${MEASURES}
  pairs { first { id } second { id } measures ${MEASURES} } } } } }`;

interface Measure {
  readonly name: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
  readonly undefinedBecause: string | null;
}
interface Report {
  readonly documents: number;
  readonly changedAnswers: number;
  readonly overall: readonly Measure[];
  readonly pairs: readonly { readonly measures: readonly Measure[] }[];
}

const _ = null;
const ANNA = [1, 2, 3, 4, 5, 3, 2, 4, 5, 1, 2, 3.4];
const BEN = [1, 3, 3, 4, 4, 2, 2, 5, 5, 2, 2.5, 1];
const CLEO = [2, _, 3, 4, 5, _, 1, 4, 4, 1, _, 2];

let teamId: string;
let users: readonly string[];
let stranger: string;
const userId = (place: number) => toGlobalId('User', users[place] ?? '');

beforeAll(async () => {
  const roles = ['OWNER', 'REVIEWER', 'REVIEWER', 'REVIEWER', 'VIEWER'] as const;
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Raters', roles));
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
});

function rated(...answers: readonly (readonly (number | null)[])[]): Promise<RatedSample> {
  const documents = (answers[0] ?? []).map((_first, index) => ({
    rawScore: 3,
    ratings: answers.map((given) => given[index] ?? null),
  }));
  return ratedSample({ owner: users[0], teamId, raters: users.slice(1, 1 + answers.length) }, documents);
}
async function agreement(id: string, raters?: readonly string[]): Promise<Report> {
  return at(await ask(users[4] ?? null, AGREEMENT, { id, raters }), 'node.agreement');
}
const valuesOf = (measures: readonly Measure[] | undefined) =>
  Object.fromEntries((measures ?? []).map(({ name, value }) => [name, value]));

describe('agreement of first answers', () => {
  it('gives what scikit-learn 1.9, krippendorff 0.9 and pingouin 0.7 give', async () => {
    const { id } = await rated(ANNA, BEN, CLEO);
    const told = await agreement(id);
    expect(told).toMatchObject({
      relevanceCut: 3,
      documents: 12,
      ratersLeftOut: 0,
      changedAnswers: 0,
      raters: [{ n: 12 }, { n: 12 }, { n: 9 }],
    });
    expect(valuesOf(told.overall)).toEqual({
      KRIPPENDORFF_ALPHA: expect.closeTo(0.7931642507124843, 10),
      ICC: expect.closeTo(0.833065, 6),
    });
    expect(told.overall.map(({ n }) => n)).toEqual([12, 9]);
    const [first] = (await agreement(id, [userId(1), userId(2)])).pairs;
    expect(valuesOf(first?.measures)).toEqual({
      COHEN_KAPPA: expect.closeTo(0.5, 10),
      WEIGHTED_KAPPA: expect.closeTo(0.7609561752988048, 10),
      GWET_AC1: expect.closeTo(0.503448275862069, 10),
    });
    const [second] = (await agreement(id, [userId(1), userId(3)])).pairs;
    expect(valuesOf(second?.measures)).toMatchObject({
      COHEN_KAPPA: expect.closeTo(0.7692307692307692, 10),
      WEIGHTED_KAPPA: expect.closeTo(0.8895705521472392, 10),
    });
    expect(second?.measures.map(({ n }) => n)).toEqual([9, 9, 9]);
  });

  it('comes with intervals around it, the same each time, and none from a few documents', async () => {
    const { id } = await rated(ANNA, BEN);
    const told = await agreement(id);
    for (const { value, lower, upper } of [...told.overall, ...(told.pairs[0]?.measures ?? [])]) {
      expect(lower).toBeLessThanOrEqual(value ?? Number.NaN);
      expect(upper).toBeGreaterThanOrEqual(value ?? Number.NaN);
    }
    expect(await agreement(id)).toEqual(told);
    const few = await agreement((await rated(ANNA.slice(0, 9), BEN.slice(0, 9))).id);
    expect([...few.overall, ...(few.pairs[0]?.measures ?? [])].every(({ lower }) => lower === null)).toBe(true);
  });

  it('counts what was said first, not what it was changed to after reading on', async () => {
    const { sample, id, documentIds } = await rated([2, 4], [2, 4]);
    const before = await agreement(id);
    const [place] = await positions(id, documentIds);
    await rate(users[1], { itemId: itemOf(sample, place ?? 0), value: 5 });
    const after = await agreement(id);
    expect(after).toEqual({ ...before, changedAnswers: 1 });
  });

  it('forgets what was taken back, and takes what came after; a skip says nothing', async () => {
    const { sample, id, documentIds } = await rated([2, 4, 3], [3, 4, 3]);
    const [one, two, three] = await positions(id, documentIds);
    const item = (place: number | undefined) => itemOf(sample, place ?? 0);
    await withdraw(users[1], { itemId: item(one) });
    expect((await agreement(id)).documents).toBe(2);
    await rate(users[1], { itemId: item(one), value: 3 });
    expect(await agreement(id)).toMatchObject({ documents: 3, changedAnswers: 0 });
    expect(valuesOf((await agreement(id)).overall).KRIPPENDORFF_ALPHA).toBe(1);
    await withdraw(users[1], { itemId: item(two) });
    await rate(users[1], { itemId: item(two), isSkipped: true, reason: 'not decidable' });
    await withdraw(users[2], { itemId: item(three) });
    expect((await agreement(id)).documents).toBe(1);
  });

  it('is null with the reason where it is undefined', async () => {
    const constant = await agreement((await rated([5, 5, 5], [5, 5, 5])).id);
    expect(constant.pairs[0]?.measures).toMatchObject([
      { name: 'COHEN_KAPPA', value: null, n: 3, undefinedBecause: expect.stringContaining('throughout') },
      { name: 'WEIGHTED_KAPPA', value: null },
      { name: 'GWET_AC1', value: 1, undefinedBecause: null },
    ]);
    expect(constant.overall).toMatchObject([
      { value: null, undefinedBecause: expect.stringContaining('equal') },
      { value: null, undefinedBecause: expect.stringContaining('equal') },
    ]);
    const apart = await agreement((await rated([1, _, 2], [_, 5, _])).id);
    expect(apart).toMatchObject({
      documents: 0,
      overall: [
        { value: null, n: 0 },
        { value: null, n: 0 },
      ],
    });
    expect(apart.pairs[0]?.measures[0]).toMatchObject({ value: null, n: 0, undefinedBecause: expect.any(String) });
    const alone = await agreement((await rated([1, 2])).id);
    expect(alone).toMatchObject({ documents: 0, pairs: [] });
    expect((await agreement((await rated([_, _])).id)).documents).toBe(0);
  });

  it('takes 2 to 10 raters of the sample, and knows nobody else', async () => {
    const { id } = await rated(ANNA, BEN);
    const faults = async (raters: readonly string[]) => (await ask(users[4] ?? null, AGREEMENT, { id, raters })).faults;
    expect(await faults([userId(1)])).toEqual(['OUT_OF_RANGE']);
    expect(await faults([userId(1), userId(1)])).toEqual(['OUT_OF_RANGE']);
    expect(await faults([userId(1), userId(3)])).toEqual(['NOT_FOUND']);
    expect(await faults([userId(1), toGlobalId('User', stranger)])).toEqual(['NOT_FOUND']);
    expect(at(await ask(stranger, AGREEMENT, { id }), 'node')).toBeNull();
  });
});

/** Where the documents of a sample are shown. */
async function positions(id: string, documentIds: readonly string[]): Promise<number[]> {
  const { rows } = await getPool().query<{ documentId: string; position: number }>(
    'SELECT "documentId", "position" FROM "SampledDocument" WHERE "sampleId" = $1',
    [Buffer.from(id, 'base64url').toString().split(':')[1]],
  );
  return documentIds.map((document) => rows.find(({ documentId }) => documentId === document)?.position ?? 0);
}
