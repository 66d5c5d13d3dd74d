'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { DocumentRow, rowElementId } from '@/components/documents/document-row';
import { isIncluded, type RankedRow } from '@/components/documents/ranked-rows';
import type { Cursor } from '@/components/documents/use-cursor';
import { useRowHeight } from '@/components/documents/use-row-height';
import { Button } from '@/components/ui/button';
import { mergeClasses } from '@/components/ui/merge-classes';

type RankedListProps = Readonly<{
  gridRef: RefObject<HTMLDivElement | null>;
  listKey: string;
  rows: readonly RankedRow[];
  total: number | null;
  isBusy: boolean;
  cursor: Cursor;
  threshold: number | null;
  linePlace: number | null;
  showsCollection: boolean;
  isBehindReader: boolean;
  hasMore: boolean;
  isReadingMore: boolean;
  hasFailedMore: boolean;
  onReadMore: () => void;
  onScrollTo: (scrollTop: number) => void;
}>;

const READ_AHEAD = 40;

/**
 * The rows in view of a list of any length. One stop for the Tab key: the grid holds the focus and names the row it
 * stands on, so that rows may come and go under it.
 */
export function RankedList(props: RankedListProps) {
  const { gridRef, listKey, rows, total, cursor, hasMore, onReadMore, onScrollTo } = props;
  const rowHeight = useRowHeight();
  const virtualizer = useVirtualizer({
    count: rows.length + (hasMore ? 1 : 0),
    getScrollElement: () => gridRef.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? 'more',
    overscan: 12,
    initialRect: { width: 480, height: 720 },
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows measured at another height are all wrong
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const needsMore = hasMore && !props.isReadingMore && !props.hasFailedMore && lastShown >= rows.length - READ_AHEAD;
  useEffect(() => {
    if (needsMore) onReadMore();
  }, [needsMore, onReadMore]);
  // Also when the list comes back from behind the reader, on a narrow screen: the cursor may have walked on meanwhile.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list follows the cursor, not its row when others move
  useEffect(() => {
    if (cursor.place >= 0) virtualizer.scrollToIndex(cursor.place, { align: 'auto' });
  }, [virtualizer, cursor.id, props.isBehindReader]);
  useTopOnChange(gridRef, listKey);

  const current = cursor.place >= 0 && items.some(({ index }) => index === cursor.place) ? cursor.id : null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtualised with rows set by transform
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label="Ranked documents"
      aria-rowcount={total ?? -1}
      aria-busy={props.isBusy || undefined}
      aria-activedescendant={current === null ? undefined : rowElementId(current)}
      onScroll={(event) => onScrollTo(event.currentTarget.scrollTop)}
      onKeyDown={(event) => moveByArrows(event, cursor)}
      className={mergeClasses(
        '@container relative min-h-0 flex-1 overflow-y-auto overscroll-contain focus-visible:outline-offset-[-2px]',
        props.isBusy && 'opacity-60',
      )}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: the grid is no table, as said above */}
      <div role="rowgroup" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return <MoreRow key={item.key} start={item.start} {...props} />;
          return (
            <DocumentRow
              key={row.id}
              row={row}
              place={item.index}
              start={item.start}
              isCurrent={row.id === cursor.id}
              isBelow={isIncluded(row, props.threshold) === false}
              lineAbove={item.index === props.linePlace ? props.threshold : null}
              showsCollection={props.showsCollection}
              onOpen={cursor.open}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The end of what is loaded: more is on its way, or could not be had. */
function MoreRow({ start, hasFailedMore, onReadMore }: RankedListProps & { start: number }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the grid is no table, as said above
    <div
      role="row"
      tabIndex={-1}
      className="row absolute inset-x-0 top-0 flex items-center px-3 text-ink-muted text-sm"
      style={{ transform: `translateY(${start}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: the grid is no table, as said above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus */}
      <span role="gridcell" className="flex items-center gap-2">
        {hasFailedMore ? (
          <>
            The rest could not be read.
            <Button variant="quiet" size="small" onClick={onReadMore}>
              Try again
            </Button>
          </>
        ) : (
          'Reading more'
        )}
      </span>
    </div>
  );
}

function moveByArrows(event: KeyboardEvent<HTMLDivElement>, cursor: Cursor): void {
  if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = STEPS.get(event.key);
  if (step === undefined && event.key !== 'Home') return;
  event.preventDefault();
  if (step === undefined) cursor.toTop();
  else cursor.step(step);
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['PageDown', 10],
  ['PageUp', -10],
]);

/** Other filters are another list, which begins at its top. */
function useTopOnChange(gridRef: RefObject<HTMLDivElement | null>, listKey: string): void {
  const shown = useRef(listKey);
  useEffect(() => {
    if (shown.current === listKey) return;
    shown.current = listKey;
    gridRef.current?.scrollTo({ top: 0 });
  }, [gridRef, listKey]);
}
