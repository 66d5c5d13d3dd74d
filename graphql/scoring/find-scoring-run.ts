import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireProject } from '@/graphql/projects/find-project';
import type { ScoringRunRow } from '@/graphql/rows';

/** A scoring run of a project that the viewer may read; NOT_FOUND otherwise. */
export async function findScoringRun(context: Context, runId: string): Promise<ScoringRunRow> {
  const run = await context.loaders.scoringRun.load(runId);
  if (!run) throw notFound('scoring run');
  await requireProject(context, run.projectId, 'project:read', 'scoring run');
  return run;
}
