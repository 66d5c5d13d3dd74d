import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { type RatedDocument, type RatedSample, ratedSample } from '@/graphql/reliability/testing/rated-sample';
import { done, draw, drawnOf, keyOfSample } from '@/graphql/samples/testing/sample-requests';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { openRerank } from '@/prisma/queries/recalibrations';
import { type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const RECALL = `query Recall($id: ID!, $recall: Float, $confidence: Float, $elusion: ID, $control: ID) { project(id: $id) {
  recallSoFar(recall: $recall, confidence: $confidence, elusionSampleId: $elusion, controlSampleId: $control) {
    relevanceCut recall confidence documents screened found firstScreenedAt lastScreenedAt curve { screened found }
    elusion { status kind assumption sample { id } elusion { value lower upper n } relevantInSample excluded found
      includedUnread recall recallLower recallUpper }
    control { status kind assumption sample { id } rated positives found neededToFind positivesNeeded ratedUntil }
    buscar { kind assumption p window shouldStop } } } }`;
const DECIDE = `mutation Decide($input: DecideDocumentInput!) { decideDocument(input: $input) { document { decisionVersion } userErrors { code } } }`;
const UNDO = `mutation Undo($input: UndoDecisionInput!) { undoDecision(input: $input) { userErrors { code } } }`;
const OVERRIDE = `mutation Override($input: OverrideScoreInput!) { overrideScore(input: $input) { userErrors { code } } }`;
const UNDO_OVERRIDE = `mutation Undo($input: UndoOverrideInput!) { undoOverride(input: $input) { userErrors { code } } }`;

interface Recall {
  readonly documents: number;
  readonly screened: number;
  readonly found: number;
  readonly curve: readonly { readonly screened: number; readonly found: number }[];
  readonly elusion: { readonly status: string };
  readonly control: { readonly status: string; readonly kind: string; readonly found: number };
  readonly buscar: { readonly p: number | null; readonly window: number; readonly shouldStop: boolean };
}

let teamId: string;
let [owner, anna, viewer]: string[] = [];
let stranger: string;

beforeAll(async () => {
  const team = await seedTeam(getPool(), 'Screeners', ['OWNER', 'REVIEWER', 'VIEWER']);
  teamId = team.teamId;
  [owner, anna, viewer] = team.userIds;
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
});

const idOf = ({ projectId }: SeededProject) => toGlobalId('Project', projectId);
async function recallOf(project: SeededProject, asked: Record<string, unknown> = {}): Promise<Recall> {
  const variables = { id: idOf(project), recall: 0.95, confidence: 0.95, ...asked };
  return at(await ask(viewer ?? null, RECALL, variables), 'project.recallSoFar');
}
const document = ({ projectId }: SeededProject, id: string | undefined) => toGlobalId('Document', projectId, id ?? '');
async function tell(source: string, input: Record<string, unknown>, name: string): Promise<void> {
  const errors = at<unknown[]>(await ask(anna ?? null, source, { input }), `${name}.userErrors`);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
}
const decide = (project: SeededProject, id: string | undefined, value: string, expectedDecisionVersion = 0) =>
  tell(DECIDE, { documentId: document(project, id), value, expectedDecisionVersion }, 'decideDocument');
const override = (project: SeededProject, id: string | undefined, value: number) =>
  tell(OVERRIDE, { documentId: document(project, id), value, expectedVersion: 1 }, 'overrideScore');

async function scored(count: number): Promise<{ project: SeededProject; ids: readonly string[] }> {
  const project = await seedProject(getPool(), { teamId });
  const documents = Array.from({ length: count }, (_, index) => ({ title: `d${index}`, rawScore: 5 - index / 100 }));
  return { project, ids: await seedDocuments(getPool(), project, documents) };
}
/** Decisions as they would have been given, a second apart, in one statement. */
async function screen(project: SeededProject, ids: readonly string[], relevant: number): Promise<void> {
  await getPool().query(
    `INSERT INTO "Decision" ("id", "projectId", "documentId", "personId", "value", "createdAt")
     SELECT uuidv7(), $1, id, $3, CASE WHEN place <= $4 THEN 'INCLUDE' ELSE 'EXCLUDE' END::"DecisionValue",
       '2026-01-01'::timestamptz + place * interval '1 second'
     FROM unnest($2::uuid[]) WITH ORDINALITY AS given(id, place)`,
    [project.projectId, ids, anna, relevant],
  );
  await getPool().query(
    `UPDATE "Document" SET "decision" = (SELECT "value" FROM "Decision" WHERE "documentId" = "Document"."id")
     WHERE "projectId" = $1 AND "id" = ANY($2::uuid[])`,
    [project.projectId, ids],
  );
}

describe('what was screened', () => {
  it('is nothing at first, and says so everywhere', async () => {
    const { project } = await scored(3);
    expect(await recallOf(project)).toMatchObject({
      documents: 3,
      screened: 0,
      found: 0,
      firstScreenedAt: null,
      curve: [{ screened: 0, found: 0 }],
      elusion: { status: 'NO_SAMPLE', elusion: null, recall: null },
      control: { status: 'NO_SAMPLE', positives: 0, neededToFind: null, positivesNeeded: 59 },
      buscar: { kind: 'HEURISTIC', p: null, window: 0, shouldStop: false },
    });
    const empty = await seedProject(getPool(), { teamId });
    expect(await recallOf(empty)).toMatchObject({ documents: 0, screened: 0, buscar: { p: null } });
  });

  it('is what was taken in, left out or given a score, in that order; what was undone is not', async () => {
    const { project, ids } = await scored(8);
    await decide(project, ids[0], 'INCLUDE');
    await decide(project, ids[1], 'EXCLUDE');
    await override(project, ids[2], 4);
    await override(project, ids[3], 2);
    await decide(project, ids[4], 'MAYBE');
    expect((await recallOf(project)).curve).toEqual([
      { screened: 0, found: 0 },
      { screened: 1, found: 1 },
      { screened: 2, found: 1 },
      { screened: 3, found: 2 },
      { screened: 4, found: 2 },
    ]);
    // A decision says more than a score: the document stands where it was decided.
    await decide(project, ids[2], 'EXCLUDE');
    expect(await recallOf(project)).toMatchObject({ screened: 4, found: 1, documents: 8 });
    await tell(UNDO, { documentId: document(project, ids[0]), expectedDecisionVersion: 1 }, 'undoDecision');
    await tell(UNDO_OVERRIDE, { documentId: document(project, ids[3]), expectedVersion: 2 }, 'undoOverride');
    expect((await recallOf(project)).curve).toEqual([
      { screened: 0, found: 0 },
      { screened: 1, found: 0 },
      { screened: 2, found: 0 },
    ]);
    await getDatabase().document.deleteMany({ where: { projectId: project.projectId, id: ids[1] ?? '' } });
    expect(await recallOf(project)).toMatchObject({ screened: 1, documents: 7, found: 0 });
  });

  it('stays a few hundred points of a long screening', async () => {
    const { project, ids } = await scored(3000);
    await screen(project, ids, 1500);
    const { curve, screened, found } = await recallOf(project);
    expect([screened, found]).toEqual([3000, 1500]);
    expect(curve.length).toBeGreaterThan(400);
    expect(curve.length).toBeLessThanOrEqual(501);
    expect(curve.every((point) => point.found === Math.min(point.screened, 1500))).toBe(true);
    expect(curve.at(-1)).toEqual({ screened: 3000, found: 1500 });
  });
});

describe('Buscar', () => {
  it.each([
    // Worked values of docs/calibration.md: of 100 documents.
    [5, 70, 0.95, 0.263157895, false],
    [5, 70, 0.8, 0.06718925, false],
    [20, 60, 0.95, 0.060126582, false],
    [20, 75, 0.8, expect.any(Number), true],
  ])('after %i relevant and %i not, target %d', async (relevant, rest, recall, p, shouldStop) => {
    const { project, ids } = await scored(100);
    await screen(project, ids.slice(0, relevant + rest), relevant);
    const { buscar } = await recallOf(project, { recall });
    expect(buscar.p).toEqual(typeof p === 'number' ? expect.closeTo(p, 8) : p);
    expect(buscar).toMatchObject({ shouldStop, kind: 'HEURISTIC' });
  });
});

/** All documents of a project rated: positives first. */
function control(positives: number, negatives: number): Promise<RatedSample> {
  const rows = (count: number, rating: number): RatedDocument[] =>
    Array.from({ length: count }, () => ({ rawScore: rating, ratings: [rating] }));
  return ratedSample({ owner, teamId, raters: [anna] }, [...rows(positives, 5), ...rows(negatives, 1)]);
}

describe('QBCB', () => {
  it('counts the positives found against those needed: 21 of 22 at recall .8', async () => {
    const { project, documentIds, id } = await control(22, 3);
    for (const documentId of documentIds.slice(0, 20)) await decide(project, documentId, 'INCLUDE');
    const asked = { recall: 0.8 };
    expect((await recallOf(project, asked)).control).toMatchObject({
      status: 'NOT_YET',
      kind: 'GUARANTEE',
      sample: { id },
      rated: 25,
      positives: 22,
      found: 20,
      neededToFind: 21,
      positivesNeeded: 14,
    });
    await override(project, documentIds[20], 2.9);
    expect((await recallOf(project, asked)).control).toMatchObject({ status: 'NOT_YET', found: 20 });
    await override(project, documentIds[21], 3);
    expect((await recallOf(project, asked)).control).toMatchObject({ status: 'REACHED', found: 21 });
  });

  it('says when no number would do, when there is none, and when it was rated too late for a guarantee', async () => {
    const few = await control(13, 1);
    expect((await recallOf(few.project, { recall: 0.8 })).control).toMatchObject({
      status: 'TOO_FEW_POSITIVES',
      neededToFind: null,
    });
    const none = await control(0, 4);
    expect((await recallOf(none.project)).control).toMatchObject({ status: 'NO_POSITIVES', rated: 4 });
    const late = await control(14, 1);
    await screen(late.project, late.documentIds.slice(0, 1), 1);
    expect((await recallOf(late.project, { recall: 0.8 })).control).toMatchObject({ kind: 'HEURISTIC', found: 1 });
    await getDatabase().document.deleteMany({
      where: { projectId: late.project.projectId, id: late.documentIds[0] ?? '' },
    });
    expect((await recallOf(late.project, { recall: 0.8 })).control).toMatchObject({ positives: 13, found: 0 });
  });
});

describe('the elusion test', () => {
  /** 4 at or above the threshold 3 and 4 below, of which all are sampled. */
  async function excluded() {
    const project = await seedProject(getPool(), { teamId });
    const scores = [4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1];
    const ids = await seedDocuments(
      getPool(),
      project,
      scores.map((rawScore) => ({ rawScore })),
    );
    const whole = done(await draw(owner, { projectId: idOf(project), size: 8, seed: 's' }));
    const calibration = await getDatabase().calibration.create({
      data: {
        projectId: project.projectId,
        version: 1,
        threshold: 3,
        relevanceCut: 3,
        sampleId: keyOfSample(whole),
        metrics: {},
        inputs: {},
        createdById: owner ?? '',
      },
    });
    await getDatabase().project.update({
      where: { id: project.projectId },
      data: { activeCalibrationId: calibration.id },
    });
    const sample = done(await draw(owner, { projectId: idOf(project), size: 4, seed: 'e', scope: 'EXCLUDED' }));
    return { project, ids, sample };
  }
  async function rateExcluded(sample: { readonly id: string }, values: readonly number[]): Promise<void> {
    const drawn = await drawnOf(sample);
    await getDatabase().rating.createMany({
      data: drawn.slice(0, values.length).map(({ projectId, documentId, sampleId }, index) => ({
        projectId,
        documentId,
        sampleId,
        raterId: anna ?? '',
        kind: 'VALIDATION' as const,
        value: values[index] ?? null,
      })),
    });
  }

  it('bounds what the excluded hide, and gives a recall once all included are read', async () => {
    const { project, ids, sample } = await excluded();
    expect((await recallOf(project)).elusion).toMatchObject({
      status: 'NOTHING_RATED',
      excluded: 4,
      includedUnread: 4,
    });
    await rateExcluded(sample, [5, 1, 1, 1]);
    for (const id of ids.slice(0, 3)) await decide(project, id, 'INCLUDE');
    expect((await recallOf(project)).elusion).toMatchObject({
      status: 'INCLUDED_UNREAD',
      includedUnread: 1,
      relevantInSample: 1,
      elusion: { value: 0.25, n: 4 },
      recall: null,
    });
    await decide(project, ids[3], 'EXCLUDE');
    // SciPy, Clopper-Pearson of 1 in 4: .006309463 to .8058796; recall 3 / (3 + 4 e).
    expect((await recallOf(project)).elusion).toMatchObject({
      status: 'ESTIMATED',
      kind: 'ESTIMATE',
      sample: { id: sample.id },
      excluded: 4,
      found: 3,
      elusion: { value: 0.25, lower: expect.closeTo(0.0063095, 6), upper: expect.closeTo(0.8058796, 6) },
      recall: 0.75,
      recallLower: expect.closeTo(3 / (3 + 4 * 0.8058796), 6),
      recallUpper: expect.closeTo(3 / (3 + 4 * 0.006309463), 6),
    });
  });

  it('has no recall where nothing relevant is on either side', async () => {
    const { project, ids, sample } = await excluded();
    await rateExcluded(sample, [1, 1]);
    for (const id of ids.slice(0, 4)) await decide(project, id, 'EXCLUDE');
    expect((await recallOf(project)).elusion).toMatchObject({ status: 'NOTHING_RELEVANT', recall: null, found: 0 });
  });

  it('has no recall once scores lie on another scale, and has it again when they are back', async () => {
    const { project, ids, sample } = await excluded();
    await rateExcluded(sample, [5, 1, 1, 1]);
    for (const id of ids.slice(0, 4)) await decide(project, id, 'INCLUDE');
    const elusionOf = async () => (await recallOf(project)).elusion;
    expect(await elusionOf()).toMatchObject({ status: 'ESTIMATED', found: 4 });
    const { projectId } = project;
    const { id: recalibrationId } = await getDatabase().recalibration.create({
      data: {
        projectId,
        version: 1,
        kind: 'ISOTONIC',
        map: {},
        report: {},
        inputs: {},
        sampleId: keyOfSample(sample),
        modelRevisionId: project.modelRevisionId,
        createdById: owner ?? '',
      },
    });
    const rerank = async (to: string | null) => {
      await getDatabase().project.update({ where: { id: projectId }, data: { recalibrationId: to } });
      await openRerank(getDatabase(), { projectId, recalibrationId: to, createdById: owner ?? '' });
    };
    await rerank(recalibrationId);
    expect(await elusionOf()).toMatchObject({
      status: 'OTHER_SCALE',
      elusion: { value: 0.25, n: 4 },
      found: 0,
      includedUnread: 0,
      recall: null,
    });
    await rerank(null);
    expect(await elusionOf()).toMatchObject({ status: 'ESTIMATED', found: 4 });
    // Scored anew with less of each text read.
    const run = { projectId, modelRevisionId: project.modelRevisionId, windowOverlap: 0 };
    await getDatabase().scoringRun.create({ data: { ...run, maxTokens: 512 } });
    expect(await elusionOf()).toMatchObject({ status: 'OTHER_SCALE', recall: null });
    await getDatabase().scoringRun.create({ data: { ...run, maxTokens: 4096 } });
    expect(await elusionOf()).toMatchObject({ status: 'ESTIMATED' });
  });

  it('takes samples that fit, of this project', async () => {
    const { project, sample } = await excluded();
    const other = await excluded();
    const faults = async (asked: Record<string, unknown>) =>
      (await ask(viewer ?? null, RECALL, { id: idOf(project), recall: 0.9, confidence: 0.9, ...asked })).faults;
    expect(await faults({ control: sample.id })).toEqual(['INVALID']);
    expect(await faults({ elusion: other.sample.id })).toEqual(['NOT_FOUND']);
    expect(await faults({ recall: 1 })).toEqual(['OUT_OF_RANGE']);
    expect(await faults({ confidence: 0.2 })).toEqual(['OUT_OF_RANGE']);
    expect(await faults({ elusion: sample.id })).toEqual([]);
    expect(at(await ask(stranger, RECALL, { id: idOf(project), recall: 0.9, confidence: 0.9 }), 'project')).toBeNull();
  });
});
