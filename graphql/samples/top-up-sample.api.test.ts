import { beforeAll, describe, expect, it } from 'vitest';
import { randomOrder } from '@/calibration/random-order';
import { toGlobalId } from '@/graphql/global-id';
import {
  codes,
  done,
  draw,
  drawnOf,
  itemOf,
  keyOfSample,
  look,
  orderOf,
  rate,
  type Sample,
  topUp,
} from '@/graphql/samples/testing/sample-requests';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

let users: readonly string[];
let teamId: string;
let stranger: string;

beforeAll(async () => {
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Toppers', ['OWNER', 'REVIEWER']));
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
});

async function scored(count: number) {
  const project = await seedProject(getPool(), { teamId });
  const documents = Array.from({ length: count }, (_, index) => ({ rawScore: 1 + (4 * index) / count }));
  return { project, ids: await seedDocuments(getPool(), project, documents) };
}
async function drawIn({ projectId }: SeededProject, input: Record<string, unknown> = {}): Promise<Sample> {
  const given = { projectId: toGlobalId('Project', projectId), size: 10, seed: 'herons', ...input };
  return done(await draw(users[0], given));
}
const more = (sample: Sample, additional: number, input: Record<string, unknown> = {}) =>
  topUp(users[0], { sampleId: sample.id, additional, expectedSize: sample.size, ...input });
const idsOf = (documents: readonly { documentId: string }[]) => documents.map(({ documentId }) => documentId);
const deleteDocuments = ({ projectId }: SeededProject, ids: readonly string[]) =>
  getDatabase().document.deleteMany({ where: { projectId, id: { in: [...ids] } } });

describe('topping a simple random sample up', () => {
  it('takes what one draw of the larger size would have taken, whatever the project has become', async () => {
    const { project, ids } = await scored(40);
    const sample = await drawIn(project);
    // As if imported, scored, overridden and re-scored in the meantime.
    await seedDocuments(getPool(), project, [{ rawScore: 3 }, { rawScore: 1 }, { title: 'pending' }]);
    const { projectId } = project;
    await getDatabase().document.updateMany({ where: { projectId, id: ids[1] ?? '' }, data: { overrideScore: 5 } });
    await getDatabase().document.updateMany({ where: { projectId }, data: { calibratedScore: 1 } });
    const after = done(await more(sample, 7));
    expect(after).toMatchObject({ size: 17, populationSize: 40, goneCount: 0, reserveCount: 23 });
    const frame = ids.toSorted();
    const drawn = await drawnOf(sample);
    expect(idsOf(drawn)).toEqual(randomOrder('herons', 40, 17).map((place) => frame[place]));
    expect(drawn.map(({ position }) => position)).toEqual(Array.from({ length: 17 }, (_, at) => at + 1));
    expect(new Set(drawn.map(({ inclusionProbability }) => inclusionProbability))).toEqual(new Set([17 / 40]));
  });

  it('keeps what was answered and goes on with what comes next', async () => {
    const { project } = await scored(10);
    const sample = await drawIn(project, { size: 2 });
    for (const position of [1, 2]) done(await rate(users[1], { itemId: itemOf(sample, position), value: 4 }));
    expect((await look(users[1], sample)).next).toBeNull();
    done(await more(sample, 1));
    const now = await look(users[1], sample);
    expect(now).toMatchObject({ size: 3, answeredCount: 2, viewerAnsweredCount: 2, viewerOpenCount: 1 });
    expect(now.next?.position).toBe(3);
  });

  it('passes over what is deleted, counts it, and reckons with the places that were taken', async () => {
    const { project } = await scored(20);
    const sample = await drawIn(project, { size: 5 });
    const order = await orderOf(sample);
    await deleteDocuments(project, [
      order[1]?.documentId ?? '',
      order[5]?.documentId ?? '',
      order[7]?.documentId ?? '',
    ]);
    expect(await look(users[0], sample)).toMatchObject({ size: 5, goneCount: 1, reserveCount: 13 });
    const after = done(await more(sample, 3));
    expect(after).toMatchObject({ size: 10, goneCount: 3, reserveCount: 10 });
    const drawn = await drawnOf(sample);
    expect(idsOf(drawn)).toEqual([0, 2, 3, 4, 6, 8, 9].map((place) => order[place]?.documentId));
    expect(drawn.map(({ inclusionProbability }) => inclusionProbability)).toEqual(Array(7).fill(10 / 20));
  });

  it('passes over a document that repeats another by now', async () => {
    const { project } = await scored(10);
    const sample = await drawIn(project, { size: 5 });
    const order = await orderOf(sample);
    const where = { projectId: project.projectId, id: order[5]?.documentId ?? '' };
    await getDatabase().document.updateMany({ where, data: { duplicateOfId: order[0]?.documentId ?? '' } });
    expect(done(await more(sample, 1))).toMatchObject({ size: 7, goneCount: 1 });
    expect(idsOf(await drawnOf(sample))).toEqual([0, 1, 2, 3, 4, 6].map((place) => order[place]?.documentId));
  });
});

describe('topping a stratified sample up', () => {
  it('gives each range what the answers so far ask for, and takes the next of its own order', async () => {
    const { project } = await scored(60);
    const sample = await drawIn(project, { kind: 'STRATIFIED', strata: 3, size: 12 });
    const before = await orderOf(sample);
    const drawn = await drawnOf(sample);
    // The lowest range turns out to be half relevant, the others as the score says.
    const answers = drawn.map(({ stratum }, at) => (stratum === 0 ? 1 + 4 * (at % 2) : stratum === 2 ? 5 : 1));
    for (const [at, { position }] of drawn.entries()) {
      done(await rate(users[1], { itemId: itemOf(sample, position ?? 0), value: answers[at] }));
    }
    const after = done(await more(sample, 9));
    expect([after.size, after.goneCount]).toEqual([21, 0]);
    expect(after.strata.reduce((sum, { size }) => sum + size, 0)).toBe(21);
    const relevant = [0, 1, 2].map(
      (h) => drawn.filter(({ stratum }, at) => stratum === h && (answers[at] ?? 0) >= 3).length,
    );
    for (const [h, stratum] of after.strata.entries()) {
      const size = sample.strata[h]?.size ?? 0;
      expect(stratum.guessedProportion).toBeCloseTo(((relevant[h] ?? 0) + 1) / (size + 2), 12);
      expect(stratum.size).toBeGreaterThanOrEqual(size);
      const own = (await orderOf(sample)).filter((document) => document.stratum === h);
      expect(idsOf(own)).toEqual(idsOf(before.filter((document) => document.stratum === h)));
      expect(own.map(({ position }) => position !== null)).toEqual(own.map((_, place) => place < stratum.size));
      expect(new Set(own.slice(0, stratum.size).map((document) => document.inclusionProbability))).toEqual(
        new Set([stratum.size / 20]),
      );
    }
    const shown = await drawnOf(sample);
    expect(idsOf(shown.slice(0, 12))).toEqual(idsOf(drawn));
    expect(shown.map(({ position }) => position)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
  });

  it('draws from the other ranges what one has no more documents for', async () => {
    const { project } = await scored(30);
    const sample = await drawIn(project, { kind: 'STRATIFIED', strata: 3, size: 9 });
    const reserve = (await orderOf(sample)).filter(({ position, stratum }) => position === null && stratum === 1);
    await deleteDocuments(project, idsOf(reserve));
    const after = done(await more(sample, 6));
    expect(after.size).toBe(15);
    expect(after.strata[1]?.size).toBe(sample.strata[1]?.size);
  });

  it('brings a range back whose drawn documents are all gone', async () => {
    const { project } = await scored(30);
    const sample = await drawIn(project, { kind: 'STRATIFIED', strata: 3, size: 9 });
    await deleteDocuments(project, idsOf((await drawnOf(sample)).filter(({ stratum }) => stratum === 0)));
    const after = done(await more(sample, 1));
    expect(after.strata.reduce((sum, { size }) => sum + size, 0)).toBe(10);
    const most = done(await more(after, 4));
    expect((await drawnOf(most)).filter(({ stratum }) => stratum === 0).length).toBeGreaterThanOrEqual(2);
  });
});

describe('a top-up', () => {
  it('that builds on another size is a conflict, and tells the size there is', async () => {
    const { project } = await scored(20);
    const sample = await drawIn(project);
    done(await more(sample, 2));
    const again = await more(sample, 2);
    expect(again.userErrors).toMatchObject([{ code: 'CONFLICT', field: ['expectedSize'] }]);
    expect(again.sample?.size).toBe(12);
  });

  it('is done by one of two at once', async () => {
    const { project } = await scored(20);
    const sample = await drawIn(project);
    const both = await Promise.all([more(sample, 3), more(sample, 3)]);
    expect(both.map(codes).toSorted()).toEqual([[], ['CONFLICT']]);
    expect((await drawnOf(sample)).length).toBe(13);
  });

  it('does not stop raters, nor they it', async () => {
    const { project } = await scored(20);
    const sample = await drawIn(project);
    const rating = [1, 2, 3, 4].map((position) => rate(users[1], { itemId: itemOf(sample, position), value: 4 }));
    const answers = await Promise.all([...rating, more(sample, 3)]);
    expect(answers.flatMap(codes)).toEqual([]);
    expect(await look(users[1], sample)).toMatchObject({ size: 13, answeredCount: 4, viewerOpenCount: 9 });
  });

  it.each([
    ['nothing', 0],
    ['less than nothing', -5],
    ['more than is left', 11],
    ['more than anybody has', 2_000_000_000],
  ])('is refused for %s', async (_name, additional) => {
    const { project } = await scored(20);
    const refused = await more(await drawIn(project), additional);
    expect(refused.userErrors).toMatchObject([{ code: 'OUT_OF_RANGE', field: ['additional'] }]);
  });

  it('has nothing to do when everything is drawn, when the reserve is gone and when there never was one', async () => {
    const { project } = await scored(20);
    const whole = await drawIn(project, { size: 20 });
    expect((await more(whole, 1)).userErrors).toMatchObject([
      { code: 'NOTHING_TO_DO', message: expect.stringContaining('in it already') },
    ]);
    const part = await drawIn(project, { size: 5, seed: 'storks' });
    await getDatabase().sampledDocument.deleteMany({ where: { sampleId: keyOfSample(part), position: null } });
    expect((await more(part, 1)).userErrors).toMatchObject([
      { code: 'NOTHING_TO_DO', message: expect.stringContaining('used up') },
    ]);
  });

  it('that fails halfway has done nothing', async () => {
    const { project } = await scored(20);
    const sample = await drawIn(project, { kind: 'STRATIFIED', strata: 2 });
    const before = [await look(users[0], sample), await orderOf(sample)];
    await getPool().query(`CREATE FUNCTION fail_resize() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the disk is gone'; END $$`);
    await getPool().query(
      'CREATE TRIGGER fail_resize BEFORE UPDATE ON "SampleDesign" FOR EACH ROW EXECUTE FUNCTION fail_resize()',
    );
    try {
      await expect(more(sample, 4)).rejects.toThrow();
    } finally {
      await getPool().query('DROP FUNCTION fail_resize CASCADE');
    }
    expect([await look(users[0], sample), await orderOf(sample)]).toEqual(before);
    expect(done(await more(sample, 4)).size).toBe(14);
  });

  it('is in the record', async () => {
    const { project } = await scored(20);
    const sample = await drawIn(project);
    done(await more(sample, 4));
    const where = { action: 'sample.topped_up', subjectId: keyOfSample(sample) };
    const event = await getDatabase().auditEvent.findFirst({ where });
    expect(event?.details).toEqual({ additional: 4, sizeBefore: 10, size: 14 });
  });

  it('is for owners and admins, unknown to other teams, and not of an archived project', async () => {
    const { project } = await scored(20);
    const sample = await drawIn(project);
    const input = { sampleId: sample.id, additional: 1, expectedSize: 10 };
    expect(codes(await topUp(users[1], input))).toEqual(['FORBIDDEN']);
    expect(codes(await topUp(stranger, input))).toEqual(['NOT_FOUND']);
    const { projectId: id } = project;
    await getDatabase().project.update({ where: { id }, data: { archivedAt: new Date() } });
    expect(codes(await topUp(users[0], input))).toEqual(['CONFLICT']);
  });
});
