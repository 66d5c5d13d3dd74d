import { FULL_PRECISION, paritySentence, smallNumber, type TriedPrecision } from '@/components/models/model-words';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount } from '@/components/ui/format-number';
import type { ModelRowFragment } from '@/graphql/generated/operations/graphql';

type ParityViewProps = Readonly<{ parity: NonNullable<ModelRowFragment['parity']> }>;

const COLUMNS: readonly Column<TriedPrecision>[] = [
  { key: 'precision', header: 'Precision', isRowHeader: true, cell: ({ precision }) => precision },
  { key: 'mean', header: 'Mean', align: 'end', cell: (one) => smallNumber(one.meanDifference) },
  { key: 'largest', header: 'Largest', align: 'end', cell: (one) => smallNumber(one.largestDifference) },
  {
    key: 'ranks',
    header: 'Rank correlation',
    align: 'end',
    wideOnly: true,
    cell: ({ rankCorrelation }) => rankCorrelation?.toFixed(4) ?? 'not known',
  },
  {
    key: 'speed',
    header: 'Tokens a second',
    align: 'end',
    wideOnly: true,
    cell: ({ tokensPerSecond }) => formatCount(Math.round(tokensPerSecond)),
  },
  { key: 'bounds', header: 'Within bounds', cell: ({ isWithinBounds }) => (isWithinBounds ? 'yes' : 'no') },
];

/** What a faster precision does to scores: a sentence for everybody, the measurement behind it a click away. */
export function ParityView({ parity }: ParityViewProps) {
  const { precision, reason, tried, meanBound, largestBound, processor, provider } = parity;
  return (
    <div className="text-sm">
      <p>{paritySentence(parity)}</p>
      <details className="mt-1">
        <summary className="cursor-pointer text-accent-text">How this was measured</summary>
        <p className="mt-2 max-w-prose text-ink-muted">
          Each precision, from the fastest to the most exact, is compared with full precision (fp32) until one is fast
          enough and moves scores by no more than {smallNumber(meanBound)} on average and {smallNumber(largestBound)} at
          most.{precision === FULL_PRECISION ? '' : ` Taken is ${precision}: ${reason}`} Measured on {provider},{' '}
          {processor}.
        </p>
        <DataTable caption="Precisions tried" columns={COLUMNS} rows={tried} rowKey={(one) => one.precision} />
      </details>
    </div>
  );
}
