'use client';

import { X } from 'lucide-react';
import { TagDot } from '@/components/review/tag-dot';
import type { Review, TagView } from '@/components/review/use-review';

type TagListProps = Readonly<{ documentId: string; tags: readonly TagView[]; mayTag: boolean; review: Review }>;

/** The document's tags, each taken off by a press. */
export function TagList({ documentId, tags, mayTag, review }: TagListProps) {
  if (tags.length === 0) return null;
  return (
    <ul aria-label="Tags" className="mt-3 flex flex-wrap gap-1.5">
      {tags.map((tag) => (
        <li
          key={tag.id}
          className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-full bg-sunken pl-2.5 text-ink-muted text-sm ring-1 ring-line ring-inset pointer-coarse:h-11"
        >
          <TagDot color={tag.color} />
          <bdi className="truncate">{tag.name}</bdi>
          {mayTag ? (
            <button
              type="button"
              aria-label={`Take the tag ${tag.name} off`}
              onClick={() => void review.untag(documentId, tag)}
              className="inline-flex size-7 shrink-0 items-center justify-center rounded-full pointer-coarse:size-11 hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          ) : (
            <span className="w-1" />
          )}
        </li>
      ))}
    </ul>
  );
}
