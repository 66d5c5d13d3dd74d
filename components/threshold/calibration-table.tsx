'use client';

import { useRouter } from 'next/navigation';
import { useOperation } from '@/components/data/use-operation';
import { MethodsTextDialog } from '@/components/threshold/methods-text-dialog';
import { estimateWords } from '@/components/threshold/read-point';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount, formatScore } from '@/components/ui/format-number';
import { showFailure, showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type {
  ActivateCalibrationMutation,
  CalibrationLineFragment,
  DeactivateCalibrationMutation,
} from '@/graphql/generated/operations/graphql';

const ActivateCalibration = graphql(`
  mutation ActivateCalibration($input: ActivateCalibrationInput!) {
    activateCalibration(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const DeactivateCalibration = graphql(`
  mutation DeactivateCalibration($input: DeactivateCalibrationInput!) {
    deactivateCalibration(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pickActivate = (result: ActivateCalibrationMutation) => result.activateCalibration;
const pickDeactivate = (result: DeactivateCalibrationMutation) => result.deactivateCalibration;

type CalibrationTableProps = Readonly<{
  projectId: string;
  calibrations: readonly CalibrationLineFragment[];
  mayActivate: boolean;
}>;

/** Every threshold that was ever saved, with what it promised; one is in force. */
export function CalibrationTable({ projectId, calibrations, mayActivate }: CalibrationTableProps) {
  const columns: readonly Column<CalibrationLineFragment>[] = [
    {
      key: 'version',
      header: 'Version',
      isRowHeader: true,
      cell: ({ version, isActive }) => (
        <span className="inline-flex items-center gap-2">
          {version}
          {isActive ? <Badge tone="accent">in force</Badge> : null}
        </span>
      ),
    },
    { key: 'threshold', header: 'Threshold', align: 'end', cell: ({ threshold }) => formatScore(threshold) },
    { key: 'recall', header: 'Recall', wideOnly: true, cell: ({ recall }) => estimateWords(recall) },
    { key: 'precision', header: 'Precision', wideOnly: true, cell: ({ precision }) => estimateWords(precision) },
    { key: 'workload', header: 'To read', align: 'end', cell: ({ workload }) => formatCount(workload) },
    {
      key: 'note',
      header: 'Note',
      wideOnly: true,
      cell: ({ note, staleReason, createdBy, createdAt }) => (
        <>
          <bdi>{note}</bdi>{' '}
          <span className="text-ink-muted">
            {createdAt.slice(0, 10)}, <bdi>{createdBy.name}</bdi>
          </span>
          {staleReason ? <span className="block text-ink-muted">Stale: {staleReason}</span> : null}
        </>
      ),
    },
    {
      key: 'act',
      header: 'What to do with it',
      hideHeader: true,
      align: 'end',
      cell: (calibration) => (
        <span className="inline-flex flex-wrap justify-end gap-1">
          <MethodsTextDialog version={calibration.version} text={calibration.methodsText} />
          {mayActivate ? <Switch projectId={projectId} calibration={calibration} /> : null}
        </span>
      ),
    },
  ];
  return <DataTable caption="Saved thresholds" columns={columns} rows={calibrations} rowKey={({ id }) => id} />;
}

function Switch({ projectId, calibration }: Readonly<{ projectId: string; calibration: CalibrationLineFragment }>) {
  const router = useRouter();
  const activate = useOperation(ActivateCalibration, pickActivate);
  const deactivate = useOperation(DeactivateCalibration, pickDeactivate);
  const settle = (done: boolean, message: string, undo?: () => void) => {
    if (done) showToast({ message, ...(undo ? { undo } : {}) });
    else showFailure({ message: 'The threshold was not changed', detail: 'Try again in a moment.' });
    router.refresh();
  };
  const end = async () => settle((await deactivate.run({ input: { projectId } })) !== null, 'No threshold is in force');
  const begin = async () =>
    settle(
      (await activate.run({ input: { calibrationId: calibration.id } })) !== null,
      `Version ${calibration.version} is in force`,
      end,
    );
  return calibration.isActive ? (
    <Button size="small" variant="quiet" loading={deactivate.isRunning} onClick={end}>
      Take out of force
    </Button>
  ) : (
    <Button
      size="small"
      loading={activate.isRunning}
      onClick={begin}
      aria-label={`Activate version ${calibration.version}`}
    >
      Activate
    </Button>
  );
}
