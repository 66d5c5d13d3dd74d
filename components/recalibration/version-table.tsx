'use client';

import type { RecalibrationProject } from '@/components/recalibration/recalibration-types';
import { errorWords, KINDS, thresholdLost } from '@/components/recalibration/recalibration-words';
import type { ChangeOfScale } from '@/components/recalibration/use-change-of-scale';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount } from '@/components/ui/format-number';
import type { RecalibrationLineFragment } from '@/graphql/generated/operations/graphql';

type VersionTableProps = Readonly<{
  project: RecalibrationProject;
  versions: readonly RecalibrationLineFragment[];
  scale: ChangeOfScale;
  mayApply: boolean;
}>;

/** Every recalibration that was ever applied, with what it promised then. */
export function VersionTable({ project, versions, scale, mayApply }: VersionTableProps) {
  const columns: readonly Column<RecalibrationLineFragment>[] = [
    {
      key: 'version',
      header: 'Version',
      isRowHeader: true,
      cell: ({ version, isInForce }) => (
        <span className="inline-flex items-center gap-2">
          {version}
          {isInForce ? <Badge tone="accent">in force</Badge> : null}
        </span>
      ),
    },
    { key: 'kind', header: 'Kind', cell: ({ kind }) => KINDS[kind].name },
    { key: 'labelled', header: 'Ratings', align: 'end', wideOnly: true, cell: ({ labelled }) => formatCount(labelled) },
    { key: 'before', header: 'Squared error before', wideOnly: true, cell: ({ before }) => errorWords(before.mse) },
    { key: 'after', header: 'After', wideOnly: true, cell: ({ after }) => errorWords(after.mse) },
    {
      key: 'made',
      header: 'Made',
      cell: ({ createdAt, createdBy, staleReason, isInForce }) => (
        <>
          {`${createdAt.slice(0, 10)}, `}
          <bdi className="[overflow-wrap:anywhere]">{createdBy.name}</bdi>
          {staleReason && !isInForce ? (
            <span className="block text-ink-muted text-sm">Stale: fitted to another model revision.</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'act',
      header: 'Apply again',
      hideHeader: true,
      align: 'end',
      cell: (recalibration) =>
        mayApply && !recalibration.isInForce ? (
          <Reapply project={project} recalibration={recalibration} scale={scale} />
        ) : null,
    },
  ];
  return (
    <DataTable caption="Versions of the recalibration" columns={columns} rows={versions} rowKey={({ id }) => id} />
  );
}

type ReapplyProps = Readonly<{
  project: RecalibrationProject;
  recalibration: RecalibrationLineFragment;
  scale: ChangeOfScale;
}>;

function Reapply({ project, recalibration, scale }: ReapplyProps) {
  const { id, version, kind, labelled, staleReason } = recalibration;
  const lost = thresholdLost(project.activeCalibration, id);
  return (
    <AlertDialog
      title={`Apply recalibration ${version} again?`}
      tone="primary"
      description={
        <>
          {`${KINDS[kind].name}, as it was fitted to ${formatCount(labelled)} ratings then. ${formatCount(project.progress.scored)} scored documents are ranked anew. Overrides and the model’s own scores stay.`}
          {staleReason ? <span className="mt-2 block">{staleReason}</span> : null}
          {lost ? <strong className="mt-2 block font-semibold text-ink">{lost}</strong> : null}
        </>
      }
      confirmLabel="Apply"
      onConfirm={() => scale.put(recalibration)}
      trigger={
        <Button size="small" aria-label={`Apply version ${version} again`}>
          Apply again
        </Button>
      }
    />
  );
}
