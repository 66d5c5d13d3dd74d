import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const AGREEMENT = `query Agreement($id: ID!) { project(id: $id) { agreementByMonth {
  month kind n isSuppressed sameSide { value lower upper n method } meanDifference { value lower upper n method } } } }`;

interface Month {
  month: string;
  kind: string;
  n: number;
  isSuppressed: boolean;
  sameSide: { value: number; lower: number; upper: number; method: string } | null;
  meanDifference: { value: number; lower: number; upper: number; method: string } | null;
}

let teamId: string;
let [rater, viewer]: string[] = [];
beforeAll(async () => {
  const team = await seedTeam(getPool(), 'Monitors', ['REVIEWER', 'VIEWER']);
  teamId = team.teamId;
  [rater, viewer] = team.userIds;
});

const monthsOf = async (projectId: string): Promise<Month[]> =>
  at(await ask(viewer ?? null, AGREEMENT, { id: toGlobalId('Project', projectId) }), 'project.agreementByMonth');

describe('agreement by month', () => {
  it('is nothing without ratings', async () => {
    const { projectId } = await seedProject(getPool(), { teamId });
    expect(await monthsOf(projectId)).toEqual([]);
  });

  it('counts each kind apart, in UTC, by hand; too few of a month are told by their number alone', async () => {
    const project = await seedProject(getPool(), { teamId });
    // Twenty documents at 4 and five at 2; experts say 3.5 of the first sixteen, 2 of the next four, 2.5 of the rest.
    const scores = [...Array.from({ length: 20 }, () => 4), ...Array.from({ length: 5 }, () => 2)];
    const ids = await seedDocuments(
      getPool(),
      project,
      scores.map((rawScore) => ({ rawScore })),
    );
    const values = ids.map((_, place) => (place < 16 ? 3.5 : place < 20 ? 2 : 2.5));
    const give = (documentId: string, value: number | null, kind: 'OVERRIDE' | 'VALIDATION', createdAt: string) =>
      getDatabase().rating.create({
        data: {
          id: randomUUID(),
          projectId: project.projectId,
          documentId,
          raterId: rater ?? '',
          kind,
          value,
          createdAt,
        },
      });
    // The last moment of October where the clock of the world stands, and of no other month.
    for (const [place, id] of ids.entries())
      await give(id, values[place] ?? 0, 'VALIDATION', '2026-10-31T23:59:59.999Z');
    await give(ids[0] ?? '', 5, 'OVERRIDE', '2026-11-01T00:00:00.000Z');
    await give(ids[1] ?? '', null, 'OVERRIDE', '2026-11-02T00:00:00.000Z');
    const [november, october] = await monthsOf(project.projectId);
    expect(november).toEqual({
      month: '2026-11-01T00:00:00.000Z',
      kind: 'OVERRIDE',
      n: 1,
      isSuppressed: true,
      sameSide: null,
      meanDifference: null,
    });
    // Same side at a cut and a threshold of 3: sixteen above and five below, of 25. SciPy: binomtest(21, 25) exact.
    expect(october).toMatchObject({
      month: '2026-10-01T00:00:00.000Z',
      kind: 'VALIDATION',
      n: 25,
      isSuppressed: false,
    });
    expect(october?.sameSide).toMatchObject({ value: 0.84, method: 'Clopper-Pearson' });
    expect(october?.sameSide?.lower).toBeCloseTo(0.6391715, 6);
    expect(october?.sameSide?.upper).toBeCloseTo(0.9546205, 6);
    // Differences: 16 of .5, 4 of 2, 5 of -.5: mean 13.5 / 25. SciPy: norm.interval(.95, mean, sem).
    expect(october?.meanDifference?.value).toBeCloseTo(0.54, 12);
    expect(october?.meanDifference?.lower).toBeCloseTo(0.24103856, 6);
    expect(october?.meanDifference?.upper).toBeCloseTo(0.83896144, 6);
  });
});
