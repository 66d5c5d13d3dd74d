import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import {
  archive,
  codes,
  done,
  draw,
  itemOf,
  keyOfSample,
  look,
  rate,
  remove,
  restore,
  type Sample,
  topUp,
  withdraw,
} from '@/graphql/samples/testing/sample-requests';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

let owner = '';
let reviewer = '';
let stranger = '';
let teamId: string;
let project: SeededProject;

beforeAll(async () => {
  const team = await seedTeam(getPool(), 'Shelvers', ['OWNER', 'REVIEWER']);
  teamId = team.teamId;
  [owner = '', reviewer = ''] = team.userIds;
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
  project = await scoredProject();
});

async function scoredProject(): Promise<SeededProject> {
  const made = await seedProject(getPool(), { teamId });
  const documents = Array.from({ length: 20 }, (_, place) => ({ rawScore: 1 + place / 5 }));
  await seedDocuments(getPool(), made, documents);
  return made;
}
const idOf = ({ projectId }: SeededProject) => toGlobalId('Project', projectId);
const drawn = async (input: Record<string, unknown> = {}, of = project) =>
  done(await draw(owner, { projectId: idOf(of), size: 5, seed: 'herons', ...input }));
const eventsOf = (sample: Sample) =>
  getDatabase().auditEvent.findMany({ where: { subjectId: keyOfSample(sample) }, orderBy: { sequence: 'asc' } });

async function answered(of = project): Promise<Sample> {
  const sample = await drawn({}, of);
  for (const [at, value] of [1, 5, 4].entries()) {
    done(await rate(reviewer, { itemId: itemOf(sample, at + 1), value }));
  }
  return sample;
}

const SHELVES = `query Shelves($id: ID!) { project(id: $id) { samples { totalCount nodes { id } }
  archived: samples(isArchived: true) { totalCount nodes { id } } samplePlan { prevalenceSource } } }`;
interface Shelf {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
}
const shelvesOf = async (of: SeededProject) =>
  at<{ samples: Shelf; archived: Shelf; samplePlan: { prevalenceSource: string } }>(
    await ask(owner, SHELVES, { id: idOf(of) }),
    'project',
  );

const SAVE = `mutation Save($input: SaveCalibrationInput!) { saveCalibration(input: $input) {
  calibration { id } userErrors { code } } }`;
const ACTIVATE = `mutation Activate($input: ActivateCalibrationInput!) { activateCalibration(input: $input) {
  userErrors { code } } }`;
const DEACTIVATE = `mutation Off($input: DeactivateCalibrationInput!) { deactivateCalibration(input: $input) {
  userErrors { code } } }`;
const save = async ({ id: sampleId }: Sample) =>
  at<{ calibration: { id: string } | null; userErrors: { code: string }[] }>(
    await ask(owner, SAVE, { input: { sampleId, threshold: 3 } }),
    'saveCalibration',
  );

describe('deleting a sample', () => {
  it('takes it out with its order while nobody has answered in it, and keeps how it was drawn in the record', async () => {
    const sample = await drawn();
    expect(sample.isDeletable).toBe(true);
    expect(done(await remove(owner, { sampleId: sample.id }))).toMatchObject({
      id: sample.id,
      size: 5,
      seed: 'herons',
    });
    expect(await look(owner, sample)).toBeNull();
    expect(await getDatabase().sampledDocument.count({ where: { sampleId: keyOfSample(sample) } })).toBe(0);
    expect((await eventsOf(sample)).map(({ action }) => action)).toEqual(['sample.drawn', 'sample.deleted']);
    expect((await eventsOf(sample))[1]?.details).toMatchObject({ seed: 'herons', size: 5, populationSize: 20 });
    expect(codes(await remove(owner, { sampleId: sample.id }))).toEqual(['NOT_FOUND']);
  });

  it('is refused once somebody has answered, taken back or not', async () => {
    const sample = await drawn();
    done(await rate(reviewer, { itemId: itemOf(sample, 1), value: 4 }));
    expect(codes(await remove(owner, { sampleId: sample.id }))).toEqual(['REVIEWED']);
    done(await withdraw(reviewer, { itemId: itemOf(sample, 1) }));
    expect(codes(await remove(owner, { sampleId: sample.id }))).toEqual(['REVIEWED']);
    expect(await look(owner, sample)).toMatchObject({ answeredCount: 0, isDeletable: false });
  });

  it('and an answer at once: one of them is refused, and no answer is lost', async () => {
    for (let round = 0; round < 8; round += 1) {
      const sample = await drawn();
      const [deletion, answer] = await Promise.all([
        remove(owner, { sampleId: sample.id }),
        rate(reviewer, { itemId: itemOf(sample, 1), value: 4 }),
      ]);
      const kept = await getDatabase().rating.count({ where: { sampleId: keyOfSample(sample) } });
      expect([codes(deletion), codes(answer), kept]).toEqual(
        kept === 1 ? [['REVIEWED'], [], 1] : [[], ['NOT_FOUND'], 0],
      );
    }
  });

  it('is answered as not found to who draws again with the key of the deleted one', async () => {
    const input = { projectId: idOf(project), size: 4, seed: 'storks', idempotencyKey: 'once' };
    const sample = done(await draw(owner, input));
    done(await remove(owner, { sampleId: sample.id }));
    expect(codes(await draw(owner, input))).toEqual(['NOT_FOUND']);
  });
});

describe('archiving a sample', () => {
  it('takes it out of the list and out of what is chosen by itself, and back again', async () => {
    const own = await scoredProject();
    const sample = await answered(own);
    expect((await shelvesOf(own)).samplePlan.prevalenceSource).toBe('RATED');
    expect(done(await archive(owner, { sampleId: sample.id })).archivedAt).not.toBeNull();
    expect(await shelvesOf(own)).toEqual({
      samples: { totalCount: 0, nodes: [] },
      archived: { totalCount: 1, nodes: [{ id: sample.id }] },
      samplePlan: { prevalenceSource: 'GUESSED' },
    });
    expect(await look(owner, sample)).toMatchObject({ answeredCount: 3, ratedCount: 3 });
    expect(codes(await archive(owner, { sampleId: sample.id }))).toEqual(['NOTHING_TO_DO']);
    expect(done(await restore(owner, { sampleId: sample.id })).archivedAt).toBeNull();
    expect((await shelvesOf(own)).samples.nodes).toEqual([{ id: sample.id }]);
    expect(codes(await restore(owner, { sampleId: sample.id }))).toEqual(['NOTHING_TO_DO']);
    expect((await eventsOf(sample)).map(({ action }) => action)).toEqual([
      'sample.drawn',
      'sample.archived',
      'sample.restored',
    ]);
  });

  it('lets nobody answer, top up or save a threshold until it is back', async () => {
    const sample = await answered();
    done(await archive(owner, { sampleId: sample.id }));
    expect(codes(await rate(reviewer, { itemId: itemOf(sample, 4), value: 2 }))).toEqual(['CONFLICT']);
    expect(codes(await withdraw(reviewer, { itemId: itemOf(sample, 1) }))).toEqual(['CONFLICT']);
    expect(codes(await topUp(owner, { sampleId: sample.id, additional: 1, expectedSize: 5 }))).toEqual(['CONFLICT']);
    expect((await save(sample)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    done(await restore(owner, { sampleId: sample.id }));
    done(await rate(reviewer, { itemId: itemOf(sample, 4), value: 2 }));
  });

  it('is refused while the threshold in force rests on it, and keeps its versions from force after it', async () => {
    const own = await scoredProject();
    const sample = await answered(own);
    const { calibration } = await save(sample);
    const input = { calibrationId: calibration?.id ?? '' };
    const activate = async () =>
      at<{ code: string }[]>(await ask(owner, ACTIVATE, { input }), 'activateCalibration.userErrors');
    expect(await activate()).toEqual([]);
    const refused = await archive(owner, { sampleId: sample.id });
    expect(refused.userErrors).toMatchObject([
      { code: 'IN_USE', message: expect.stringContaining('threshold in force, version 1') },
    ]);
    expect(codes(await remove(owner, { sampleId: sample.id }))).toEqual(['REVIEWED']);
    await ask(owner, DEACTIVATE, { input: { projectId: idOf(own) } });
    done(await archive(owner, { sampleId: sample.id }));
    expect(await activate()).toMatchObject([{ code: 'CONFLICT' }]);
    done(await restore(owner, { sampleId: sample.id }));
    expect(await activate()).toEqual([]);
  });

  it('is refused while the recalibration in force rests on it', async () => {
    const own = await scoredProject();
    const sample = await drawn({ size: 10 }, own);
    for (let position = 1; position <= 10; position += 1) {
      done(await rate(reviewer, { itemId: itemOf(sample, position), value: 3 }));
    }
    const apply = `mutation Apply($input: ApplyRecalibrationInput!) { applyRecalibration(input: $input) { userErrors { code } } }`;
    expect(
      at(await ask(owner, apply, { input: { sampleId: sample.id, kind: 'OFFSET' } }), 'applyRecalibration'),
    ).toEqual({
      userErrors: [],
    });
    const refused = await archive(owner, { sampleId: sample.id });
    expect(refused.userErrors).toMatchObject([
      { code: 'IN_USE', message: expect.stringContaining('recalibration in force, version 1') },
    ]);
  });

  it('is for owners and admins, unknown to other teams, and not of an archived project', async () => {
    const own = await scoredProject();
    const { id: sampleId } = await drawn({}, own);
    for (const change of [archive, restore, remove]) {
      expect(codes(await change(reviewer, { sampleId }))).toEqual(['FORBIDDEN']);
      expect(codes(await change(stranger, { sampleId }))).toEqual(['NOT_FOUND']);
    }
    await getDatabase().project.update({ where: { id: own.projectId }, data: { archivedAt: new Date() } });
    for (const change of [archive, remove]) expect(codes(await change(owner, { sampleId }))).toEqual(['CONFLICT']);
  });
});
