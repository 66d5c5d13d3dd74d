'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useCallback } from 'react';
import { request } from '@/components/data/request';
import { useProjectChanges } from '@/components/data/use-project-changes';
import { ExportLine } from '@/components/exports/export-line';
import { exportState } from '@/components/exports/export-words';
import { ExportsQuery } from '@/components/exports/exports-query';
import { Page } from '@/components/shell/page';
import { Button, ButtonLink } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState, Notice } from '@/components/ui/page-states';
import type { ExportsQuery as ExportsResult } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<ExportsResult['project']>;

/** While one is being made its numbers are asked for as well, in case a message is lost. */
const LOOK_MS = 2_000;

/** Files that were made of this project, newest first. */
export function ExportsBoard({ initial }: Readonly<{ initial: Project }>) {
  const client = useQueryClient();
  const { data: project = initial, error } = useQuery({
    queryKey: ['exports', initial.id],
    queryFn: async ({ signal }) => (await request(ExportsQuery, { id: initial.id }, signal)).project ?? initial,
    initialData: initial,
    refetchInterval: ({ state }) =>
      state.data?.exports.nodes.some(({ status }) => exportState(status).isOpen) ? LOOK_MS : false,
  });
  const refresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['exports', initial.id] });
  }, [client, initial.id]);
  useProjectChanges(initial.id, (change) => {
    if (change === null || change.topics.includes('EXPORT')) refresh();
  });
  const { nodes, totalCount } = project.exports;
  const mayExport = project.viewerPermissions.includes('export:create');
  const toList = `/projects/${project.id}/documents`;
  return (
    <Page
      title="Exports"
      summary={`Files made of the ranked list, each as the project was at one moment. They are kept for seven days.${mayExport || nodes.length === 0 ? '' : ' Your role sees which there are; reviewers, admins and owners fetch them.'}`}
      actions={mayExport && nodes.length > 0 ? <ButtonLink href={toList}>Export from the list</ButtonLink> : null}
    >
      {error ? (
        <Notice
          tone="wrong"
          live
          className="mb-4"
          title="The exports could not be read"
          action={
            <Button size="small" onClick={refresh}>
              Try again
            </Button>
          }
        >
          What stands here is as it was when it was read last.
        </Notice>
      ) : null}
      {nodes.length === 0 ? (
        <EmptyState
          icon={<Download aria-hidden />}
          title="Files of this project"
          className="mx-0 px-0"
          action={mayExport ? <ButtonLink href={toList}>Go to the list</ButtonLink> : null}
        >
          {mayExport
            ? 'Narrow the ranked list to what you need and press “Export these”: CSV, Excel, JSON Lines, RIS or Parquet, with scores, overrides, decisions, tags and notes beside every field the documents came with.'
            : 'Nobody has made one yet. Your role reads this project here and does not export from it.'}
        </EmptyState>
      ) : (
        <ul aria-label="Exports" className="border-line border-t">
          {nodes.map((run) => (
            <ExportLine key={run.id} run={run} onChanged={refresh} />
          ))}
        </ul>
      )}
      {totalCount > nodes.length ? (
        <p className="mt-3 text-ink-muted text-sm">
          The newest {formatCount(nodes.length)} of {formatCount(totalCount)}; the API has the others.
        </p>
      ) : null}
    </Page>
  );
}
