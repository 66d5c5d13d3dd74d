'use client';

import { X } from 'lucide-react';
import { NO_FILTERS } from '@/components/documents/document-filters';
import { filterChips } from '@/components/documents/filter-words';
import type { LabelSourceView } from '@/components/documents/source-filters';
import type { DeskAddress } from '@/components/documents/use-desk-address';
import { Button } from '@/components/ui/button';

type FilterChipsProps = Readonly<{
  address: DeskAddress;
  collections: readonly { readonly id: string; readonly name: string }[];
  sources: readonly LabelSourceView[];
  tags: readonly { readonly id: string; readonly name: string }[];
}>;

/** What the list is narrowed by, each taken away by a press. */
export function FilterChips({ address, collections, sources, tags }: FilterChipsProps) {
  const { filters, filter } = address;
  const chips = filterChips(filters, { collections, sources, tags });
  if (chips.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <ul aria-label="Filters in use" className="contents">
        {chips.map(({ label, without }) => (
          <li key={label} className="max-w-full">
            <button
              type="button"
              aria-label={`Remove filter: ${label}`}
              onClick={() => filter(without)}
              className="inline-flex h-7 max-w-full items-center gap-1 rounded-full bg-accent-soft pr-1.5 pl-2.5 text-accent-text text-sm pointer-coarse:h-11 hover:bg-hover"
            >
              <bdi className="truncate">{label}</bdi>
              <X aria-hidden className="size-3.5 shrink-0" />
            </button>
          </li>
        ))}
      </ul>
      {chips.length > 1 ? (
        <Button variant="quiet" size="small" onClick={() => filter({ ...NO_FILTERS, search: filters.search })}>
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}
