'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type DocumentFilters, readFilters, writeFilters } from '@/components/documents/document-filters';

export interface DeskAddress {
  readonly filters: DocumentFilters;
  readonly documentId: string | null;
  /** Adds a step to the browser's history, so that back returns from it. */
  readonly visit: (documentId: string | null) => void;
  /** Takes the place of the present step: walking down a list is not a hundred steps back. */
  readonly moveTo: (documentId: string | null) => void;
  readonly filter: (filters: DocumentFilters) => void;
}

/** Filters and open document live in the address: a link opens the same thing, and back works. */
export function useDeskAddress(): DeskAddress {
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(query)), [query]);
  const documentId = useMemo(() => new URLSearchParams(query).get('doc') || null, [query]);

  const go = useCallback(
    (how: 'pushState' | 'replaceState', change: (now: URLSearchParams) => URLSearchParams) => {
      const now = new URLSearchParams(window.location.search);
      const next = change(now).toString();
      if (next !== now.toString()) window.history[how](null, '', next ? `${pathname}?${next}` : pathname);
    },
    [pathname],
  );
  const visit = useCallback((id: string | null) => go('pushState', (now) => withDocument(now, id)), [go]);
  const moveTo = useCallback((id: string | null) => go('replaceState', (now) => withDocument(now, id)), [go]);
  const filter = useCallback((next: DocumentFilters) => go('replaceState', (now) => writeFilters(now, next)), [go]);
  return useMemo(() => ({ filters, documentId, visit, moveTo, filter }), [filters, documentId, visit, moveTo, filter]);
}

function withDocument(parameters: URLSearchParams, id: string | null): URLSearchParams {
  const next = new URLSearchParams(parameters);
  if (id === null) next.delete('doc');
  else next.set('doc', id);
  return next;
}
