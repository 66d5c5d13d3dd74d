import { expect, it, vi } from 'vitest';
import { activateCalibration } from '@/graphql/calibrations/activate-calibration';
import { saveCalibration } from '@/graphql/calibrations/save-calibration';
import { toGlobalId } from '@/graphql/global-id';
import { drawSample } from '@/graphql/samples/draw-sample';
import { rateSampleItem } from '@/graphql/samples/rate-sample-item';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson, requestOf } from '@/graphql/testing/people';
import { type ImportDesk, importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

const LATER = 60;
let activate: (() => Promise<unknown>) | null = null;

withTestDatabase();
withDataFolder();
// In the middle of the second file, between two of its records.
withWorker(async (fileName, recordNumber) => {
  if (fileName === 'later.csv' && recordNumber === LATER / 2) await activate?.();
});

const STATE = `query State($id: ID!) { project(id: $id) { activeCalibration { version }
  progress { included scored } documents(first: 1, filter: { isIncluded: true }) { totalCount }
  driftReports { nodes { newDocuments documents } } } }`;

/** Texts of their own, so that none is taken for another's duplicate. */
function csvOf(count: number, topic: string): string {
  const lines = Array.from(
    { length: count },
    (_, place) => `${topic} ${place},${topic} number ${place} was looked at.`,
  );
  return ['title,abstract', ...lines].join('\n');
}

async function importAndScore(desk: ImportDesk, fileName: string, content: string): Promise<void> {
  const run = await importEnded(await desk.drop(fileName, content));
  expect(run).toMatchObject({ status: 'COMPLETED' });
  await scoringCompleted(desk.projectId);
}

it('a threshold activated while a file is imported holds for all of it, and the file is held against it', async () => {
  const desk = await openDesk();
  const owner = await createPerson({ name: 'Olga' });
  await getDatabase().membership.create({ data: { teamId: desk.teamId, userId: owner.id, role: 'OWNER' } });
  await importAndScore(desk, 'first.csv', csvOf(12, 'Aspirin'));
  const projectId = toGlobalId('Project', desk.projectId);
  const { sample } = await drawSample(requestOf(owner), { projectId, size: 2 });
  await rateSampleItem(requestOf(owner), { itemId: toGlobalId('SampleItem', sample.id, '1'), value: 4 });
  const sampleId = toGlobalId('Sample', sample.id);
  const { calibration } = await saveCalibration(requestOf(owner), { sampleId, threshold: 2 });
  const calibrationId = toGlobalId('Calibration', calibration.id);
  const activated = vi.fn(() => activateCalibration(requestOf(owner), { calibrationId }));
  activate = activated;
  await importAndScore(desk, 'later.csv', csvOf(LATER, 'Bicycles'));
  expect(activated).toHaveBeenCalledOnce();

  const { projectId: id } = desk;
  const above = await getDatabase().document.count({ where: { projectId: id, rawScore: { gte: 2 } } });
  await vi.waitFor(
    async () => {
      const state = at(await ask(owner.id, STATE, { id: projectId }), 'project');
      expect(state).toEqual({
        activeCalibration: { version: 1 },
        progress: { included: above, scored: 12 + LATER },
        documents: { totalCount: above },
        driftReports: { nodes: [{ newDocuments: LATER, documents: LATER }] },
      });
    },
    { timeout: 60_000, interval: 100 },
  );
});
