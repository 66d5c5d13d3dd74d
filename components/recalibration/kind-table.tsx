'use client';

import type { Candidate, RecalibrationChoice } from '@/components/recalibration/recalibration-types';
import { formatError, intervalWords, KINDS, notComparedWords } from '@/components/recalibration/recalibration-words';
import { Badge } from '@/components/ui/badge';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount } from '@/components/ui/format-number';
import type { ComparedKind, ErrorFigureFragment, ErrorFiguresFragment } from '@/graphql/generated/operations/graphql';

type KindTableProps = Readonly<{
  choice: RecalibrationChoice;
  kind: ComparedKind;
  onKindChange: (kind: ComparedKind) => void;
}>;

/** The kinds as rows to choose from, each with its errors and their intervals, or why it has none. */
export function KindTable({ choice, kind, onKindChange }: KindTableProps) {
  const { kinds, recommended, labelled } = choice;
  const columns: readonly Column<Candidate>[] = [
    {
      key: 'kind',
      header: 'Scores',
      isRowHeader: true,
      cell: (candidate) => (
        <KindCell
          candidate={candidate}
          isChosen={candidate.kind === kind}
          isRecommended={candidate.kind === recommended}
          labelled={labelled}
          onChoose={() => onKindChange(candidate.kind)}
        />
      ),
    },
    { key: 'mse', header: 'Squared error', align: 'end', cell: figure(({ mse }) => mse) },
    { key: 'r2', header: 'R²', align: 'end', wideOnly: true, cell: figure(({ r2 }) => r2) },
    { key: 'bias', header: 'Bias', align: 'end', wideOnly: true, cell: figure(({ bias }) => bias, true) },
    {
      key: 'n',
      header: 'n',
      align: 'end',
      wideOnly: true,
      cell: ({ errors }) => (errors ? formatCount(errors.mse.n) : null),
    },
  ];
  return (
    <>
      <div role="radiogroup" aria-label="Which to look at">
        <DataTable caption="Kinds compared" columns={columns} rows={kinds} rowKey={(candidate) => candidate.kind} />
      </div>
      <p className="mt-2 max-w-prose text-ink-muted text-sm">
        95 % intervals below each figure. Squared error: less is better. R²: 1 is perfect, 0 no better than the ratings’
        mean. Bias: score minus rating, above 0 when the model is too generous.
      </p>
    </>
  );
}

type KindCellProps = Readonly<{
  candidate: Candidate;
  isChosen: boolean;
  isRecommended: boolean;
  labelled: number;
  onChoose: () => void;
}>;

function KindCell({ candidate, isChosen, isRecommended, labelled, onChoose }: KindCellProps) {
  const { kind, notCompared } = candidate;
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2">
        <label className="inline-flex min-h-(--target) items-center gap-2">
          <input
            type="radio"
            name="recalibration-kind"
            checked={isChosen}
            disabled={!candidate.errors}
            onChange={onChoose}
            className="size-4 accent-accent"
          />
          {KINDS[kind].name}
        </label>
        {isRecommended ? <Badge tone="accent">recommended</Badge> : null}
      </span>
      <span className="block pb-1 pl-6 text-ink-muted text-sm">
        {notCompared ? notComparedWords(kind, notCompared, labelled) : KINDS[kind].meaning}
      </span>
    </>
  );
}

function figure(pick: (errors: ErrorFiguresFragment) => ErrorFigureFragment, isSigned = false) {
  return ({ errors }: Candidate) => {
    if (!errors) return <span className="text-ink-faint">–</span>;
    const { value, lower, upper } = pick(errors);
    return (
      <>
        {value === null ? 'not defined' : formatError(value, isSigned)}
        {lower === null || upper === null ? null : (
          <span className="block text-ink-muted text-xs">{intervalWords(lower, upper, isSigned)}</span>
        )}
      </>
    );
  };
}
