'use client';

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { documentKeys, type ListData } from '@/components/documents/document-cache';
import { type DocumentFilters, filterKey } from '@/components/documents/document-filters';
import { mayMatch, type RankedPage, rowsOf } from '@/components/documents/ranked-rows';
import { readRankedPage } from '@/components/documents/read-documents';

interface ListOptions {
  readonly projectId: string;
  readonly filters: DocumentFilters;
  readonly threshold: number | null;
  /** The first page as the server rendered it, and the filters it was read with. */
  readonly initial: Readonly<{ page: RankedPage; filterKey: string }>;
}

/**
 * The ranking under these filters, read forwards in keyed pages. Nothing here reads again by itself: a list that
 * moves under the reader's eyes is decided on elsewhere, and `refresh` does it.
 */
export function useRankedList({ projectId, filters, threshold, initial }: ListOptions) {
  const client = useQueryClient();
  const key = filterKey(filters);
  useState(() =>
    client.setQueryData<ListData>(documentKeys.list(projectId, initial.filterKey), {
      pages: [initial.page],
      pageParams: [null],
    }),
  );
  const query = useInfiniteQuery({
    queryKey: documentKeys.list(projectId, key),
    queryFn: ({ pageParam, signal }) => readRankedPage(projectId, filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
    placeholderData: keepPreviousData,
    // Going back to earlier filters reads them again; staying on these does not.
    refetchOnMount: false,
    refetchOnReconnect: false,
  });

  const { data, isPlaceholderData } = query;
  const rows = useMemo(() => {
    const loaded = rowsOf(data?.pages ?? []);
    return isPlaceholderData ? loaded.filter((row) => mayMatch(row, filters, threshold)) : loaded;
  }, [data, isPlaceholderData, filters, threshold]);

  /** Reads the first page in the place of all that is loaded; false when it could not be read. */
  const refresh = useCallback(async (): Promise<boolean> => {
    try {
      const page = await readRankedPage(projectId, filters, null);
      client.setQueryData<ListData>(documentKeys.list(projectId, key), { pages: [page], pageParams: [null] });
      return true;
    } catch {
      return false;
    }
  }, [client, projectId, filters, key]);

  return {
    rows,
    refresh,
    /** Documents under these filters: null beyond what is counted, undefined while not known. */
    total: isPlaceholderData ? undefined : data?.pages[0]?.totalCount,
    isReading: query.isPending || isPlaceholderData,
    error: query.error,
    hasMore: query.hasNextPage && !isPlaceholderData,
    isReadingMore: query.isFetchingNextPage,
    hasFailedMore: query.isFetchNextPageError,
    readMore: query.fetchNextPage,
    retry: query.refetch,
  };
}
