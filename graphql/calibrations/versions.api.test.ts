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
