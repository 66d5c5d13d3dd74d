'use client';

import { useState } from 'react';
import { useOperation } from '@/components/data/use-operation';
import { endedLabel, endingOf, taskLabel } from '@/components/models/model-words';
import { Badge } from '@/components/ui/badge';
import { Progress } from '@/components/ui/progress';
import { showFailure } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { CancelModelPullMutation, ModelTaskLineFragment } from '@/graphql/generated/operations/graphql';

const CancelModelPull = graphql(`
  mutation CancelModelPull($input: PullModelInput!) {
    cancelModelPull(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: CancelModelPullMutation) => result.cancelModelPull;

const BYTES_PER_MEGABYTE = 1024 ** 2;

type OpenTaskProps = Readonly<{ task: ModelTaskLineFragment; onChanged: () => void }>;

export function OpenTask({ task, onChanged }: OpenTaskProps) {
  const { run, isRunning } = useOperation(CancelModelPull, pick);
  const isFetching = task.phase === 'FETCHING';
  const unit = isFetching ? BYTES_PER_MEGABYTE : 1;
  const done = Math.floor(task.done / unit);
  const total = task.total > 0 ? Math.ceil(task.total / unit) : null;
  const pace = usePace(done, total);
  const cancel = async () => {
    const { repository, revision } = task;
    if (!(await run({ input: { repository, revision } }))) {
      showFailure({ message: 'The pull was not stopped. It may have just ended.' });
    }
    onChanged();
  };
  return (
    <li>
      <Progress
        label={taskLabel(task)}
        done={done}
        total={total}
        unit={isFetching ? 'MB' : task.phase === 'MEASURING' ? 'texts' : 'files'}
        {...pace}
        {...(task.kind === 'PULL' ? { onCancel: cancel, cancelling: isRunning } : {})}
      />
    </li>
  );
}

/** Units a second since this page first saw the phase, of which it is mounted anew: an earlier pace says nothing. */
function usePace(done: number, total: number | null) {
  const [first] = useState(() => ({ done, at: performance.now() }));
  const seconds = (performance.now() - first.at) / 1000;
  const rate = seconds > 2 ? (done - first.done) / seconds : 0;
  if (rate <= 0) return {};
  return { rate, ...(total === null ? {} : { secondsLeft: (total - done) / rate }) };
}

/** What was done last, and why it failed if it did. */
export function EndedTask({ task }: Readonly<{ task: ModelTaskLineFragment }>) {
  const { label, tone } = endingOf(task);
  return (
    <li className="border-line border-b py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <bdi className="min-w-0 flex-1 basis-72 break-words">{endedLabel(task)}</bdi>
        <Badge tone={tone}>{label}</Badge>
        <span className="text-ink-muted text-sm tabular-nums">{momentOf(task.finishedAt)}</span>
      </div>
      {task.failureMessage ? (
        <p className="mt-1 break-words text-sm text-wrong">
          {task.failureMessage}. <code className="font-mono text-xs">{task.failureCode}</code>
        </p>
      ) : null}
    </li>
  );
}

function momentOf(moment: string | null | undefined): string {
  return moment ? `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC` : '';
}
