import { beforeAll, describe, expect, it } from 'vitest';
import { type RatedSample, ratedSample } from '@/graphql/reliability/testing/rated-sample';
import { getDatabase, getPool } from '@/prisma/client';
import { findRatedDocuments } from '@/prisma/queries/rated-documents';
import { seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

/** Doubles that need all 17 digits: one step of the last place away from what they look like. */
const SCORES = [3.0000000000000004, 2.2222222222222223, 4.7, 1.0000000000000002];
const RATINGS = [
  [1, 2],
  [4.1, 4.3],
  [null, 5],
  [null, null],
] as const;

let sample: RatedSample;
beforeAll(async () => {
  const { teamId, userIds } = await seedTeam(getPool(), 'Raters', ['OWNER', 'REVIEWER', 'REVIEWER']);
  sample = await ratedSample(
    { owner: userIds[0], teamId, raters: userIds.slice(1) },
    SCORES.map((rawScore, place) => ({ rawScore, ratings: RATINGS[place] ?? [] })),
  );
});
const read = (asked: { withDocumentIds?: boolean; withRatingIds?: boolean } = {}) =>
  findRatedDocuments(getPool(), { projectId: sample.project.projectId, sampleId: sample.key, ...asked });

describe('rated documents', () => {
  it('keep every digit, in the order of their documents, with the means of their raters', async () => {
    const { count, scores, rawScores, ratings, documentIds } = await read({ withDocumentIds: true });
    const inOrder = sample.documentIds
      .slice(0, 3)
      .map((id, place) => ({ id, score: SCORES[place], rating: [1.5, (4.1 + 4.3) / 2, 5][place] }))
      .toSorted((left, right) => (left.id < right.id ? -1 : 1));
    expect(count).toBe(3);
    expect(documentIds).toEqual(inOrder.map(({ id }) => id));
    expect([...scores]).toEqual(inOrder.map(({ score }) => score));
    expect([...rawScores]).toEqual([...scores]);
    expect([...ratings]).toEqual(inOrder.map(({ rating }) => rating));
  });

  it('name their documents and ratings only where that is asked, ratings by document and id', async () => {
    const plain = await read();
    expect([plain.documentIds, plain.ratingIds, plain.strata]).toEqual([null, null, null]);
    const { ratingIds } = await read({ withRatingIds: true });
    const kept = await getDatabase().rating.findMany({
      where: { sampleId: sample.key },
      orderBy: [{ documentId: 'asc' }, { id: 'asc' }],
      select: { id: true },
    });
    expect(ratingIds).toEqual(kept.map(({ id }) => id));
  });

  it('are the ranking’s where a recalibration is in force, and none of another project', async () => {
    const { projectId } = sample.project;
    const id = sample.documentIds[0] ?? '';
    await getDatabase().document.update({
      where: { projectId_id: { projectId, id } },
      data: { calibratedScore: 1.1000000000000003 },
      select: { id: true },
    });
    const { scores, rawScores } = await read();
    expect([scores.includes(1.1000000000000003), rawScores.includes(3.0000000000000004)]).toEqual([true, true]);
    expect(scores.includes(3.0000000000000004)).toBe(false);
    const elsewhere = { projectId: sample.documentIds[1] ?? '', sampleId: sample.key, withDocumentIds: true };
    expect(await findRatedDocuments(getPool(), elsewhere)).toMatchObject({ count: 0, documentIds: null });
  });
});
