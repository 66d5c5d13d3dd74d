import { describe, expect, it } from 'vitest';
import { saveCalibration } from '@/graphql/calibrations/save-calibration';
import { toGlobalId } from '@/graphql/global-id';
import { drawSample } from '@/graphql/samples/draw-sample';
import { rateSampleItem } from '@/graphql/samples/rate-sample-item';
import { ask, at } from '@/graphql/testing/ask';
import { createTeamWith, type Person, requestOf } from '@/graphql/testing/people';
import packageJson from '@/package.json' with { type: 'json' };
import { getDatabase, getPool } from '@/prisma/client';
import { seedDocuments, seedProject } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

const METHODS = 'query Methods($id: ID!) { node(id: $id) { ... on Calibration { methodsText } } }';
const CHANGE = `query Change($id: ID!, $against: ID!) { node(id: $id) { ... on Calibration {
  labelled relevant sampleSize changesSides(against: $against) { entering leaving documents } } } }`;
const SCORES = [1.5, 2, 2.5, 3.5, 4, 4.5];

/** Every document of a project sampled; those that score 2.5 or more are rated relevant. */
async function rated() {
  const { teamId, people } = await createTeamWith('OWNER');
  const [owner] = people as [Person];
  const project = await seedProject(getPool(), { teamId });
  const projectId = toGlobalId('Project', project.projectId);
  await seedDocuments(
    getPool(),
    project,
    SCORES.map((rawScore) => ({ title: String(rawScore), rawScore })),
  );
  const { sample } = await drawSample(requestOf(owner), { projectId, size: SCORES.length, seed: 'cranes' });
  const items = await getDatabase().sampledDocument.findMany({
    where: { sampleId: sample.id },
    select: { position: true, document: { select: { rawScore: true } } },
  });
  for (const { position, document } of items) await rate(owner, sample.id, position, (document.rawScore ?? 0) >= 2.5);
  const saving = { sampleId: toGlobalId('Sample', sample.id), threshold: 3 };
  return { owner, project, sampleId: sample.id, saving };
}

async function rate(owner: Person, sampleId: string, position: number | null, isRelevant: boolean): Promise<void> {
  const itemId = toGlobalId('SampleItem', sampleId, String(position));
  await rateSampleItem(requestOf(owner), { itemId, value: isRelevant ? 5 : 1 });
}

describe('methodsText', () => {
  it('is the paragraph written by hand, and the same after every rating has changed', async () => {
    const { owner, saving, sampleId } = await rated();
    const { calibration } = await saveCalibration(requestOf(owner), { ...saving, recall: 0.9, confidence: 0.95 });
    const read = async () =>
      at<string>(await ask(owner.id, METHODS, { id: toGlobalId('Calibration', calibration.id) }), 'node.methodsText');
    const model = await getDatabase().modelRevision.findFirstOrThrow({
      where: { id: calibration.modelRevisionId ?? '' },
    });
    const { method } = await getDatabase().sampleDesign.findUniqueOrThrow({ where: { id: sampleId } });
    // 4 of 6, 3 of 4 and 3 of 3: exact intervals from scipy.stats.beta.ppf; ln 0.05 / ln 0.9 = 28.4 are needed.
    const text =
      `From a simple random sample of 6 documents, drawn by ${method} from the seed “cranes”, 6 were rated by experts on ` +
      'a scale of 1 to 5, blind to the score; 4 reached the relevance cut of 3 (prevalence 66.7 % (95 % interval 22.3 % ' +
      `to 95.7 %, n = 6)). Documents were scored by ${model.name}, revision ${model.revision}. Documents scored 3 or ` +
      'higher were included, a threshold set by hand. Finding at least 90 % of the relevant documents with 95 % ' +
      'confidence could not be certified, because 4 rated relevant documents are too few, 29 are needed. On the sample, ' +
      'recall was 75 % (95 % interval 19.4 % to 99.4 %, n = 4) and precision 100 % (95 % interval 29.2 % to 100 %, ' +
      `n = 3); 3 of 6 documents (50 %) are included. Computed by Winnow ${packageJson.version} on ` +
      `${calibration.createdAt.toISOString().slice(0, 10)} (version 1 of the threshold).`;
    expect(await read()).toBe(text);
    for (const position of [1, 2, 3, 4, 5, 6]) await rate(owner, sampleId, position, false);
    await getDatabase().modelRevision.update({ where: { id: model.id }, data: { name: 'Renamed' } });
    expect(await read()).toBe(text);
  });

  it('is written of a version that recorded neither model nor software', async () => {
    const { owner, saving } = await rated();
    const { calibration } = await saveCalibration(requestOf(owner), saving);
    const { model: _model, productVersion: _version, ...inputs } = Object(calibration.inputs);
    await getDatabase().calibration.update({ where: { id: calibration.id }, data: { inputs } });
    const asked = await ask(owner.id, METHODS, { id: toGlobalId('Calibration', calibration.id) });
    const text = at<string>(asked, 'node.methodsText');
    expect(text).toMatch(/Documents were scored by .+, revision .+\. Documents scored 3/);
    expect(text).toContain('No recall was certified for it.');
    expect(text).toMatch(/Computed by Winnow on \d{4}-\d\d-\d\d \(version 1/);
  });
});

describe('changesSides', () => {
  const idOf = ({ id }: { id: string }) => toGlobalId('Calibration', id);
  const change = async (owner: Person, id: string, against: string) => ask(owner.id, CHANGE, { id, against });

  it('counts what comes in and what drops out, over the scores as they are now', async () => {
    const { owner, project, saving } = await rated();
    const { calibration: low } = await saveCalibration(requestOf(owner), { ...saving, threshold: 2 });
    const { calibration: high } = await saveCalibration(requestOf(owner), { ...saving, threshold: 4 });
    // 2, 2.5 and 3.5 lie from 2 up to below 4.
    expect(await change(owner, idOf(low), idOf(high))).toMatchObject({
      data: {
        node: { labelled: 6, relevant: 4, sampleSize: 6, changesSides: { entering: 3, leaving: 0, documents: 6 } },
      },
    });
    await seedDocuments(getPool(), project, [{ rawScore: 3 }, { rawScore: 4.2 }, {}]);
    const back = at(await change(owner, idOf(high), idOf(low)), 'node.changesSides');
    expect(back).toEqual({ entering: 0, leaving: 4, documents: 8 });
    expect(at(await change(owner, idOf(low), idOf(low)), 'node.changesSides')).toMatchObject({
      entering: 0,
      leaving: 0,
    });
  });

  it('says nothing of thresholds on another scale than the scores', async () => {
    const { owner, project, sampleId, saving } = await rated();
    const { calibration: before } = await saveCalibration(requestOf(owner), saving);
    const { projectId } = project;
    const map = { projectId, version: 1, kind: 'OFFSET' as const, map: {}, sampleId, report: {}, inputs: {} };
    const recalibration = await getDatabase().recalibration.create({ data: { ...map, createdById: owner.id } });
    const recalibrationId = recalibration.id;
    const after = await getDatabase().calibration.update({ where: { id: before.id }, data: { recalibrationId } });
    const { calibration: other } = await saveCalibration(requestOf(owner), saving);
    expect(at(await change(owner, idOf(after), idOf(other)), 'node.changesSides')).toBeNull();
    await getDatabase().project.update({ where: { id: projectId }, data: { recalibrationId } });
    expect(at(await change(owner, idOf(other), idOf(other)), 'node.changesSides')).toBeNull();
    expect(at(await change(owner, idOf(after), idOf(after)), 'node.changesSides')).toMatchObject({ documents: 6 });
  });

  it('knows no version of another project', async () => {
    const [ours, theirs] = [await rated(), await rated()];
    const { calibration } = await saveCalibration(requestOf(ours.owner), ours.saving);
    const { calibration: foreign } = await saveCalibration(requestOf(theirs.owner), theirs.saving);
    const asked = await change(ours.owner, idOf(calibration), idOf(foreign));
    expect(asked.faults).toEqual(['NOT_FOUND']);
  });
});
