'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { request } from '@/components/data/request';
import { useOperation } from '@/components/data/use-operation';
import { useProjectChanges } from '@/components/data/use-project-changes';
import { AgreementByMonth } from '@/components/monitor/agreement-by-month';
import { DriftReport } from '@/components/monitor/drift-report';
import { hindranceWords } from '@/components/monitor/drift-words';
import { CheckDrift, MonitorQuery } from '@/components/monitor/monitor-query';
import { Page } from '@/components/shell/page';
import { Button, ButtonLink } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState, Notice } from '@/components/ui/page-states';
import { showFailure, showToast } from '@/components/ui/toast';
import type { CheckDriftMutation, MonitorQuery as MonitorResult } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<MonitorResult['project']>;

const pickCheck = (result: CheckDriftMutation) => result.checkDrift;

/** Whether new collections still look like what the threshold in force was computed from; live. */
export function Monitor({ initial }: Readonly<{ initial: Project }>) {
  const client = useQueryClient();
  const key = ['monitor', initial.id];
  const { data: project = initial } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await request(MonitorQuery, { id: initial.id }, signal)).project ?? initial,
    initialData: initial,
  });
  const readAgain = () => client.invalidateQueries({ queryKey: key });
  useProjectChanges(initial.id, readAgain);
  const mayCheck = project.viewerPermissions.includes('drift:check');
  const { nodes: reports, totalCount } = project.driftReports;
  return (
    <Page
      title="Monitor"
      summary={
        project.activeCalibration
          ? `New collections against version ${project.activeCalibration.version} of the threshold, saved on ${project.activeCalibration.createdAt.slice(0, 10)}.`
          : 'Whether new collections still look like those the threshold was computed from.'
      }
      actions={mayCheck && project.driftHindrance === null ? <CheckNow projectId={project.id} /> : null}
    >
      {project.driftHindrance ? (
        <Notice
          className="mb-6"
          title="New collections are not compared"
          action={<ButtonLink href={`/projects/${project.id}/threshold`}>Threshold</ButtonLink>}
        >
          {hindranceWords(project.driftHindrance)}
        </Notice>
      ) : reports.length === 0 ? (
        <NothingNew />
      ) : null}
      {reports.map((report) => (
        <DriftReport key={report.id} report={report} mayDismiss={mayCheck} onChange={readAgain} />
      ))}
      {totalCount > reports.length ? (
        <p className="text-ink-muted">
          The newest {reports.length} of {formatCount(totalCount)} reports; the API lists all.
        </p>
      ) : null}
      <AgreementByMonth months={project.agreementByMonth} />
    </Page>
  );
}

function CheckNow({ projectId }: Readonly<{ projectId: string }>) {
  const check = useOperation(CheckDrift, pickCheck);
  const run = async () => {
    const done = await check.run({ input: { projectId } });
    if (done) showToast({ message: 'What has grown is being compared' });
    else showFailure({ message: 'Nothing could be compared', detail: 'Try again in a moment.' });
  };
  return (
    <Button loading={check.isRunning} onClick={run}>
      Check now
    </Button>
  );
}

function NothingNew() {
  return (
    <EmptyState icon={<Activity aria-hidden />} title="Nothing new to compare" className="mx-0 px-0 py-6">
      Once 50 or more scored documents have come into a collection since the version was saved, their scores and lengths
      are compared here. That happens by itself whenever scoring has ended.
    </EmptyState>
  );
}
