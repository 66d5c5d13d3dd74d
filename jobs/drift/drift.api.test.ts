import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { activateCalibration } from '@/graphql/calibrations/activate-calibration';
import { saveCalibration } from '@/graphql/calibrations/save-calibration';
import { toGlobalId } from '@/graphql/global-id';
import { drawSample } from '@/graphql/samples/draw-sample';
import { rateSampleItem } from '@/graphql/samples/rate-sample-item';
import { ask, at } from '@/graphql/testing/ask';
import { createTeamWith, type Person, requestOf } from '@/graphql/testing/people';
import { checkDrift } from '@/jobs/definitions';
import { checkDriftHandler } from '@/jobs/drift/check-drift';
import { completeRun } from '@/jobs/scoring/complete-runs';
import { GivenBack } from '@/jobs/worker/running-job';
import { getDatabase, getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { readFeatures } from '@/prisma/queries/drift';
import { type SeededProject, seedDocuments, seedProject } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const REPORTS = `query Reports($id: ID!, $onlyOpen: Boolean) { project(id: $id) { driftHindrance
  driftReports(onlyOpen: $onlyOpen) { totalCount nodes { id documents newDocuments hasDrifted dismissedAt
    collection { name } calibration { version } dismissedBy { id }
    features { feature psi band wasserstein ksDistance adjustedP referenceMedian currentMedian hasDrifted bins { from to reference current } } } } } }`;
const CHECK = `mutation Check($input: CheckDriftInput!) { checkDrift(input: $input) {
  project { id } userErrors { code message } } }`;
const DISMISS = `mutation Dismiss($input: DismissDriftNoticeInput!) { dismissDriftNotice(input: $input) {
  driftReport { dismissedAt } userErrors { code } } }`;

interface Bin {
  from: number;
  to: number | null;
  reference: number;
  current: number;
}

interface Report {
  id: string;
  documents: number;
  newDocuments: number;
  hasDrifted: boolean;
  dismissedAt: string | null;
  features: {
    feature: string;
    psi: number;
    hasDrifted: boolean;
    referenceMedian: number;
    currentMedian: number;
    bins: Bin[];
  }[];
}

let owner: Person;
let reviewer: Person;
let viewer: Person;
let teamId: string;
beforeAll(async () => {
  const team = await createTeamWith('OWNER', 'REVIEWER', 'VIEWER');
  ({ teamId } = team);
  [owner, reviewer, viewer] = team.people as [Person, Person, Person];
});

/** Evenly from 1 to 5. */
const evenly = (count: number, from = 1, to = 5) =>
  Array.from({ length: count }, (_, place) => ({ rawScore: from + ((to - from) * place) / (count - 1) }));

/** A project, of 200 even scores unless others are given, with an active version, to which nothing has been added yet. */
async function calibrated(documents = evenly(200)) {
  const project = await seedProject(getPool(), { teamId });
  await seedDocuments(getPool(), project, documents);
  const projectId = toGlobalId('Project', project.projectId);
  const { sample } = await drawSample(requestOf(owner), { projectId, size: 2 });
  await rateSampleItem(requestOf(owner), { itemId: toGlobalId('SampleItem', sample.id, '1'), value: 4 });
  const { calibration } = await saveCalibration(requestOf(owner), {
    sampleId: toGlobalId('Sample', sample.id),
    threshold: 3,
  });
  await activate(calibration.id);
  return { project, projectId, calibration, sample };
}

const activate = (id: string) =>
  activateCalibration(requestOf(owner), { calibrationId: toGlobalId('Calibration', id) });

const addTo = (project: SeededProject, documents: readonly { rawScore: number }[], collection = 1) =>
  seedDocuments(
    getPool(),
    project,
    documents.map((document) => ({ ...document, collection })),
  );

function check({ projectId }: SeededProject, signal: AbortSignal = new AbortController().signal): Promise<void> {
  const job = { id: randomUUID(), name: checkDrift.name, payload: { projectId }, signal };
  return checkDriftHandler({ ...job, completeIn: async () => undefined });
}

async function reportsOf(projectId: string, onlyOpen = false): Promise<Report[]> {
  return at(await ask(viewer.id, REPORTS, { id: projectId, onlyOpen }), 'project.driftReports.nodes');
}

const dismiss = async (person: Person, driftReportId: string) =>
  at<unknown[]>(await ask(person.id, DISMISS, { input: { driftReportId } }), 'dismissDriftNotice.userErrors');

async function jobsOf({ projectId }: SeededProject): Promise<string[]> {
  const sql = `SELECT "state" FROM pgboss.job WHERE "name" = 'check-drift' AND "data"->>'projectId' = $1`;
  return (await getPool().query<{ state: string }>(sql, [projectId])).rows.map(({ state }) => state);
}

const takeJobs = ({ projectId }: SeededProject) =>
  getPool().query(`DELETE FROM pgboss.job WHERE "name" = 'check-drift' AND "data"->>'projectId' = $1`, [projectId]);

const eventsOf = ({ projectId }: SeededProject) =>
  getDatabase().auditEvent.findMany({ where: { projectId, action: 'drift.found' }, orderBy: { sequence: 'asc' } });

describe('a saved version', () => {
  it('keeps the raw scores and lengths of what was scored, ascending', async () => {
    const { calibration, project } = await calibrated();
    const kept = await getDatabase().calibrationReference.findMany({
      where: { calibrationId: calibration.id },
      orderBy: { feature: 'asc' },
    });
    expect(kept.map(({ feature }) => feature)).toEqual(['score', 'tokens']);
    expect(kept[0]?.values).toEqual(evenly(200).map(({ rawScore }) => rawScore));
    expect(kept[1]?.values).toEqual(Array(200).fill(10));
    const scope = { projectId: project.projectId, modelRevisionId: randomUUID(), added: null };
    expect(await readFeatures(getDatabase(), scope, 'seed')).toEqual({ score: [], tokens: [] });
  });

  it('keeps the same 10,000 of more for the same seed, and others for another', async () => {
    const project = await seedProject(getPool(), { teamId });
    await seedDocuments(getPool(), project, evenly(10_400));
    const scope = { projectId: project.projectId, modelRevisionId: project.modelRevisionId, added: null };
    const read = async (seed: string) => (await readFeatures(getDatabase(), scope, seed)).score;
    const first = await read('herons');
    expect(first).toHaveLength(10_000);
    expect(first).toEqual(first.toSorted((a, b) => a - b));
    expect(await read('herons')).toEqual(first);
    expect(await read('cranes')).not.toEqual(first);
  });
});

describe('check-drift', () => {
  it('finds a collection whose scores lie elsewhere, tells it once, and compares again when it grows', async () => {
    const { project, projectId, calibration } = await calibrated();
    await addTo(project, evenly(100, 4, 5));
    await check(project);
    const [report] = await reportsOf(projectId);
    expect(report).toMatchObject({ documents: 100, newDocuments: 100, hasDrifted: true, dismissedAt: null });
    const [score, tokens] = report?.features ?? [];
    expect(score).toMatchObject({ feature: 'SCORE', band: 'MAJOR', referenceMedian: 3, currentMedian: 4.5 });
    expect(score?.hasDrifted).toBe(true);
    // Even from 1 to 5 against even from 4 to 5: the mean distance is 1.5, the largest gap the 75 % below 4.
    expect(score).toMatchObject({ wasserstein: expect.closeTo(1.5, 1), ksDistance: expect.closeTo(0.75, 1) });
    expect(tokens).toMatchObject({ feature: 'TOKENS', psi: 0, hasDrifted: false });
    // 200 even scores, ten in each bin of 0.2; 100 from 4 to 5, twenty in each of the last five.
    expect(score?.bins.map(({ reference }) => reference)).toEqual(Array(20).fill(10));
    expect(score?.bins.map(({ current }) => current)).toEqual([...Array(15).fill(0), ...Array(5).fill(20)]);
    expect(score?.bins.at(-1)).toMatchObject({ from: expect.closeTo(4.8, 9), to: 5 });
    // Every seeded text is ten tokens long.
    expect(tokens?.bins.find(({ from }) => from === 10)).toEqual({ from: 10, to: 11, reference: 200, current: 100 });
    expect(tokens?.bins.at(-1)).toMatchObject({ to: null, reference: 0, current: 0 });
    const [event, ...others] = await eventsOf(project);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ actorId: null, subjectId: project.collectionIds[1] });
    const { id: driftReportId } = await getDatabase().driftReport.findFirstOrThrow({
      where: { projectId: project.projectId },
    });
    const figuresOf = ({ bins, ...figures }: Report['features'][number]) => figures;
    expect(event?.details).toEqual({
      name: 'Collection 2',
      version: 1,
      calibrationId: calibration.id,
      driftReportId,
      documents: 100,
      newDocuments: 100,
      features: ['score'],
      // As the report tells them.
      figures: [
        { ...figuresOf(score as Report['features'][number]), feature: 'score', referenceCount: 200, currentCount: 100 },
        {
          ...figuresOf(tokens as Report['features'][number]),
          feature: 'tokens',
          referenceCount: 200,
          currentCount: 100,
        },
      ],
    });

    await check(project);
    expect(await reportsOf(projectId)).toEqual([report]);
    await addTo(project, evenly(20, 4, 5));
    await check(project);
    expect(await reportsOf(projectId)).toMatchObject([{ id: report?.id, newDocuments: 120, hasDrifted: true }]);
    expect(await eventsOf(project)).toHaveLength(1);
  });

  it('finds a drift away from scores that were all equal', async () => {
    const { project, projectId } = await calibrated(Array.from({ length: 60 }, () => ({ rawScore: 3 })));
    await addTo(
      project,
      Array.from({ length: 60 }, () => ({ rawScore: 4 })),
    );
    await check(project);
    const [report] = await reportsOf(projectId);
    expect(report?.features[0]).toMatchObject({ psi: expect.closeTo(18.4188, 3), ksDistance: 1, hasDrifted: true });
    expect(report?.features[1]).toMatchObject({ psi: 0, hasDrifted: false });
  });

  it('says that nothing has moved where nothing has, and leaves collections below 50 alone', async () => {
    const { project, projectId } = await calibrated();
    await addTo(project, evenly(49, 4, 5), 0);
    await addTo(project, evenly(120));
    await check(project);
    expect(await reportsOf(projectId)).toMatchObject([{ newDocuments: 120, hasDrifted: false }]);
    expect(await reportsOf(projectId, true)).toEqual([]);
    expect(await eventsOf(project)).toEqual([]);
    await addTo(project, [{ rawScore: 4.5 }], 0);
    await check(project);
    const grown = await reportsOf(projectId, true);
    expect(grown).toMatchObject([{ newDocuments: 50, hasDrifted: true }]);
  });

  it('keeps a notice dismissed while the drift goes on, and opens it anew when it comes back', async () => {
    const { project, projectId } = await calibrated();
    await addTo(project, evenly(60, 4, 5));
    await check(project);
    const [report] = await reportsOf(projectId, true);
    const reportId = report?.id ?? '';
    expect(await dismiss(viewer, reportId)).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await dismiss(reviewer, reportId)).toEqual([]);
    expect(await dismiss(reviewer, reportId)).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    await addTo(project, evenly(10, 4, 5));
    await check(project);
    expect(await reportsOf(projectId)).toMatchObject([{ hasDrifted: true, dismissedBy: { id: expect.any(String) } }]);
    expect(await reportsOf(projectId, true)).toEqual([]);
    await addTo(project, evenly(2_000));
    await check(project);
    expect(await reportsOf(projectId)).toMatchObject([{ hasDrifted: false, dismissedAt: null }]);
    await addTo(project, evenly(3_000, 4, 5));
    await check(project);
    expect(await reportsOf(projectId, true)).toMatchObject([{ hasDrifted: true, dismissedAt: null }]);
    expect(await eventsOf(project)).toHaveLength(2);
  });

  it('compares nothing with another model’s version, and says so', async () => {
    const { project, projectId, sample } = await calibrated();
    await addTo(project, evenly(100, 4, 5));
    const other = await seedProject(getPool(), { teamId });
    const modelRevision = await getDatabase().modelRevision.create({
      data: { name: 'Other', revision: 'x', contentHash: randomUUID(), precision: 'fp32', maxTokens: 512 },
    });
    await getDatabase().scoringRun.create({
      data: { projectId: project.projectId, modelRevisionId: modelRevision.id, maxTokens: 512, windowOverlap: 0 },
    });
    await check(project);
    expect(await reportsOf(projectId)).toEqual([]);
    const asked = await ask(owner.id, CHECK, { input: { projectId } });
    expect(at(asked, 'checkDrift.userErrors')).toMatchObject([{ code: 'NOTHING_TO_DO', message: /another model/ }]);
    const hindranceOf = async (id: string) => at(await ask(viewer.id, REPORTS, { id }), 'project.driftHindrance');
    expect(await hindranceOf(projectId)).toBe('OTHER_MODEL');
    expect(await hindranceOf(toGlobalId('Project', other.projectId))).toBe('NO_ACTIVE_VERSION');
    expect(sample.projectId).toBe(project.projectId);
  });

  it('says that a version of before distributions were kept has none', async () => {
    const { project, projectId, calibration } = await calibrated();
    await getDatabase().calibrationReference.deleteMany({ where: { calibrationId: calibration.id } });
    await addTo(project, evenly(100, 4, 5));
    await check(project);
    const read = await ask(viewer.id, REPORTS, { id: projectId });
    expect(at(read, 'project')).toMatchObject({ driftHindrance: 'NO_REFERENCE', driftReports: { totalCount: 0 } });
  });

  it('shows no distribution for a report of before bins were kept', async () => {
    const { project, projectId } = await calibrated();
    await addTo(project, evenly(100, 4, 5));
    await check(project);
    await getPool().query(
      `UPDATE "DriftReport" SET "features" = (SELECT jsonb_agg(kept - 'bins') FROM jsonb_array_elements("features") kept)
       WHERE "projectId" = $1`,
      [project.projectId],
    );
    const [report] = await reportsOf(projectId);
    expect(report?.features.map(({ bins }) => bins)).toEqual([[], []]);
  });

  it('gives itself back between two collections when the worker stops, with nothing half written', async () => {
    const { project, projectId } = await calibrated();
    await addTo(project, evenly(100, 4, 5));
    await expect(check(project, AbortSignal.abort())).rejects.toThrow(GivenBack);
    expect(await reportsOf(projectId)).toEqual([]);
  });

  it('waits once in the queue: when a version is activated, when scoring ends and when somebody asks', async () => {
    const { project, projectId } = await calibrated();
    const { projectId: id, scoringRunId: runId } = project;
    expect(await jobsOf(project)).toEqual(['created']);
    await getDatabase().scoringRun.update({ where: { id: runId }, data: { status: 'RUNNING' } });
    await inBulkTransaction((tx) => completeRun(tx, { projectId: id, runId }));
    expect(at(await ask(reviewer.id, CHECK, { input: { projectId } }), 'checkDrift.userErrors')).toEqual([]);
    expect(at(await ask(viewer.id, CHECK, { input: { projectId } }), 'checkDrift.userErrors')).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    expect(await jobsOf(project)).toEqual(['created']);
  });

  it('follows an activation: what came since the save is compared, once however often it is activated', async () => {
    const { project, projectId, calibration: first, sample } = await calibrated();
    const sampleId = toGlobalId('Sample', sample.id);
    const { calibration: second } = await saveCalibration(requestOf(owner), { sampleId, threshold: 4 });
    await addTo(project, evenly(100, 4, 5));
    await takeJobs(project);
    await activate(second.id);
    expect(await jobsOf(project)).toEqual(['created']);
    await check(project);
    const reports = await reportsOf(projectId);
    expect(reports).toMatchObject([{ newDocuments: 100, hasDrifted: true, calibration: { version: 2 } }]);
    await activate(first.id);
    await check(project);
    await activate(second.id);
    expect(await jobsOf(project)).toEqual(['created']);
    await check(project);
    expect(await reportsOf(projectId)).toEqual(reports);
    const versions = (await eventsOf(project)).map(({ details }) => details);
    expect(versions).toEqual([expect.objectContaining({ version: 2 }), expect.objectContaining({ version: 1 })]);
  });

  it('is not asked for by an activation that is refused', async () => {
    const { project, calibration } = await calibrated();
    await takeJobs(project);
    await expect(activate(calibration.id)).rejects.toMatchObject({ code: 'NOTHING_TO_DO' });
    expect(await jobsOf(project)).toEqual([]);
  });
});
