'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ImportIssuesQuery } from '@/components/collections/collections-query';
import { request } from '@/components/data/request';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/page-states';
import { Skeleton } from '@/components/ui/skeleton';
import type { ImportLineFragment, ImportIssuesQuery as IssuesResult } from '@/graphql/generated/operations/graphql';

type Run = Extract<NonNullable<IssuesResult['node']>, { __typename: 'ImportRun' }>;
type Issue = Run['issues']['nodes'][number];

const SEVERITY = { REJECTED: 'Rejected', REPAIRED: 'Repaired', WARNING: 'To know' } as const;

/** Every record that was refused, mended or remarked on, with its line and what stood there. */
export function ImportIssuesDialog({ run, onClose }: Readonly<{ run: ImportLineFragment; onClose: () => void }>) {
  const issues = useInfiniteQuery({
    queryKey: ['import-issues', run.id, run.issueCount],
    queryFn: async ({ pageParam, signal }) => {
      const { node } = await request(ImportIssuesQuery, { id: run.id, after: pageParam }, signal);
      return node?.__typename === 'ImportRun' ? node.issues : null;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  });
  const rows = issues.data?.pages.flatMap((page) => page?.nodes ?? []) ?? [];
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      size="large"
      title={`Remarks on ${run.fileName}`}
      description="What each line was, and what was done with it."
    >
      {issues.isPending ? <Skeleton className="h-40 w-full" /> : null}
      {issues.isError ? (
        <ErrorState
          level={3}
          title="The remarks could not be read"
          action={<Button onClick={() => issues.refetch()}>Try again</Button>}
        >
          {issues.error.message}
        </ErrorState>
      ) : null}
      <ol>
        {rows.map((issue, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an issue has no id, and the list only grows at its end
          <IssueLine key={index} issue={issue} />
        ))}
      </ol>
      {issues.hasNextPage ? (
        <Button className="mt-3" loading={issues.isFetchingNextPage} onClick={() => issues.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Dialog>
  );
}

function IssueLine({ issue }: Readonly<{ issue: Issue }>) {
  const place = [issue.line === null ? null : `line ${issue.line}`, issue.field].filter(Boolean).join(', ');
  return (
    <li className="border-line border-b py-2">
      <p>
        <span className="font-semibold">{SEVERITY[issue.severity]}</span>
        {place ? <span className="text-ink-muted"> {place}</span> : null}{' '}
        <code className="font-mono text-ink-muted text-xs">{issue.code}</code>
      </p>
      <p>{issue.message}</p>
      {issue.snippet ? (
        <pre
          dir="auto"
          className="mt-1 overflow-x-auto whitespace-pre-wrap rounded-md bg-sunken px-2 py-1 font-mono text-xs [overflow-wrap:anywhere]"
        >
          {issue.snippet}
        </pre>
      ) : null}
    </li>
  );
}
