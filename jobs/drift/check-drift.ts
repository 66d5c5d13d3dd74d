import type { checkDrift, PayloadOf } from '@/jobs/definitions';
import { compareFeatures } from '@/jobs/drift/compare-features';
import { storeReport } from '@/jobs/drift/store-report';
import { GivenBack, type JobHandler } from '@/jobs/worker/running-job';
import { getDatabase } from '@/prisma/client';
import { findGrownCollections, findReference, readFeatures } from '@/prisma/queries/drift';
import { readDriftBasis } from '@/prisma/queries/drift-basis';

/** Below it no shift short of a landslide could be told from chance. */
const FEWEST_DOCUMENTS = 50;

/**
 * Holds what came after the active version was saved against what it was computed from, a collection at a time. Each
 * report stands by itself, so a try after a killed one goes on where that one ended.
 */
export const checkDriftHandler: JobHandler<PayloadOf<typeof checkDrift>> = async ({ payload, signal }) => {
  const { projectId } = payload;
  const db = getDatabase();
  const basis = await readDriftBasis(db, projectId);
  if (typeof basis === 'string') return;
  const reference = await findReference(db, basis.calibrationId);
  if (!reference) return;
  for (const grown of await findGrownCollections(db, { projectId, ...basis }, FEWEST_DOCUMENTS)) {
    if (signal.aborted) throw new GivenBack('The worker is stopping; the comparison goes on elsewhere.');
    const { collectionId } = grown;
    const { since, modelRevisionId, calibrationId } = basis;
    const scope = { projectId, modelRevisionId, added: { collectionId, since } };
    const current = await readFeatures(db, scope, `${calibrationId}:${collectionId}`);
    // Documents whose scores came from elsewhere with their file are counted and not compared.
    if (current.score.length < FEWEST_DOCUMENTS) continue;
    await storeReport({ projectId, basis, grown }, current.score.length, compareFeatures(reference, current));
  }
};
