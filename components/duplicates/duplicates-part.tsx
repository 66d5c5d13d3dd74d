'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { request } from '@/components/data/request';
import { ProposalsQuery } from '@/components/duplicates/duplicates-query';
import { ProposalLine } from '@/components/duplicates/proposal-line';
import { Section } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { ErrorState } from '@/components/ui/page-states';

export function proposalsKey(projectId: string) {
  return ['duplicate-proposals', projectId] as const;
}

type DuplicatesPartProps = Readonly<{ projectId: string; mayDecide: boolean }>;

/**
 * Records that look like one work and were not joined by themselves; nothing is shown where there are none. The page it
 * stands on says when the project has changed (proposalsKey).
 */
export function DuplicatesPart({ projectId, mayDecide }: DuplicatesPartProps) {
  const client = useQueryClient();
  const refresh = useCallback(
    () => client.invalidateQueries({ queryKey: proposalsKey(projectId) }),
    [client, projectId],
  );
  const proposals = useInfiniteQuery({
    queryKey: proposalsKey(projectId),
    queryFn: async ({ pageParam, signal }) =>
      (await request(ProposalsQuery, { id: projectId, after: pageParam }, signal)).project?.duplicateProposals ?? null,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  });
  const rows = proposals.data?.pages.flatMap((page) => page?.nodes ?? []) ?? [];
  const total = proposals.data?.pages.at(-1)?.totalCount ?? 0;
  if (proposals.isError) {
    return (
      <Section title="Likely duplicates">
        <ErrorState
          level={3}
          className="mx-0 px-0 py-4"
          title="Likely duplicates could not be read"
          action={<Button onClick={() => proposals.refetch()}>Try again</Button>}
        >
          {proposals.error.message}
        </ErrorState>
      </Section>
    );
  }
  if (rows.length === 0) return null;
  return (
    <Section
      title="Likely duplicates"
      hint={`${formatCount(total)} ${total === 1 ? 'pair has' : 'pairs have'} the same title, years at most one apart and similar authors, but no identifier in common. They stay two works until somebody says otherwise.`}
    >
      <ul className="border-line border-t">
        {rows.map((proposal) => (
          <ProposalLine key={proposal.id} proposal={proposal} mayDecide={mayDecide} onDecided={refresh} />
        ))}
      </ul>
      {proposals.hasNextPage ? (
        <Button className="mt-3" loading={proposals.isFetchingNextPage} onClick={() => proposals.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Section>
  );
}
