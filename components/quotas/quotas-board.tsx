'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { request } from '@/components/data/request';
import { useSettled } from '@/components/data/use-settled';
import { AccountTable } from '@/components/quotas/account-table';
import { TeamAccountsQuery } from '@/components/quotas/quotas-query';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState, ErrorState } from '@/components/ui/page-states';
import { SkeletonRows } from '@/components/ui/skeleton';
import { TextField } from '@/components/ui/text-field';

/** As long as the API takes it. */
const LONGEST_SEARCH = 120;

/** All teams of the installation with what they use, and the means to change what they may. */
export function QuotasBoard() {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed.trim());
  const teams = useInfiniteQuery({
    queryKey: ['team-accounts', search],
    queryFn: async ({ pageParam, signal }) =>
      (await request(TeamAccountsQuery, { search, after: pageParam }, signal)).installation.teamAccounts,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    placeholderData: keepPreviousData,
  });
  const rows = teams.data?.pages.flatMap(({ nodes }) => nodes) ?? [];
  const total = teams.data?.pages[0]?.totalCount ?? 0;
  return (
    <Page
      title="Teams and limits"
      summary="What each team of this installation uses, and how much of it it may. A team without limits of its own has those of the installation’s settings."
    >
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <TextField
          type="search"
          aria-label="Find a team by its name"
          placeholder="Find a team by its name"
          maxLength={LONGEST_SEARCH}
          leading={<Search aria-hidden />}
          className="max-w-80"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <p role="status" className="text-ink-muted text-sm tabular-nums">
          {teams.isSuccess ? `${formatCount(total)} ${total === 1 ? 'team' : 'teams'}` : null}
        </p>
      </div>
      {teams.isError ? (
        <ErrorState
          className="mx-0 px-0"
          title="The teams could not be read"
          action={<Button onClick={() => teams.refetch()}>Try again</Button>}
        >
          {teams.error.message}
        </ErrorState>
      ) : teams.isPending ? (
        <SkeletonRows rows={8} label="Reading the teams" />
      ) : rows.length === 0 ? (
        <EmptyState className="mx-0 px-0" title={search === '' ? 'No team yet' : 'No team of that name'}>
          {search === ''
            ? 'Whoever has an account may make a team; it stands here from then on.'
            : 'Part of a name is enough, in capitals or not.'}
        </EmptyState>
      ) : (
        <>
          <AccountTable accounts={rows} onChanged={() => void teams.refetch()} />
          {teams.hasNextPage ? (
            <Button className="mt-4" loading={teams.isFetchingNextPage} onClick={() => teams.fetchNextPage()}>
              Show more
            </Button>
          ) : null}
        </>
      )}
    </Page>
  );
}
