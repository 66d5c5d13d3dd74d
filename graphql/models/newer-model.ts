import type { Context } from '@/graphql/context';
import type { InstalledModelRow, ProjectRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findActiveModel } from '@/prisma/queries/models';
import { findNewestRun, hasRunOfOtherModel } from '@/prisma/queries/scoring-runs';

/**
 * The active model where scores of the project are another's: the newest run is, or it is the active one's and holds
 * only documents that came after the change.
 */
export async function newerModel(context: Context, { id: projectId }: ProjectRow): Promise<InstalledModelRow | null> {
  const db = getDatabase();
  const [active, run] = await Promise.all([findActiveModel(db), findNewestRun(db, projectId)]);
  if (!active || !run?.modelRevisionId) return null;
  const model = await context.loaders.modelRevision.load(run.modelRevisionId);
  if (model && model.contentHash !== active.contentHash) return active;
  if (!(await hasRunOfOtherModel(db, projectId, active.contentHash))) return null;
  const { documents, duplicates } = await context.loaders.projectCounts.load({ projectId, threshold: null });
  return run.totalCount < documents - duplicates ? active : null;
}
