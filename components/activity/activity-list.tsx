'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { ActivityQuery } from '@/components/activity/activity-query';
import { eventChange, eventSentence } from '@/components/activity/event-words';
import { request } from '@/components/data/request';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/page-states';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { ActivityQuery as ActivityResult } from '@/graphql/generated/operations/graphql';

type Event = NonNullable<ActivityResult['project']>['auditEvents']['nodes'][number];

/** Who did what and when, newest first. The record is chained: each event carries the hash of the one before. */
export function ActivityList({ projectId }: Readonly<{ projectId: string }>) {
  const events = useInfiniteQuery({
    queryKey: ['activity', projectId],
    queryFn: async ({ pageParam, signal }) =>
      (await request(ActivityQuery, { id: projectId, after: pageParam }, signal)).project?.auditEvents ?? null,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  });
  if (events.isPending) return <SkeletonRows rows={8} label="Reading the record" />;
  if (events.isError) {
    return (
      <ErrorState
        title="The record could not be read"
        action={<Button onClick={() => events.refetch()}>Try again</Button>}
      >
        {events.error.message}
      </ErrorState>
    );
  }
  const rows = events.data.pages.flatMap((page) => page?.nodes ?? []);
  return (
    <>
      <ol className="border-line border-t">
        {rows.map((event) => (
          <EventLine key={event.id} event={event} projectId={projectId} />
        ))}
      </ol>
      {events.hasNextPage ? (
        <Button className="mt-4" loading={events.isFetchingNextPage} onClick={() => events.fetchNextPage()}>
          Show earlier
        </Button>
      ) : null}
    </>
  );
}

function EventLine({ event, projectId }: Readonly<{ event: Event; projectId: string }>) {
  const change = eventChange(event.details);
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-line border-b py-2">
      <time dateTime={event.occurredAt} className="w-36 shrink-0 text-ink-muted text-sm tabular-nums">
        {event.occurredAt.slice(0, 16).replace('T', ' ')}
      </time>
      <span className="min-w-0 flex-1">
        <bdi className="font-semibold">{event.actor?.name ?? 'The system'}</bdi> {eventSentence(event.action)}
        {change ? <span className="text-ink-muted">: {change}</span> : null}
      </span>
      {event.subjectType === 'Document' ? (
        <Link
          href={`/projects/${projectId}/documents?doc=${encodeURIComponent(event.subjectId)}`}
          className="text-accent-text text-sm underline"
        >
          document
        </Link>
      ) : null}
      <code title={event.hash} className="font-mono text-ink-faint text-xs">
        {event.hash.slice(0, 8)}
      </code>
    </li>
  );
}
