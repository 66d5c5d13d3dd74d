import type { ClientBase } from 'pg';
import { checkDrift } from '@/jobs/definitions';
import { enqueue } from '@/jobs/queue';
import { completeRunIfDone, completeRunsOfProject, type RunKey } from '@/prisma/queries/scoring-runs';

/** Completes a run that is done; its new scores are then held against those of the active threshold. */
export async function completeRun(tx: ClientBase, run: RunKey): Promise<void> {
  if (await completeRunIfDone(tx, run)) await enqueue(checkDrift, { projectId: run.projectId }, { tx });
}

/** The same of every run of the project, for the end of an import. */
export async function completeRuns(tx: ClientBase, projectId: string): Promise<void> {
  if (await completeRunsOfProject(tx, projectId)) await enqueue(checkDrift, { projectId }, { tx });
}
