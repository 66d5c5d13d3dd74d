'use client';

import { useOperation } from '@/components/data/use-operation';
import { formatCount } from '@/components/ui/format-number';
import { Progress } from '@/components/ui/progress';
import { showFailure } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { CancelScoringMutation, OverviewQuery } from '@/graphql/generated/operations/graphql';

const CancelScoring = graphql(`
  mutation CancelScoring($input: CancelScoringInput!) {
    cancelScoring(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: CancelScoringMutation) => result.cancelScoring;

type Project = NonNullable<OverviewQuery['project']>;

/** Scoring as it goes, or one line of what it came to. */
export function ScoringProgress({
  project,
}: Readonly<{ project: Pick<Project, 'progress' | 'scoringRun' | 'viewerPermissions'> }>) {
  const { run, isRunning } = useOperation(CancelScoring, pick);
  const { progress, scoringRun } = project;
  if (!scoringRun) return null;
  const done = progress.scored + progress.failed;
  const total = progress.documents - progress.duplicates;
  if (progress.pending === 0 || scoringRun.status === 'CANCELLED') {
    return (
      <p>
        {scoringRun.status === 'CANCELLED' && progress.pending > 0
          ? `Scoring was stopped with ${formatCount(progress.pending)} documents to go.`
          : `${formatCount(progress.scored)} of ${formatCount(total)} documents scored.`}
      </p>
    );
  }
  const rate = progress.scoredPerSecond ?? undefined;
  const mayCancel = project.viewerPermissions.includes('scoring:control');
  const cancel = async () => {
    if (!(await run({ input: { scoringRunId: scoringRun.id } }))) {
      showFailure({ message: 'Scoring was not stopped', detail: 'It may have just ended.' });
    }
  };
  return (
    <Progress
      label="Scoring documents"
      unit="documents"
      done={done}
      total={total}
      failed={progress.failed}
      cancelling={isRunning}
      {...(rate ? { rate, secondsLeft: progress.pending / rate } : {})}
      {...(mayCancel ? { onCancel: cancel } : {})}
    />
  );
}
