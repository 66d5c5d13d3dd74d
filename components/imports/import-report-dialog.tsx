'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { importSentence, importState } from '@/components/collections/import-words';
import { request } from '@/components/data/request';
import { ImportReportQuery } from '@/components/imports/import-report-query';
import { type IssueChoice, IssueFilter } from '@/components/imports/issue-filter';
import { IssueList } from '@/components/imports/issue-list';
import { reportFindings } from '@/components/imports/report-findings';
import { Button } from '@/components/ui/button';
import { buttonStyles } from '@/components/ui/button-styles';
import { Dialog } from '@/components/ui/dialog';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import { ErrorState, Notice } from '@/components/ui/page-states';
import { Skeleton } from '@/components/ui/skeleton';
import type { ImportLineFragment, ReportSummaryFragment } from '@/graphql/generated/operations/graphql';

type ReportProps = Readonly<{ run: ImportLineFragment; onClose: () => void }>;

/** What became of every record of a file: in a sentence, in findings, and one by one. */
export function ImportReportDialog({ run, onClose }: ReportProps) {
  const report = useQuery({
    queryKey: ['import-report', run.id, run.status, run.read, run.issueCount],
    queryFn: async ({ signal }) => {
      const { node } = await request(ImportReportQuery, { id: run.id }, signal);
      return node?.__typename === 'ImportRun' ? node : null;
    },
    placeholderData: keepPreviousData,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      size="large"
      title={`Report on ${run.fileName}`}
      description={importSentence(run)}
    >
      {report.isPending ? <Skeleton className="h-40 w-full" /> : null}
      {report.isError ? (
        <ErrorState
          level={3}
          title="The report could not be read"
          action={<Button onClick={() => report.refetch()}>Try again</Button>}
        >
          {report.error.message}
        </ErrorState>
      ) : null}
      {report.data ? <Report summary={report.data} isLive={importState(run.status).isOpen} /> : null}
    </Dialog>
  );
}

function Report({ summary, isLive }: Readonly<{ summary: ReportSummaryFragment; isLive: boolean }>) {
  const [choice, setChoice] = useState<IssueChoice>({ severity: null, code: null });
  const findings = reportFindings(summary);
  return (
    <div className="flex flex-col gap-4">
      {findings.length > 0 ? (
        <Notice>
          <ul className="flex flex-col gap-1 text-ink">
            {findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {summary.rejects ? <RejectsLink rejects={summary.rejects} /> : null}
      {summary.issueCount === 0 ? (
        <p className="text-ink-muted">
          {isLive ? 'Nothing to remark so far.' : 'Every record was taken as it stands: there is nothing to remark.'}
        </p>
      ) : (
        <>
          <IssueFilter summary={summary} choice={choice} onChoose={setChoice} />
          <IssueList importId={summary.id} choice={choice} isLive={isLive} />
        </>
      )}
    </div>
  );
}

function RejectsLink({ rejects }: Readonly<{ rejects: NonNullable<ReportSummaryFragment['rejects']> }>) {
  const { path, fileName, sizeBytes, records } = rejects;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <a href={path} download={fileName} className={buttonStyles({ size: 'small' })}>
        <Download aria-hidden />
        Rejected records
      </a>
      <span className="min-w-0 text-ink-muted text-sm [overflow-wrap:anywhere]">
        {formatCount(records)} as the file has {records === 1 ? 'it' : 'them'}, to mend and add again (
        {formatBytes(sizeBytes)})
      </span>
    </p>
  );
}
