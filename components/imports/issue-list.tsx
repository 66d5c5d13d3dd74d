'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { request } from '@/components/data/request';
import { ImportIssuesQuery } from '@/components/imports/import-report-query';
import { type IssueChoice, SEVERITIES } from '@/components/imports/issue-filter';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { ErrorState } from '@/components/ui/page-states';
import { Skeleton } from '@/components/ui/skeleton';
import type { ImportIssuesQuery as IssuesResult } from '@/graphql/generated/operations/graphql';

type Run = Extract<NonNullable<IssuesResult['node']>, { __typename: 'ImportRun' }>;
type Issue = Run['issues']['nodes'][number];

/** While an import runs, what is shown is read again this often. */
const LIVE_MS = 4_000;

/** Every record that was refused, mended or remarked on, with its place and what stood there. */
export function IssueList({
  importId,
  choice,
  isLive,
}: Readonly<{ importId: string; choice: IssueChoice; isLive: boolean }>) {
  const issues = useInfiniteQuery({
    queryKey: ['import-issues', importId, choice.severity, choice.code],
    queryFn: async ({ pageParam, signal }) => {
      const { node } = await request(ImportIssuesQuery, { id: importId, after: pageParam, ...choice }, signal);
      return node?.__typename === 'ImportRun' ? node.issues : null;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? LIVE_MS : false,
  });
  const rows = issues.data?.pages.flatMap((page) => page?.nodes ?? []) ?? [];
  const total = issues.data?.pages.at(-1)?.totalCount ?? 0;
  if (issues.isPending) return <Skeleton className="h-40 w-full" />;
  if (issues.isError) {
    return (
      <ErrorState
        level={3}
        title="The remarks could not be read"
        action={<Button onClick={() => issues.refetch()}>Try again</Button>}
      >
        {issues.error.message}
      </ErrorState>
    );
  }
  return (
    <div aria-busy={issues.isPlaceholderData}>
      <ol className="border-line border-t">
        {rows.map((issue, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an issue has no id, and the list only grows at its end
          <IssueLine key={index} issue={issue} />
        ))}
      </ol>
      <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-ink-muted text-sm">
        {issues.hasNextPage ? (
          <Button loading={issues.isFetchingNextPage} onClick={() => issues.fetchNextPage()}>
            Show more
          </Button>
        ) : null}
        {rows.length === 0
          ? 'No remark of this kind is listed.'
          : `${formatCount(rows.length)} of ${formatCount(total)} shown`}
      </p>
    </div>
  );
}

function IssueLine({ issue }: Readonly<{ issue: Issue }>) {
  const place = [issue.line === null ? null : `line ${formatCount(issue.line)}`, issue.field]
    .filter(Boolean)
    .join(', ');
  return (
    <li className="border-line border-b py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-semibold">{SEVERITIES[issue.severity]}</span>
        {issue.file ? <bdi className="[overflow-wrap:anywhere]">{issue.file}</bdi> : null}
        {place ? <bdi className="text-ink-muted [overflow-wrap:anywhere]">{place}</bdi> : null}
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
