import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readGlobalId, toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { rerankProject } from '@/jobs/definitions';
import { rerankProjectHandler } from '@/jobs/recalibration/rerank-project';
import { storeScores } from '@/jobs/scoring/score-batch';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeedDocument, type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const DRAW = `mutation Draw($input: DrawSampleInput!) { drawSample(input: $input) { sample { id } userErrors { code } } }`;
const RATE = `mutation Rate($input: RateSampleItemInput!) { rateSampleItem(input: $input) { userErrors { code } } }`;
const SAVE = `mutation Save($input: SaveCalibrationInput!) { saveCalibration(input: $input) {
  calibration { id recalibration { version } } userErrors { code } } }`;
const ACTIVATE = `mutation Activate($input: ActivateCalibrationInput!) { activateCalibration(input: $input) {
  calibration { isActive } userErrors { code message } } }`;
const ERRORS = '{ mse { value lower upper n method } r2 { value } bias { value } }';
const CHOICE = `query Choice($sample: ID!) { node(id: $sample) { ... on Sample { recalibrationChoice {
  labelled folds recommended points { rawScore rating }
  kinds { kind notCompared errors ${ERRORS} curve { rawScore score } } } } } }`;
const APPLY = `mutation Apply($input: ApplyRecalibrationInput!) { applyRecalibration(input: $input) {
  recalibration { id version kind labelled isInForce staleReason before ${ERRORS} after ${ERRORS} }
  project { rerank { status total done } activeCalibration { id } }
  deactivated { version } userErrors { code field message } } }`;
const REAPPLY = `mutation Reapply($input: ReapplyRecalibrationInput!) { reapplyRecalibration(input: $input) {
  recalibration { version isInForce } deactivated { version } userErrors { code } } }`;
const TAKE_BACK = `mutation TakeBack($input: TakeBackRecalibrationInput!) { takeBackRecalibration(input: $input) {
  project { recalibration { id } rerank { recalibration { id } status } } userErrors { code } } }`;
const STATE = `query State($project: ID!) { project(id: $project) {
  recalibration { version } recalibrations { totalCount nodes { version isInForce } } rerank { status total done }
  documents(first: 100) { nodes { id rawScore calibratedScore overrideScore rankingScore } } } }`;

interface Listed {
  id: string;
  rawScore: number;
  calibratedScore: number | null;
  overrideScore: number | null;
  rankingScore: number;
}

let owner: string;
let reviewer: string;
let teamId: string;
beforeAll(async () => {
  const team = await seedTeam(getPool(), 'Recalibrators', ['OWNER', 'REVIEWER']);
  teamId = team.teamId;
  [owner = '', reviewer = ''] = team.userIds;
});

const SCORES = Array.from({ length: 60 }, (_, place) => 1 + (4 * ((place * 37) % 60)) / 59);
/** A little off a line that rises, so that nothing but the line is right: 2 + f / 2 with a ripple of at most .1. */
const expertOf = (score: number) => Math.round((2 + score / 2 + Math.sin(score * 40) / 10) * 10) / 10;

const falling = (score: number) => Math.round((6 - score) * 10) / 10;

async function rated(
  rate: (score: number) => number = expertOf,
  scores: readonly number[] = SCORES,
  beside: readonly SeedDocument[] = [],
) {
  const project = await seedProject(getPool(), { teamId });
  const ids = await seedDocuments(getPool(), project, [...scores.map((rawScore) => ({ rawScore })), ...beside]);
  const input = { projectId: toGlobalId('Project', project.projectId), size: scores.length };
  const sampleId = at<string>(await ask(owner, DRAW, { input }), 'drawSample.sample.id');
  const [key = ''] = readGlobalId(sampleId)?.keys ?? [];
  for (const { documentId, position } of await getDatabase().sampledDocument.findMany({ where: { sampleId: key } })) {
    const score = scores[ids.indexOf(documentId)];
    if (score === undefined) continue;
    const answer = { itemId: toGlobalId('SampleItem', key, String(position)), value: rate(score) };
    await ask(owner, RATE, { input: answer });
  }
  return { project, ids, sampleId };
}

async function runRerank(projectId: string, signal: AbortSignal = new AbortController().signal): Promise<void> {
  const run = await getDatabase().rerankRun.findFirst({ where: { projectId, status: 'RUNNING' } });
  if (!run) return;
  const payload = { projectId, rerankId: run.id };
  await rerankProjectHandler({
    id: randomUUID(),
    name: rerankProject.name,
    payload,
    signal,
    completeIn: async () => undefined,
  });
}

const apply = async (sampleId: string, kind = 'LINEAR', user = owner) =>
  at<{ recalibration: { id: string; version: number } | null; userErrors: { code: string }[] }>(
    await ask(user, APPLY, { input: { sampleId, kind } }),
    'applyRecalibration',
  );
const takeBack = async ({ projectId }: SeededProject) =>
  ask(owner, TAKE_BACK, { input: { projectId: toGlobalId('Project', projectId) } });
const stateOf = async ({ projectId }: SeededProject) =>
  at<{ documents: { nodes: Listed[] }; rerank: object; recalibration: object | null; recalibrations: object }>(
    await ask(owner, STATE, { project: toGlobalId('Project', projectId) }),
    'project',
  );

/** Ordinary least squares as a textbook has it, clipped to the scale. */
function line(points: readonly { x: number; y: number }[]): (x: number) => number {
  const n = points.length;
  const [sx, sy] = [points.reduce((sum, { x }) => sum + x, 0), points.reduce((sum, { y }) => sum + y, 0)];
  const sxy = points.reduce((sum, { x, y }) => sum + x * y, 0);
  const sxx = points.reduce((sum, { x }) => sum + x * x, 0);
  const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
  const intercept = (sy - slope * sx) / n;
  return (x) => Math.min(5, Math.max(1, slope * x + intercept));
}
const EXPECTED = line(SCORES.map((x) => ({ x, y: expertOf(x) })));

describe('the choice of a recalibration', () => {
  it('compares every kind by cross-validation, with what was rated and each map as a line', async () => {
    const { sampleId } = await rated();
    const choice = at<{
      labelled: number;
      recommended: string;
      points: object[];
      kinds: {
        kind: string;
        errors: { mse: { value: number; n: number } };
        curve: { rawScore: number; score: number }[];
      }[];
    }>(await ask(reviewer, CHOICE, { sample: sampleId }), 'node.recalibrationChoice');
    expect(choice).toMatchObject({ labelled: 60, folds: 10, recommended: 'LINEAR' });
    expect(choice.points).toHaveLength(60);
    const byKind = new Map(choice.kinds.map((kind) => [kind.kind, kind]));
    const raw = SCORES.reduce((sum, score) => sum + (score - expertOf(score)) ** 2, 0) / 60;
    expect(byKind.get('IDENTITY')?.errors.mse.value).toBeCloseTo(raw, 9);
    expect(byKind.get('LINEAR')?.errors.mse.value).toBeLessThan(0.02);
    for (const { rawScore, score } of byKind.get('LINEAR')?.curve ?? [])
      expect(score).toBeCloseTo(EXPECTED(rawScore), 9);
    expect(byKind.get('LINEAR')?.curve).toHaveLength(201);
  });

  it('is null without labels, and names the kinds that too few or falling ones rule out', async () => {
    const { sampleId } = await rated(falling, SCORES.slice(0, 20));
    const kinds = at<{ kind: string; notCompared: string | null }[]>(
      await ask(owner, CHOICE, { sample: sampleId }),
      'node.recalibrationChoice.kinds',
    );
    expect(kinds.map(({ notCompared }) => notCompared)).toEqual([null, null, 'SLOPE_NOT_POSITIVE', 'TOO_FEW_LABELS']);
    const { project } = await rated(expertOf, [2, 3]);
    const input = { projectId: toGlobalId('Project', project.projectId), size: 1 };
    const unrated = at<string>(await ask(owner, DRAW, { input }), 'drawSample.sample.id');
    expect(at(await ask(owner, CHOICE, { sample: unrated }), 'node.recalibrationChoice')).toBeNull();
  });

  it('stands where all scores are equal: no line, and a map that says one thing', async () => {
    const equal = new Array<number>(60).fill(3);
    const { sampleId, project } = await rated(() => 4, equal);
    const choice = `node.recalibrationChoice`;
    const asked = await ask(owner, CHOICE, { sample: sampleId });
    const kinds = at<{ kind: string; notCompared: string | null; curve: { score: number }[] | null }[]>(
      asked,
      `${choice}.kinds`,
    );
    expect(kinds.find(({ kind }) => kind === 'OFFSET')?.notCompared).toBeNull();
    expect(kinds.find(({ kind }) => kind === 'LINEAR')?.notCompared).toBe('SLOPE_NOT_POSITIVE');
    await getDatabase().document.deleteMany({ where: { projectId: project.projectId } });
    expect(at(await ask(owner, CHOICE, { sample: sampleId }), choice)).toBeNull();
    expect((await apply(sampleId, 'OFFSET')).userErrors).toMatchObject([{ code: 'NO_LABELS' }]);
  });
});

describe('a recalibration', () => {
  it('reranks the project in one job; overrides still win, and taking it back restores the order exactly', async () => {
    const { project, ids, sampleId } = await rated(expertOf, SCORES, [{ title: 'pending' }]);
    const before = (await stateOf(project)).documents.nodes;
    const overridden = ids[0] ?? '';
    await getDatabase().document.updateMany({ where: { id: overridden }, data: { overrideScore: 1.2 } });
    expect(await apply(sampleId)).toMatchObject({
      recalibration: { version: 1, kind: 'LINEAR', labelled: 60, isInForce: true, staleReason: null },
      project: { rerank: { status: 'RUNNING', total: 60, done: 0 } },
      deactivated: null,
      userErrors: [],
    });
    await runRerank(project.projectId);
    const after = await stateOf(project);
    expect(after).toMatchObject({
      recalibration: { version: 1 },
      rerank: { status: 'COMPLETED', total: 60, done: 60 },
    });
    for (const { rawScore, calibratedScore, overrideScore, rankingScore } of after.documents.nodes) {
      if (rawScore === null) continue;
      expect(calibratedScore).toBeCloseTo(EXPECTED(rawScore), 9);
      expect(rankingScore).toBe(overrideScore ?? calibratedScore);
    }
    expect(after.documents.nodes.filter(({ overrideScore }) => overrideScore === 1.2)).toHaveLength(1);
    await getDatabase().document.updateMany({ where: { id: overridden }, data: { overrideScore: null } });
    expect(at(await takeBack(project), 'takeBackRecalibration')).toMatchObject({ userErrors: [] });
    await runRerank(project.projectId);
    expect((await stateOf(project)).documents.nodes).toEqual(before);
    expect(at(await takeBack(project), 'takeBackRecalibration.userErrors')).toEqual([{ code: 'NOTHING_TO_DO' }]);
  });

  it('takes a threshold of another scale out of force, and lets it back only on its own', async () => {
    const { project, sampleId } = await rated();
    const saving = { input: { sampleId, threshold: 3 } };
    const saved = at<string>(await ask(owner, SAVE, saving), 'saveCalibration.calibration.id');
    const activate = async (calibrationId: string) =>
      at<{ userErrors: { code: string; message: string }[] }>(
        await ask(owner, ACTIVATE, { input: { calibrationId } }),
        'activateCalibration',
      );
    expect(await activate(saved)).toMatchObject({ userErrors: [] });
    expect(await apply(sampleId)).toMatchObject({ deactivated: { version: 1 }, project: { activeCalibration: null } });
    await runRerank(project.projectId);
    const refused = await activate(saved);
    expect(refused.userErrors).toMatchObject([{ code: 'STALE_SCALE' }]);
    expect(refused.userErrors[0]?.message).toContain('take the recalibration back');
    const onScale = at<{ id: string; recalibration: object }>(
      await ask(owner, SAVE, saving),
      'saveCalibration.calibration',
    );
    expect(onScale.recalibration).toEqual({ version: 1 });
    expect(await activate(onScale.id)).toMatchObject({ userErrors: [] });
    await takeBack(project);
    expect(await activate(saved)).toMatchObject({ calibration: { isActive: true } });
    const first = await getDatabase().recalibration.findFirstOrThrow({ where: { projectId: project.projectId } });
    const input = { recalibrationId: toGlobalId('Recalibration', first.id) };
    expect(at(await ask(owner, REAPPLY, { input }), 'reapplyRecalibration')).toMatchObject({
      recalibration: { version: 1, isInForce: true },
      deactivated: { version: 1 },
    });
    const actions = await getDatabase().auditEvent.findMany({ where: { projectId: project.projectId } });
    expect(actions.map(({ action }) => action).filter((action) => action.startsWith('recalibration'))).toEqual([
      'recalibration.applied',
      'recalibration.taken-back',
      'recalibration.applied',
    ]);
  });

  it('leaves the scores of another model as they are', async () => {
    const { project, sampleId } = await rated();
    const other = await getDatabase().modelRevision.create({
      data: { name: 'Other', revision: 'x', contentHash: randomUUID(), precision: 'fp32', maxTokens: 4096 },
    });
    const run = { projectId: project.projectId, modelRevisionId: other.id, maxTokens: 4096, createdAt: new Date(0) };
    const { id: runId } = await getDatabase().scoringRun.create({ data: run });
    const moved = await seedDocuments(
      getPool(),
      project,
      Array.from({ length: 5 }, () => ({ rawScore: 3 })),
    );
    await getDatabase().score.updateMany({ where: { documentId: { in: moved } }, data: { runId } });
    expect(await apply(sampleId, 'OFFSET')).toMatchObject({ userErrors: [] });
    await runRerank(project.projectId);
    const documents = await getDatabase().document.findMany({ where: { projectId: project.projectId } });
    expect(
      documents
        .filter(({ calibratedScore }) => calibratedScore === null)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(moved.toSorted());
  });

  it('is refused while the rated documents have scores of two models', async () => {
    const { project, ids, sampleId } = await rated();
    const run = { projectId: project.projectId, maxTokens: 4096 };
    const { id: runId } = await getDatabase().scoringRun.create({ data: run });
    await getDatabase().score.updateMany({ where: { documentId: ids[0] ?? '' }, data: { runId } });
    expect((await apply(sampleId)).userErrors).toMatchObject([{ code: 'CONFLICT', field: ['sampleId'] }]);
  });

  it('is begun again after a worker that stopped halfway, and ends where one walk would have', async () => {
    const { project, sampleId } = await rated();
    const many = Array.from({ length: 4_500 }, (_, place) => ({ rawScore: 1 + (place % 400) / 100 }));
    await seedDocuments(getPool(), project, many);
    await apply(sampleId);
    let asked = 0;
    const stopping = Object.defineProperty(new AbortController().signal, 'aborted', { get: () => ++asked > 1 });
    await expect(runRerank(project.projectId, stopping)).rejects.toThrow('The worker is stopping');
    expect(await getDatabase().rerankRun.findFirst({ where: { projectId: project.projectId } })).toMatchObject({
      status: 'RUNNING',
      doneCount: 2_000,
    });
    await runRerank(project.projectId);
    const documents = await getDatabase().document.findMany({ where: { projectId: project.projectId } });
    expect(documents).toHaveLength(4_560);
    for (const { rawScore, calibratedScore } of documents)
      expect(calibratedScore).toBeCloseTo(EXPECTED(rawScore ?? 0), 9);
  });

  it('never leaves a document on the wrong scale, though scores come in while it is applied and taken back', async () => {
    const { project, sampleId } = await rated();
    const { projectId, scoringRunId: runId, modelRevisionId } = project;
    const fresh = await seedDocuments(
      getPool(),
      project,
      Array.from({ length: 60 }, () => ({ text: 'new' })),
    );
    const score = async (documentId: string, place: number) => {
      const payload = { projectId, runId, documentIds: [documentId] };
      const job = { id: randomUUID(), name: 'score-batch', payload, signal: new AbortController().signal };
      const given = { documentId, rawScore: 1 + place / 15, failureCode: null, tokensTotal: 5, tokensRead: 5 };
      const scores = [{ ...given, windows: 1, isTruncated: false, precision: 'fp32', provider: 'cpu' }];
      await storeScores({ ...job, completeIn: async () => undefined }, { scores, computeMs: 1, modelRevisionId });
    };
    const change = async () => {
      for (let turn = 0; turn < 3; turn++) {
        await apply(sampleId);
        await runRerank(projectId);
        await takeBack(project);
        await runRerank(projectId);
      }
      await apply(sampleId);
      await runRerank(projectId);
    };
    await Promise.all([change(), ...fresh.map(score)]);
    const documents = await getDatabase().document.findMany({ where: { projectId } });
    expect(documents).toHaveLength(120);
    for (const { rawScore, calibratedScore } of documents)
      expect(calibratedScore).toBeCloseTo(EXPECTED(rawScore ?? 0), 9);
  });

  it('is given a number of its own when two people apply at once; one rerank is under way', async () => {
    const { project, sampleId } = await rated();
    const applied = await Promise.all([apply(sampleId), apply(sampleId, 'OFFSET')]);
    expect(applied.map(({ recalibration }) => recalibration?.version).toSorted()).toEqual([1, 2]);
    const runs = await getDatabase().rerankRun.findMany({ where: { projectId: project.projectId } });
    expect(runs.map(({ status }) => status).toSorted()).toEqual(['RUNNING', 'SUPERSEDED']);
  });

  it('is refused to those who may not, from too few labels and where it would turn the ranking round', async () => {
    const { sampleId } = await rated(falling, SCORES.slice(0, 20));
    expect((await apply(sampleId, 'OFFSET', reviewer)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await apply(sampleId, 'ISOTONIC')).userErrors).toMatchObject([
      { code: 'OUT_OF_RANGE', message: 'This kind needs 50 rated documents, the sample has 20.' },
    ]);
    expect((await apply(sampleId, 'LINEAR')).userErrors).toMatchObject([
      { code: 'OUT_OF_RANGE', message: expect.stringContaining('turn the ranking round') },
    ]);
  });
});
