import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import type { StartScoringInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { idempotent } from '@/graphql/idempotency';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { requireLoaded } from '@/graphql/require-loaded';
import type { ScoringRunRow } from '@/graphql/rows';
import { planScoring } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { createRunForAll } from '@/prisma/queries/scoring-runs';

/** A new run over every document; a run that still goes on ends, for the newest is the one ranked by. */
export async function startScoring(
  context: Context,
  { idempotencyKey, ...input }: StartScoringInput,
): Promise<{ scoringRun: ScoringRunRow }> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  const { teamId } = await requireOpenProject(context, projectId, 'scoring:control', 'project', 'projectId');
  const { response } = await idempotent(context, 'startScoring', idempotencyKey, input, async (tx) => {
    await lockProjectDocuments(tx, projectId);
    const runId = await createRunForAll(tx, projectId);
    await enqueue(planScoring, { projectId, runId, afterDocumentId: null }, { tx });
    await publish(tx, { projectId, topic: 'SCORING' });
    await recordAudit(tx, viewer, 'scoring.started', { teamId, projectId, type: 'ScoringRun', id: runId });
    return { runId };
  });
  return { scoringRun: await requireLoaded(context.loaders.scoringRun.load(response.runId), 'scoring run') };
}
