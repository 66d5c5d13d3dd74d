'use client';

import { Download } from 'lucide-react';
import { useOperation } from '@/components/data/use-operation';
import { contentSentence, exportState, FORMAT_WORDS, filterSentence } from '@/components/exports/export-words';
import { CancelExport } from '@/components/exports/exports-query';
import { formatMoment } from '@/components/reader/score-panel';
import { Badge } from '@/components/ui/badge';
import { buttonStyles } from '@/components/ui/button-styles';
import { Progress } from '@/components/ui/progress';
import { showFailure } from '@/components/ui/toast';
import type { CancelExportMutation, ExportLineFragment } from '@/graphql/generated/operations/graphql';

const pick = (result: CancelExportMutation) => result.cancelExport;

/** One export: what it holds, how far it is, and the way to its file while there is one. */
export function ExportLine({ run, onChanged }: Readonly<{ run: ExportLineFragment; onChanged: () => void }>) {
  const state = exportState(run.status);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex items-center gap-2">
          <bdi className="min-w-0 truncate font-semibold">{run.fileName}</bdi>
          <Badge tone={state.tone}>{state.label}</Badge>
        </p>
        <p dir="auto" className="text-ink-muted text-sm [overflow-wrap:anywhere]">
          {filterSentence(run.filter, run.threshold)}
        </p>
        {state.isOpen ? <Making run={run} onChanged={onChanged} /> : <Made run={run} />}
        {run.failureMessage ? (
          <p className="text-sm text-wrong">
            {run.failureMessage} <code className="font-mono text-xs">{run.failureCode}</code>
          </p>
        ) : null}
      </div>
      {run.downloadPath ? (
        // A plain anchor: the file is no page, and its address answers with it.
        <a href={run.downloadPath} download className={buttonStyles({})}>
          <Download aria-hidden />
          <span>Download</span>
          <span className="visually-hidden"> {run.fileName}</span>
        </a>
      ) : null}
    </li>
  );
}

function Making({ run, onChanged }: Readonly<{ run: ExportLineFragment; onChanged: () => void }>) {
  const cancel = useOperation(CancelExport, pick);
  const stop = async () => {
    if (!(await cancel.run({ input: { exportId: run.id } }))) {
      showFailure({ message: 'The export was not stopped', detail: 'It may have just ended.' });
    }
    onChanged();
  };
  const rate = run.rowsPerSecond ?? 0;
  return (
    <Progress
      label={run.status === 'QUEUED' ? 'Waiting for a worker' : run.total == null ? 'Counting documents' : 'Writing'}
      done={run.done}
      total={run.total ?? null}
      unit="documents"
      {...(rate > 0 ? { rate, secondsLeft: ((run.total ?? run.done) - run.done) / rate } : {})}
      {...(run.viewerMayCancel ? { onCancel: stop, cancelling: cancel.isRunning } : {})}
      className="mt-1 max-w-xl"
    />
  );
}

function Made({ run }: Readonly<{ run: ExportLineFragment }>) {
  const parts = [
    FORMAT_WORDS[run.format].label,
    run.status === 'COMPLETED' || run.status === 'EXPIRED' ? contentSentence(run) : null,
    run.status === 'COMPLETED' && run.expiresAt ? `kept until ${formatMoment(run.expiresAt)}` : null,
  ];
  return (
    <p className="text-ink-muted text-sm tabular-nums">
      {parts.filter(Boolean).join(' · ')} · <bdi>{run.requestedBy.name}</bdi>, {formatMoment(run.createdAt)}
    </p>
  );
}
