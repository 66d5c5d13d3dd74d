import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type { CancelScoringInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { ScoringRunRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { cancelRun } from '@/prisma/queries/scoring-runs';

/** What is scored stays; what is being computed is thrown away. */
export async function cancelScoring(
  context: Context,
  input: CancelScoringInput,
): Promise<{ scoringRun: ScoringRunRow }> {
  const viewer = requireViewer(context);
  const runId = keyOf('ScoringRun', input.scoringRunId, 'scoringRunId');
  const found = await context.loaders.scoringRun.load(runId);
  if (!found) throw notFound('scoring run', 'scoringRunId');
  const { projectId } = found;
  const place = ['scoring run', 'scoringRunId'] as const;
  const { teamId } = await requireOpenProject(context, projectId, 'scoring:control', ...place);
  const scoringRun = await inTransaction(async (tx) => {
    if (!(await cancelRun(tx, { projectId, runId }))) {
      throw new AppError('NOTHING_TO_DO', 'This run has ended already.', ['scoringRunId']);
    }
    await publish(tx, { projectId, topic: 'SCORING' });
    await recordAudit(tx, viewer, 'scoring.cancelled', { teamId, projectId, type: 'ScoringRun', id: runId });
    return tx.scoringRun.findUniqueOrThrow({ where: { id: runId } });
  });
  context.loaders.scoringRun.clear(runId).prime(runId, scoringRun);
  return { scoringRun };
}
