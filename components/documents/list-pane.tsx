'use client';

import type { RefObject } from 'react';
import { countSentence, freshSentence } from '@/components/documents/count-sentence';
import { filterKey, hasFilters } from '@/components/documents/document-filters';
import { FilterChips } from '@/components/documents/filter-chips';
import { FilterPopover } from '@/components/documents/filter-popover';
import { ListProgress } from '@/components/documents/list-progress';
import { ListFailed, NoDocuments, NoneSoFar, NothingMatches } from '@/components/documents/list-states';
import { RankedList } from '@/components/documents/ranked-list';
import { thresholdPlace } from '@/components/documents/ranked-rows';
import type { ProjectView } from '@/components/documents/read-documents';
import { SearchField } from '@/components/documents/search-field';
import type { Cursor } from '@/components/documents/use-cursor';
import type { DeskAddress } from '@/components/documents/use-desk-address';
import type { useLiveList } from '@/components/documents/use-live-list';
import type { useRankedList } from '@/components/documents/use-ranked-list';
import { ExportDialog } from '@/components/exports/export-dialog';
import { Button } from '@/components/ui/button';
import { SkeletonRows } from '@/components/ui/skeleton';

export interface ListPaneProps {
  readonly project: ProjectView;
  readonly address: DeskAddress;
  readonly list: ReturnType<typeof useRankedList>;
  readonly live: ReturnType<typeof useLiveList>;
  readonly cursor: Cursor;
  readonly threshold: number | null;
  readonly isFilterOpen: boolean;
  readonly onFilterOpen: (open: boolean) => void;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly grid: RefObject<HTMLDivElement | null>;
}

/** Search, filters, progress and the list itself. */
export function ListPane(props: ListPaneProps) {
  const { project, address, list, live, grid } = props;
  const { progress, collections, referenceSources } = project;
  const isFiltered = hasFilters(address.filters);
  const mayExport = project.viewerPermissions.includes('export:create');
  if (progress.documents === 0) return <NoDocuments project={project} />;
  const fresh = freshSentence(live.newlyScored, live.isReordered);
  const refresh = () => {
    void live.sortAgain();
    grid.current?.scrollTo({ top: 0 });
  };
  return (
    <>
      <div className="flex flex-col gap-2 border-line border-b px-3 pt-2.5 pb-2">
        <div className="flex items-center gap-2">
          <SearchField ref={props.searchField} address={address} isReading={list.isReading} />
          <FilterPopover
            address={address}
            projectId={project.id}
            collections={collections.nodes}
            sources={referenceSources.nodes}
            tags={project.tags}
            threshold={props.threshold}
            open={props.isFilterOpen}
            onOpenChange={props.onFilterOpen}
          />
        </div>
        <FilterChips
          address={address}
          collections={collections.nodes}
          sources={referenceSources.nodes}
          tags={project.tags}
        />
        <ListProgress project={project} />
        <div className="flex min-h-5 items-center justify-between gap-3">
          <p role="status" className="truncate text-ink-muted text-sm">
            {list.error
              ? null
              : countSentence({ shown: list.total, total: progress.documents - progress.duplicates, isFiltered })}
          </p>
          <div className="flex shrink-0 items-center gap-1">
            {fresh ? (
              <Button variant="quiet" size="small" className="-my-1.5 text-accent-text" onClick={refresh}>
                {fresh}
              </Button>
            ) : null}
            {mayExport && !list.error && list.rows.length > 0 ? (
              <ExportDialog
                projectId={project.id}
                filters={address.filters}
                total={list.total ?? null}
                threshold={props.threshold}
              />
            ) : null}
          </div>
        </div>
      </div>
      <ListBody {...props} />
    </>
  );
}

function ListBody({ project, address, list, live, cursor, threshold, grid }: ListPaneProps) {
  if (list.error && list.rows.length === 0) return <ListFailed error={list.error} onRetry={() => void list.retry()} />;
  if (list.rows.length === 0 && list.isReading) return <SkeletonRows rows={14} label="Reading the list" />;
  if (list.rows.length === 0 && list.hasMore) {
    return <NoneSoFar isReading={list.isReadingMore} onGoOn={() => void list.readMore()} />;
  }
  if (list.rows.length === 0) {
    return (
      <NothingMatches address={address} hasThreshold={threshold !== null} onRefresh={() => void live.sortAgain()} />
    );
  }
  return (
    <RankedList
      gridRef={grid}
      listKey={filterKey(address.filters)}
      rows={list.rows}
      total={list.total ?? null}
      isBusy={list.isReading}
      cursor={cursor}
      threshold={threshold}
      linePlace={thresholdPlace(list.rows, threshold, live.rescored)}
      showsCollection={project.collections.totalCount > 1}
      isBehindReader={address.documentId !== null}
      hasMore={list.hasMore}
      isReadingMore={list.isReadingMore}
      hasFailedMore={list.hasFailedMore}
      onReadMore={() => void list.readMore()}
      onScrollTo={live.noteScroll}
    />
  );
}
