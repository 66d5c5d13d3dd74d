import { beforeAll, describe, expect, it } from 'vitest';
import { RANDOM_ORDER_METHOD, randomOrder } from '@/calibration/random-order';
import { toGlobalId } from '@/graphql/global-id';
import {
  codes,
  done,
  draw,
  drawnOf,
  itemOf,
  keyOfSample,
  orderOf,
  rate,
} from '@/graphql/samples/testing/sample-requests';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeedDocument, type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

let users: readonly string[];
let teamId: string;

beforeAll(async () => {
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Drawers', ['OWNER', 'REVIEWER']));
});

async function projectOf(documents: readonly SeedDocument[]) {
  const project = await seedProject(getPool(), { teamId });
  return { project, ids: await seedDocuments(getPool(), project, documents) };
}
const scored = (scores: readonly number[]) => projectOf(scores.map((rawScore) => ({ rawScore })));
const inputOf = ({ projectId }: SeededProject, input: Record<string, unknown>) => ({
  projectId: toGlobalId('Project', projectId),
  size: 10,
  seed: 'herons',
  ...input,
});
const drawIn = async (project: SeededProject, input: Record<string, unknown> = {}) =>
  done(await draw(users[0], inputOf(project, input)));

/** 100 scores from 1 to 4.96, none equal. */
const SCORES = Array.from({ length: 100 }, (_, index) => 1 + ((index * 37) % 100) / 25);

/** The places of each stratum's order as anyone can work them out from seed and frame. */
function ordersByHand(seed: string, members: readonly (readonly string[])[]): string[][] {
  return members.map((ids, ordinal) => {
    const frame = [...ids].sort();
    return randomOrder(JSON.stringify([seed, String(ordinal)]), frame.length, frame.length).map(
      (at) => frame[at] ?? '',
    );
  });
}

describe('a stratified sample', () => {
  it('is what its seed stands for within ranges of equal numbers, with the rest of the order in reserve', async () => {
    const { project, ids } = await scored(SCORES);
    const sample = await drawIn(project, { kind: 'STRATIFIED', strata: 4, size: 20 });
    expect(sample).toMatchObject({ kind: 'STRATIFIED', scope: 'SCORED', size: 20, populationSize: 100, goneCount: 0 });
    expect(sample.strata.map(({ populationSize }) => populationSize)).toEqual([25, 25, 25, 25]);
    expect(sample.strata.map(({ lower, upper }) => [lower, upper])).toEqual([
      [null, 2],
      [2, 3],
      [3, 4],
      [4, null],
    ]);
    const members = [0, 1, 2, 3].map((h) => ids.filter((_, at) => Math.floor((SCORES[at] ?? 0) - 1) === h));
    const orders = ordersByHand('herons', members);
    const stored = await orderOf(sample);
    expect(stored.map(({ documentId }) => documentId)).toEqual(orders.flat());
    expect(sample.reserveCount).toBe(80);
    for (const { ordinal, size } of sample.strata) {
      const own = stored.filter(({ stratum }) => stratum === ordinal);
      expect(own.map(({ position }) => position !== null)).toEqual(own.map((_, place) => place < size));
      expect(new Set(own.slice(0, size).map(({ inclusionProbability }) => inclusionProbability))).toEqual(
        new Set([size / 25]),
      );
    }
  });

  it('gives each range what its guessed spread asks for', async () => {
    const { project } = await scored(SCORES);
    const { strata } = await drawIn(project, { kind: 'STRATIFIED', strata: 4, size: 20 });
    // Mean scores 1.48, 2.48, 3.48, 4.48 around a cut of 3: p = 1 / (1 + exp(-2 (mean - 3))).
    const guesses = [1.48, 2.48, 3.48, 4.48].map((mean) => 1 / (1 + Math.exp(-2 * (mean - 3))));
    for (const [h, guess] of guesses.entries()) expect(strata[h]?.guessedProportion).toBeCloseTo(guess, 10);
    const spreads = guesses.map((p) => Math.sqrt(p * (1 - p)));
    const whole = spreads.reduce((sum, spread) => sum + spread, 0);
    for (const [h, spread] of spreads.entries()) {
      expect(Math.abs((strata[h]?.size ?? 0) - (20 * spread) / whole)).toBeLessThan(1);
    }
    expect(strata.reduce((sum, { size }) => sum + size, 0)).toBe(20);
  });

  it('is shown in one random order over all ranges', async () => {
    const { project } = await scored(SCORES);
    const sample = await drawIn(project, { kind: 'STRATIFIED', strata: 4, size: 20 });
    const shown = await drawnOf(sample);
    expect(shown.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    const listed = (await orderOf(sample)).filter(({ position }) => position !== null);
    const byHand = randomOrder(JSON.stringify(['herons', 'shown', 0]), 20, 20).map((at) => listed[at]?.documentId);
    expect(shown.map(({ documentId }) => documentId)).toEqual(byHand);
  });

  it('goes by the recalibrated score where there is one, and never by an override', async () => {
    const { project, ids } = await projectOf([
      ...SCORES.slice(0, 10).map(() => ({ rawScore: 1, calibratedScore: 4.5 })),
      ...SCORES.slice(0, 10).map(() => ({ rawScore: 2 })),
    ]);
    const where = { projectId: project.projectId, id: ids[19] ?? '' };
    await getDatabase().document.updateMany({ where, data: { overrideScore: 5 } });
    const { strata } = await drawIn(project, { kind: 'STRATIFIED', strata: 2, size: 8 });
    expect(strata).toMatchObject([
      { lower: null, upper: 4.5, populationSize: 10 },
      { lower: 4.5, upper: null, populationSize: 10 },
    ]);
  });

  it('never splits ties, and joins a range without documents to the one below', async () => {
    const { project } = await scored([1, 1, 1, 1, 1, 1, 4.9, 5, 5, 5]);
    const quantiles = await drawIn(project, { kind: 'STRATIFIED', strata: 5, size: 6 });
    expect(quantiles.strata.map(({ lower, populationSize }) => [lower, populationSize])).toEqual([
      [null, 6],
      [4.9, 1],
      [5, 3],
    ]);
    const widths = await drawIn(project, { kind: 'STRATIFIED', strata: 8, ranges: 'EQUAL_WIDTH', size: 6 });
    expect(widths.strata.map(({ ordinal, lower, populationSize }) => [ordinal, lower, populationSize])).toEqual([
      [0, null, 6],
      [1, 4.5, 4],
    ]);
  });

  it('is allocated by earlier ratings in each range, and by the score where there are none', async () => {
    const { project, ids } = await scored(SCORES);
    const first = await drawIn(project, { size: 30 });
    const low = new Set(ids.filter((_, at) => (SCORES[at] ?? 0) < 3));
    const ratings = (await drawnOf(first)).filter(({ documentId }) => low.has(documentId));
    for (const [at, { position }] of ratings.entries()) {
      await rate(users[1], { itemId: itemOf(first, position ?? 0), value: at < 2 ? 4 : 1 });
    }
    const { strata } = await drawIn(project, { kind: 'STRATIFIED', strata: 2, size: 20, seed: 'storks' });
    expect(strata[0]?.guessedProportion).toBeCloseTo(3 / (ratings.length + 2), 10);
    expect(strata[1]?.guessedProportion).toBeCloseTo(1 / (1 + Math.exp(-2 * (3.98 - 3))), 10);
  });

  it.each([
    ['too few for two of each range', { size: 9, strata: 5 }, 'OUT_OF_RANGE', 'size'],
    ['one range', { strata: 1 }, 'OUT_OF_RANGE', 'strata'],
    ['eleven ranges', { strata: 11 }, 'OUT_OF_RANGE', 'strata'],
    ['no rater', { ratersPerDocument: 0 }, 'OUT_OF_RANGE', 'ratersPerDocument'],
    ['eleven raters', { ratersPerDocument: 11 }, 'OUT_OF_RANGE', 'ratersPerDocument'],
    ['an empty seed', { seed: '' }, 'REQUIRED', 'seed'],
  ])('is refused with %s', async (_name, input, code, field) => {
    const { project } = await scored(SCORES.slice(0, 20));
    const refused = await draw(users[0], inputOf(project, { kind: 'STRATIFIED', ...input }));
    expect(refused.userErrors).toMatchObject([{ code, field: [field] }]);
  });

  it('is refused where all scores are equal, and a simple one is not', async () => {
    const { project } = await scored([2, 2, 2, 2, 2]);
    const refused = await draw(users[0], inputOf(project, { kind: 'STRATIFIED', size: 4 }));
    expect(refused.userErrors).toMatchObject([{ code: 'INVALID', field: ['kind'] }]);
    expect((await drawIn(project, { size: 4 })).size).toBe(4);
  });
});

describe('a sample of the excluded', () => {
  /** Below 3: by its own score, by an expert's override; not: by a recalibrated score above, at 3 itself. */
  const DOCUMENTS = [
    { rawScore: 1 },
    { rawScore: 2.9 },
    { rawScore: 2, calibratedScore: 4 },
    { rawScore: 3 },
    { rawScore: 4.5 },
    { title: 'pending' },
  ];

  it('is refused while no threshold is active', async () => {
    const { project } = await projectOf(DOCUMENTS);
    const refused = await draw(users[0], inputOf(project, { size: 2, scope: 'EXCLUDED' }));
    expect(refused.userErrors).toMatchObject([{ code: 'NO_THRESHOLD', field: ['scope'] }]);
  });

  it('is drawn from what lay below the threshold, which it remembers', async () => {
    const { project, ids } = await projectOf(DOCUMENTS);
    const where = { projectId: project.projectId, id: ids[4] ?? '' };
    await getDatabase().document.updateMany({ where, data: { overrideScore: 1.2 } });
    await activate(project, 3);
    const refused = await draw(users[0], inputOf(project, { size: 4, scope: 'EXCLUDED' }));
    expect(refused.userErrors).toMatchObject([{ code: 'OUT_OF_RANGE', field: ['size'] }]);
    const sample = await drawIn(project, { size: 3, scope: 'EXCLUDED' });
    expect(sample).toMatchObject({ scope: 'EXCLUDED', scopeThreshold: 3, populationSize: 3, size: 3, reserveCount: 0 });
    const drawn = (await drawnOf(sample)).map(({ documentId }) => documentId);
    expect(drawn.toSorted()).toEqual([ids[0], ids[1], ids[4]].toSorted());
    await activate(project, 2);
    expect((await drawIn(project, { size: 2, scope: 'EXCLUDED', seed: 'b' })).scopeThreshold).toBe(2);
  });

  it('has nothing to draw where nothing is excluded', async () => {
    const { project } = await scored([4, 5]);
    await activate(project, 2);
    expect(codes(await draw(users[0], inputOf(project, { size: 1, scope: 'EXCLUDED' })))).toEqual(['NOTHING_TO_DO']);
  });
});

describe('drawing', () => {
  it('happens once for one idempotency key, two requests at once included', async () => {
    const { project } = await scored(SCORES);
    const input = inputOf(project, { seed: null, idempotencyKey: 'first-click' });
    const both = await Promise.all([draw(users[0], input), draw(users[0], input)]);
    expect(new Set(both.map(({ sample }) => sample?.id)).size).toBe(1);
    expect(await getDatabase().sampleDesign.count({ where: { projectId: project.projectId } })).toBe(1);
    expect(codes(await draw(users[0], { ...input, size: 11 }))).toEqual(['CONFLICT']);
  });

  it('leaves in the record all that is needed to draw again', async () => {
    const { project } = await scored(SCORES);
    const sample = await drawIn(project, { kind: 'STRATIFIED', strata: 2, size: 8, ratersPerDocument: 3 });
    const where = { subjectType: 'Sample', subjectId: keyOfSample(sample) };
    const event = await getDatabase().auditEvent.findFirst({ where });
    expect(event?.details).toMatchObject({
      seed: 'herons',
      method: RANDOM_ORDER_METHOD,
      kind: 'STRATIFIED',
      ranges: 'QUANTILE',
      size: 8,
      populationSize: 100,
      ratersPerDocument: 3,
      strata: sample.strata.map(({ ordinal: _ordinal, ...stratum }) => stratum),
    });
  });

  it('passes over a document that is deleted while it is drawn', async () => {
    const { project, ids } = await scored(SCORES.slice(0, 10));
    const deleter = await getPool().connect();
    try {
      await deleter.query('BEGIN');
      await deleter.query('DELETE FROM "Document" WHERE "projectId" = $1 AND "id" = $2', [project.projectId, ids[3]]);
      const drawing = drawIn(project, { size: 10 });
      await waitForLock();
      await deleter.query('COMMIT');
      expect(await drawing).toMatchObject({ size: 10, populationSize: 10, goneCount: 1 });
    } finally {
      deleter.release();
    }
  });
});

/** Until somebody waits for what another transaction holds. */
async function waitForLock(): Promise<void> {
  for (;;) {
    const { rows } = await getPool().query(`SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`);
    if (rows.length > 0) return;
  }
}

/** A threshold in force, as a team that has rated something would have set it. */
async function activate(project: SeededProject, threshold: number): Promise<void> {
  const sample = await drawIn(project, { size: 1, seed: `for ${threshold}` });
  done(await rate(users[1], { itemId: itemOf(sample, 1), value: 4 }));
  const saved = await ask(users[0] ?? null, SAVE, { input: { sampleId: sample.id, threshold } });
  const calibrationId = at<string>(saved, 'saveCalibration.calibration.id');
  at(await ask(users[0] ?? null, ACTIVATE, { input: { calibrationId } }), 'activateCalibration.calibration.id');
}
const SAVE = 'mutation ($input: SaveCalibrationInput!) { saveCalibration(input: $input) { calibration { id } } }';
const ACTIVATE = `mutation ($input: ActivateCalibrationInput!) {
  activateCalibration(input: $input) { calibration { id } } }`;
