import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const DRAW = `mutation Draw($input: DrawSampleInput!) { drawSample(input: $input) { sample { id } userErrors { code } } }`;
const RATE = `mutation Rate($input: RateSampleItemInput!) { rateSampleItem(input: $input) { userErrors { code } } }`;
const ESTIMATE = '{ value lower upper n method }';
const POINT = `{ threshold workload workloadShare f1 precision ${ESTIMATE} recall ${ESTIMATE} }`;
const CURVE = `query Curve($project: ID!, $recall: Float, $confidence: Float, $threshold: Float!) { project(id: $project) {
  samples(first: 1) { nodes { thresholdAt(threshold: $threshold) ${POINT} thresholdCurve {
    labelled relevant documents relevanceCut points ${POINT}
    certificate(recall: $recall, confidence: $confidence) { recall threshold workload positives positivesMissing } } } } } }`;
const SAVE = `mutation Save($input: SaveCalibrationInput!) { saveCalibration(input: $input) {
  calibration { id version threshold isActive staleReason workload documents relevanceCut note activatedAt
    precision ${ESTIMATE} recall ${ESTIMATE} model { name } createdBy { name } } userErrors { code field } } }`;
const ACTIVATE = `mutation Activate($input: ActivateCalibrationInput!) { activateCalibration(input: $input) {
  calibration { id isActive activatedAt } project { version activeCalibration { id } progress { included scored } } userErrors { code } } }`;
const DEACTIVATE = `mutation Deactivate($input: DeactivateCalibrationInput!) { deactivateCalibration(input: $input) {
  project { activeCalibration { id } progress { included } } userErrors { code } } }`;
const STATE = `query State($project: ID!, $included: Boolean) { project(id: $project) {
  calibrations { totalCount nodes { version isActive staleReason } } progress { included }
  documents(filter: { isIncluded: $included }) { totalCount nodes { id isIncluded rankingScore } } } }`;

interface Estimate {
  value: number | null;
  lower: number | null;
  upper: number | null;
  n: number;
}
interface Point {
  threshold: number;
  workload: number;
  workloadShare: number;
  precision: Estimate;
  recall: Estimate;
}
interface Curve {
  labelled: number;
  relevant: number;
  documents: number;
  points: Point[];
  certificate: { threshold: number | null; workload: number | null; positives: number; positivesMissing: number };
}
interface Calibration {
  id: string;
  version: number;
  workload: number;
  documents: number;
  precision: Estimate;
  recall: Estimate;
}
interface Saved {
  calibration: Calibration | null;
  userErrors: { code: string }[];
}

let users: readonly string[];
let teamId: string;
let stranger: string;

beforeAll(async () => {
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Calibrators', ['OWNER', 'REVIEWER', 'VIEWER']));
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
});

/** A project whose whole population of `scores` is sampled, with the answers by document, and some unscored beside. */
async function rated(scores: readonly number[], answerOf: (score: number) => number | null) {
  const project = await seedProject(getPool(), { teamId });
  const documents = [...scores.map((rawScore) => ({ rawScore })), { title: 'pending' }, { duplicateOf: 0 }];
  const ids = await seedDocuments(getPool(), project, documents);
  const sampleId = await drawAll(project, scores.length);
  for (const item of await itemsOf(sampleId)) {
    const value = answerOf(scores[ids.indexOf(item.documentId)] ?? 0);
    await rate(sampleId, item.position, value === null ? { isSkipped: true, reason: 'cut' } : { value });
  }
  return { project, ids, sampleId };
}

async function drawAll(project: SeededProject, size: number): Promise<string> {
  const input = { projectId: toGlobalId('Project', project.projectId), size, seed: 'cranes' };
  return at(await ask(users[0] ?? null, DRAW, { input }), 'drawSample.sample.id');
}
const keyOfSample = (sampleId: string) => Buffer.from(sampleId, 'base64url').toString().split(':')[1] ?? '';
async function itemsOf(sampleId: string): Promise<{ documentId: string; position: number }[]> {
  const drawn = await getDatabase().sampledDocument.findMany({ where: { sampleId: keyOfSample(sampleId) } });
  return drawn.flatMap(({ documentId, position }) => (position === null ? [] : [{ documentId, position }]));
}
async function rate(
  sampleId: string,
  position: number,
  answer: Record<string, unknown>,
  user = users[1],
): Promise<void> {
  const itemId = toGlobalId('SampleItem', keyOfSample(sampleId), String(position));
  const asked = await ask(user ?? null, RATE, { input: { itemId, ...answer } });
  if (at<unknown[]>(asked, 'rateSampleItem.userErrors').length > 0) throw new Error('The answer was to be taken.');
}

async function curveOf({ projectId }: SeededProject, asked: Record<string, unknown> = {}) {
  const variables = { project: toGlobalId('Project', projectId), threshold: 3, ...asked };
  const read = await ask(users[2] ?? null, CURVE, variables);
  return at<{ thresholdAt: Point | null; thresholdCurve: Curve | null }>(read, 'project.samples.nodes.0');
}
async function save(sampleId: string, threshold: number, user = users[1]): Promise<Saved> {
  return at(await ask(user ?? null, SAVE, { input: { sampleId, threshold, note: 'first' } }), 'saveCalibration');
}
async function saved(sampleId: string, threshold: number): Promise<Calibration> {
  const { calibration } = await save(sampleId, threshold);
  if (!calibration) throw new Error('The calibration was to be saved.');
  return calibration;
}
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);

/** Every second of these is relevant from 2.5 up: overlapping classes with ties. */
const SCORES = [1.2, 1.2, 1.8, 2.4, 2.5, 2.5, 3.1, 3.3, 3.9, 4.4, 4.4, 4.9];
const isRelevant = (score: number) => score > 3.2 || score === 2.5;
const answerOf = (score: number) => (isRelevant(score) ? 4.5 : 1.5);

describe('thresholdCurve', () => {
  it('equals a count by hand at every point, from everything included to nothing', async () => {
    const { project } = await rated(SCORES, answerOf);
    const { thresholdCurve, thresholdAt } = await curveOf(project);
    expect(thresholdCurve).toMatchObject({ labelled: 12, relevant: 7, documents: 12, relevanceCut: 3 });
    const points = thresholdCurve?.points ?? [];
    for (const { threshold, workload, precision, recall } of [...points, thresholdAt].filter(
      (point) => point !== null,
    )) {
      const included = SCORES.filter((score) => score >= threshold);
      const hits = included.filter(isRelevant).length;
      expect(workload).toBe(included.length);
      expect(precision.value).toBe(included.length === 0 ? null : hits / included.length);
      expect(recall.value).toBeCloseTo(hits / 7, 12);
      expect([precision.n, recall.n]).toEqual([included.length, 7]);
    }
    const workloads = points.map(({ workload }) => workload);
    expect(workloads).toEqual([...workloads].sort((a, b) => b - a));
    expect([workloads[0], workloads.at(-1)]).toEqual([12, 0]);
    expect(thresholdAt?.workload).toBe(6);
  });

  it('takes the mean of several raters, leaves skips out and counts a changed answer once', async () => {
    const { project, sampleId } = await rated([2, 4], (score) => (score === 2 ? 2 : null));
    expect((await curveOf(project)).thresholdCurve).toMatchObject({ labelled: 1, relevant: 0, documents: 2 });
    for (const { position } of await itemsOf(sampleId)) await rate(sampleId, position, { value: 4 }, users[0]);
    expect((await curveOf(project)).thresholdCurve).toMatchObject({ labelled: 2, relevant: 2 });
    for (const { position } of await itemsOf(sampleId)) await rate(sampleId, position, { value: 1 });
    expect((await curveOf(project)).thresholdCurve).toMatchObject({ labelled: 2, relevant: 0 });
  });

  it('reads labelled documents by the model’s score, though the workload follows an override of one of them', async () => {
    const { project, ids } = await rated([1.5, 4.5], (score) => (score === 1.5 ? 5 : 1));
    await getDatabase().document.update({
      where: { projectId_id: { projectId: project.projectId, id: ids[0] ?? '' } },
      data: { overrideScore: 5 },
    });
    const { thresholdAt } = await curveOf(project);
    expect(thresholdAt?.recall.value).toBe(0);
    expect(thresholdAt?.workload).toBe(2);
  });

  it('is null while nothing is rated, and says what one class can say', async () => {
    const { project } = await rated([2, 3], () => null);
    expect(await curveOf(project)).toEqual({ thresholdAt: null, thresholdCurve: null });
    const irrelevant = await rated([2, 3], () => 1);
    const { thresholdCurve } = await curveOf(irrelevant.project);
    expect(thresholdCurve).toMatchObject({ labelled: 2, relevant: 0 });
    expect(thresholdCurve?.points.every(({ recall }) => recall.value === null && recall.n === 0)).toBe(true);
    expect(thresholdCurve?.certificate).toEqual({
      recall: 0.95,
      threshold: null,
      workload: null,
      positives: 0,
      positivesMissing: 59,
    });
  });

  it('has a point for everything and one for nothing when all scores are equal', async () => {
    const { project } = await rated([3, 3, 3], () => 4);
    expect((await curveOf(project)).thresholdCurve?.points.map(({ workload }) => workload)).toEqual([3, 0]);
  });

  it('gives at most 201 points, 200 where the lowest label is the lowest score', async () => {
    const scores = Array.from({ length: 230 }, (_, place) => 1 + place / 60);
    const project = await seedProject(getPool(), { teamId });
    await seedDocuments(
      getPool(),
      project,
      scores.map((rawScore) => ({ rawScore })),
    );
    const sampleId = await drawAll(project, 230);
    await getPool().query(
      `INSERT INTO "Rating" ("id", "projectId", "documentId", "raterId", "kind", "value", "sampleId")
       SELECT uuidv7(), "projectId", "documentId", $2, 'VALIDATION', 1 + "position" % 5, "sampleId"
       FROM "SampledDocument" WHERE "sampleId" = $1`,
      [keyOfSample(sampleId), users[0]],
    );
    expect((await curveOf(project)).thresholdCurve?.points).toHaveLength(200);
  });
});

describe('certificate', () => {
  it('is refused with what is missing, and granted from 29 relevant documents for recall .9 at confidence .95', async () => {
    const scores = Array.from({ length: 29 }, (_, place) => 2 + place / 10);
    const { project, sampleId } = await rated(scores, (score) => (score === 4.8 ? null : 5));
    const refused = (await curveOf(project, { recall: 0.9, confidence: 0.95 })).thresholdCurve?.certificate;
    expect(refused).toMatchObject({ threshold: null, positives: 28, positivesMissing: 1 });
    for (const { position } of await itemsOf(sampleId)) await rate(sampleId, position, { value: 5 });
    const granted = (await curveOf(project, { recall: 0.9, confidence: 0.95 })).thresholdCurve?.certificate;
    expect(granted).toMatchObject({ threshold: 2, workload: 29, positives: 29, positivesMissing: 0 });
  });

  it('refuses targets that mean nothing', async () => {
    const { project } = await rated([2, 3], () => 4);
    const asked = await ask(users[2] ?? null, CURVE, {
      project: toGlobalId('Project', project.projectId),
      threshold: 3,
      recall: 1,
    });
    expect(asked.faults).toEqual(['OUT_OF_RANGE']);
  });
});

describe('saving and activating', () => {
  it('saves versions with their figures and inputs, one number each even at once', async () => {
    const { project, sampleId } = await rated(SCORES, answerOf);
    const first = await saved(sampleId, 3);
    expect(first).toMatchObject({
      version: 1,
      workload: 6,
      documents: 12,
      isActive: false,
      staleReason: null,
      note: 'first',
    });
    expect(first.recall).toMatchObject({ n: 7, method: 'Clopper-Pearson' });
    expect(first.recall.value).toBeCloseTo(5 / 7, 12);
    const others = await Promise.all(Array.from({ length: 5 }, () => saved(sampleId, 4)));
    expect(others.map(({ version }) => version).sort()).toEqual([2, 3, 4, 5, 6]);
    const row = await getDatabase().calibration.findFirstOrThrow({
      where: { projectId: project.projectId, version: 1 },
    });
    expect(row.inputs).toMatchObject({
      sampleId: keyOfSample(sampleId),
      seed: 'cranes',
      labelled: 12,
      relevant: 7,
      counts: { truePositives: 5, falsePositives: 1, falseNegatives: 2, trueNegatives: 4 },
      modelRevisionId: project.modelRevisionId,
    });
    expect((row.inputs as { ratingIds: string[] }).ratingIds).toHaveLength(12);
  });

  it('refuses to save without labels, and for viewers and strangers', async () => {
    const { sampleId } = await rated([2], () => null);
    expect(codes(await save(sampleId, 3))).toEqual(['NO_LABELS']);
    expect(codes(await save(sampleId, 3, users[2]))).toEqual(['FORBIDDEN']);
    expect(codes(await save(sampleId, 3, stranger))).toEqual(['NOT_FOUND']);
    expect(codes(await save(sampleId, 1e9))).toEqual(['OUT_OF_RANGE']);
  });

  it('decides what the list includes, until it is taken back', async () => {
    const { project, sampleId } = await rated(SCORES, answerOf);
    const { id } = await saved(sampleId, 3);
    const activated = await activate(id);
    expect(activated.project).toMatchObject({ activeCalibration: { id }, progress: { included: 6, scored: 12 } });
    const [included, excluded] = [await stateOf(project, true), await stateOf(project, false)];
    expect(included.documents.nodes.map(({ rankingScore }) => rankingScore)).toEqual([4.9, 4.4, 4.4, 3.9, 3.3, 3.1]);
    expect(included.documents.nodes.every(({ isIncluded }) => isIncluded)).toBe(true);
    expect(excluded.documents.totalCount).toBe(6);
    expect(codes(await activate(id))).toEqual(['NOTHING_TO_DO']);
    const input = { projectId: toGlobalId('Project', project.projectId) };
    const off = at<object>(await ask(users[0] ?? null, DEACTIVATE, { input }), 'deactivateCalibration');
    expect(off).toEqual({ project: { activeCalibration: null, progress: { included: null } }, userErrors: [] });
    expect(at(await ask(users[0] ?? null, DEACTIVATE, { input }), 'deactivateCalibration.userErrors.0.code')).toBe(
      'NOTHING_TO_DO',
    );
    const actions = await getDatabase().auditEvent.findMany({
      where: { projectId: project.projectId, subjectType: 'Calibration' },
    });
    expect(actions.map(({ action }) => action).sort()).toEqual([
      'calibration.activated',
      'calibration.deactivated',
      'calibration.saved',
    ]);
  });

  it('is for owners and admins to activate, and unknown to other teams', async () => {
    const { sampleId } = await rated([2, 4], (score) => score);
    const { id } = await saved(sampleId, 3);
    expect(codes(await activate(id, users[1]))).toEqual(['FORBIDDEN']);
    expect(codes(await activate(id, stranger))).toEqual(['NOT_FOUND']);
  });

  it('holds for documents that are imported and scored while it is activated', async () => {
    const { project, sampleId } = await rated([2, 4], (score) => score);
    const { id } = await saved(sampleId, 3);
    const imports = Array.from({ length: 5 }, () =>
      seedDocuments(getPool(), project, [{ rawScore: 4.5 }, { rawScore: 1 }]),
    );
    const [activated] = await Promise.all([activate(id), ...imports]);
    expect(codes(activated)).toEqual([]);
    const { documents, progress } = await stateOf(project, true);
    expect([documents.totalCount, progress.included]).toEqual([6, 6]);
  });

  it('tells that figures are stale after another relevance cut and after another model', async () => {
    const { project, sampleId } = await rated([2, 4], (score) => score);
    await saved(sampleId, 3);
    await getDatabase().project.update({ where: { id: project.projectId }, data: { relevanceCut: 4 } });
    expect((await stateOf(project, null)).calibrations.nodes[0]?.staleReason).toContain('relevance cut is now 4');
    const basis = { projectId: project.projectId, modelRevisionId: project.modelRevisionId, maxTokens: 4096 };
    await getDatabase().scoringRun.create({
      data: { ...basis, windowAggregate: 'MEAN', windowOverlap: 256, createdAt: new Date(Date.now() + 500) },
    });
    expect((await stateOf(project, null)).calibrations.nodes[0]?.staleReason).toContain('read otherwise');
    const model = await getDatabase().modelRevision.create({
      data: { name: 'Another', revision: 'r2', contentHash: 'a'.repeat(64), precision: 'fp32', maxTokens: 4096 },
    });
    await getDatabase().scoringRun.create({
      data: {
        projectId: project.projectId,
        modelRevisionId: model.id,
        maxTokens: 4096,
        createdAt: new Date(Date.now() + 1_000),
      },
    });
    expect((await stateOf(project, null)).calibrations.nodes[0]?.staleReason).toContain('another model revision');
  });
});

interface State {
  calibrations: { nodes: { staleReason: string | null }[] };
  progress: { included: number | null };
  documents: { totalCount: number; nodes: { isIncluded: boolean; rankingScore: number }[] };
}
async function stateOf({ projectId }: SeededProject, included: boolean | null): Promise<State> {
  return at(await ask(users[2] ?? null, STATE, { project: toGlobalId('Project', projectId), included }), 'project');
}

interface Activated {
  project: Record<string, unknown> | null;
  userErrors: { code: string }[];
}
async function activate(calibrationId: string, user = users[0]): Promise<Activated> {
  return at(await ask(user ?? null, ACTIVATE, { input: { calibrationId } }), 'activateCalibration');
}
