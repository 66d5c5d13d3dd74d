'use client';

import { useState } from 'react';
import { importSentence, importState } from '@/components/collections/import-words';
import { MappingPanel } from '@/components/collections/mapping-panel';
import { labelSentence, mappingSentence } from '@/components/collections/mapping-words';
import { useOperation } from '@/components/data/use-operation';
import { ImportPace } from '@/components/imports/import-pace';
import { ImportReportDialog } from '@/components/imports/import-report-dialog';
import { UndoImportButton } from '@/components/imports/undo-import-button';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import { showFailure } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type {
  CancelImportMutation,
  ImportLineFragment,
  RetryImportMutation,
} from '@/graphql/generated/operations/graphql';

const CancelImport = graphql(`
  mutation CancelImport($input: CancelImportInput!) {
    cancelImport(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const RetryImport = graphql(`
  mutation RetryImport($input: RetryImportInput!) {
    retryImport(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pickCancel = (result: CancelImportMutation) => result.cancelImport;
const pickRetry = (result: RetryImportMutation) => result.retryImport;

type ImportLineProps = Readonly<{
  run: ImportLineFragment;
  projectId: string;
  mayControl: boolean;
  mayUndo: boolean;
  /** The one that its columns are asked for first. */
  isAsked: boolean;
  onChanged: () => void;
}>;

/** One file's import: what became of each of its records, in numbers that add up. */
export function ImportLine({ run, projectId, mayControl, mayUndo, isAsked, onChanged }: ImportLineProps) {
  const [showsReport, setShowsReport] = useState(false);
  const state = importState(run.status);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-2">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex items-center gap-2">
          <bdi className="truncate font-semibold">{run.fileName}</bdi>
          <Badge tone={state.tone}>{state.label}</Badge>
        </p>
        <p className="text-ink-muted text-sm" aria-live={state.isOpen ? 'polite' : undefined}>
          {importSentence(run)}
        </p>
        <MappingFacts run={run} />
        <ImportPace run={run} />
        {run.failureMessage ? (
          <p className="text-sm text-wrong">
            {run.failureMessage} <code className="font-mono text-xs">{run.failureCode}</code>
          </p>
        ) : null}
      </div>
      <p className="text-ink-muted text-sm tabular-nums">
        {[run.format, run.encoding, formatBytes(run.sizeBytes)].filter(Boolean).join(' · ')}
      </p>
      <div className="flex flex-wrap gap-1">
        {run.read > 0 && run.status !== 'UNDONE' ? (
          <Button
            variant="quiet"
            size="small"
            aria-label={`Report on ${run.fileName}, ${remarksOf(run)}`}
            onClick={() => setShowsReport(true)}
          >
            {remarksOf(run)}
          </Button>
        ) : null}
        {mayControl ? <Controls run={run} onChanged={onChanged} /> : null}
        {mayUndo ? <UndoImportButton run={run} onChanged={onChanged} /> : null}
      </div>
      {run.status === 'NEEDS_MAPPING' && mayControl ? (
        <MappingPanel run={run} projectId={projectId} startsOpen={isAsked} onChanged={onChanged} />
      ) : null}
      {showsReport ? <ImportReportDialog run={run} onClose={() => setShowsReport(false)} /> : null}
    </li>
  );
}

function MappingFacts({ run }: Pick<ImportLineProps, 'run'>) {
  const sentences = [mappingSentence(run), labelSentence(run)].filter((sentence) => sentence !== null);
  if (sentences.length === 0) return null;
  return (
    <p className="text-ink-muted text-sm [overflow-wrap:anywhere]">
      <bdi>{sentences.join('. ')}</bdi>
    </p>
  );
}

function remarksOf({ issueCount }: ImportLineFragment): string {
  if (issueCount === 0) return 'Report';
  return `${formatCount(issueCount)} ${issueCount === 1 ? 'remark' : 'remarks'}`;
}

function Controls({ run, onChanged }: Pick<ImportLineProps, 'run' | 'onChanged'>) {
  const cancel = useOperation(CancelImport, pickCancel);
  const retry = useOperation(RetryImport, pickRetry);
  const act = async (operation: typeof cancel | typeof retry, refusal: string) => {
    if (!(await operation.run({ input: { importId: run.id } }))) showFailure({ message: refusal });
    onChanged();
  };
  if (importState(run.status).isOpen) {
    return (
      <Button
        variant="quiet"
        size="small"
        loading={cancel.isRunning}
        onClick={() => act(cancel, 'The import was not stopped. It may have just ended.')}
      >
        Cancel
      </Button>
    );
  }
  if (!run.mayEndOtherwise) return null;
  return (
    <Button
      variant="quiet"
      size="small"
      loading={retry.isRunning}
      onClick={() => act(retry, 'The import was not started again.')}
    >
      Try again
    </Button>
  );
}
