import { certificateWords, originWords } from '@/components/threshold/compare-versions';
import { MethodsTextDialog } from '@/components/threshold/methods-text-dialog';
import { Badge } from '@/components/ui/badge';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount, formatScore, formatShare } from '@/components/ui/format-number';
import type { VersionFragment } from '@/graphql/generated/operations/graphql';

/** Every version that was ever saved, newest first. */
export function VersionsTable({ versions }: Readonly<{ versions: readonly VersionFragment[] }>) {
  return <DataTable caption="Versions of the threshold" columns={COLUMNS} rows={versions} rowKey={({ id }) => id} />;
}

const COLUMNS: readonly Column<VersionFragment>[] = [
  {
    key: 'version',
    header: 'Version',
    isRowHeader: true,
    cell: ({ version, isActive, staleReason }) => (
      <span className="inline-flex flex-wrap items-center gap-1.5">
        {version}
        {isActive ? <Badge tone="accent">in force</Badge> : null}
        {staleReason ? <Badge>stale</Badge> : null}
      </span>
    ),
  },
  { key: 'threshold', header: 'Threshold', align: 'end', cell: ({ threshold }) => formatScore(threshold) },
  { key: 'origin', header: 'Chosen', wideOnly: true, cell: originWords },
  { key: 'certificate', header: 'Certificate', wideOnly: true, cell: certificateWords },
  { key: 'recall', header: 'Recall', align: 'end', wideOnly: true, cell: ({ recall }) => shareWords(recall.value) },
  {
    key: 'precision',
    header: 'Precision',
    align: 'end',
    wideOnly: true,
    cell: ({ precision }) => shareWords(precision.value),
  },
  { key: 'workload', header: 'To read', align: 'end', cell: ({ workload }) => formatCount(workload) },
  {
    key: 'saved',
    header: 'Saved',
    wideOnly: true,
    cell: ({ createdAt, createdBy, note }) => (
      <span className="wrap-anywhere block max-w-64">
        <span className="text-ink-muted">
          {createdAt.slice(0, 10)}, <bdi>{createdBy.name}</bdi>
        </span>
        {note ? <bdi className="line-clamp-2">{note}</bdi> : null}
      </span>
    ),
  },
  {
    key: 'methods',
    header: 'Methods text',
    hideHeader: true,
    align: 'end',
    cell: ({ version, methodsText }) => <MethodsTextDialog version={version} text={methodsText} />,
  },
];

function shareWords(share: number | null): string {
  return share === null ? 'not defined' : formatShare(share);
}
