import { paritySentence, smallNumber, speedup, type TriedPrecision } from '@/components/models/model-words';
import { type Column, DataTable } from '@/components/ui/data-table';
import type { ModelRowFragment } from '@/graphql/generated/operations/graphql';

type ParityViewProps = Readonly<{ parity: NonNullable<ModelRowFragment['parity']> }>;

/** What a faster precision does to scores: a sentence for everybody, the measurement behind it a click away. */
export function ParityView({ parity }: ParityViewProps) {
  const { tried, meanBound, largestBound, processor, provider } = parity;
  if (tried.length === 0) return <p className="text-sm">{paritySentence(parity)}</p>;
  const columns: readonly Column<TriedPrecision>[] = [
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
    { key: 'speed', header: 'Speed', align: 'end', cell: (one) => speedup(one, tried) ?? '' },
    { key: 'verdict', header: 'Verdict', wideOnly: true, cell: ({ verdict }) => verdict },
  ];
  return (
    <div className="text-sm">
      <p>{paritySentence(parity)}</p>
      <details className="mt-1">
        <summary className="cursor-pointer text-accent-text">How this was measured</summary>
        <p className="mt-2 max-w-prose text-ink-muted">
          {parity.reason} Differences of scores from full precision (fp32), which may be {smallNumber(meanBound)} on
          average and {smallNumber(largestBound)} at most; speed against fp32; on {provider}, {processor}.
        </p>
        <DataTable caption="Precisions tried" columns={columns} rows={tried} rowKey={({ precision }) => precision} />
      </details>
    </div>
  );
}
