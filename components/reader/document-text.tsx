'use client';

import { useMemo } from 'react';
import { textBlocks } from '@/components/reader/text-blocks';
import type { DocumentTextQuery } from '@/graphql/generated/operations/graphql';

export type DocumentTextView = Extract<NonNullable<DocumentTextQuery['node']>, { __typename: 'Document' }>;

/** From here on blocks out of view are not laid out until they are scrolled to. */
const LONG = 20_000;

/** The document's own words, as data: line ends kept, nothing interpreted, megabytes in blocks. */
export function DocumentText({ text }: Readonly<{ text: string }>) {
  const blocks = useMemo(() => textBlocks(text), [text]);
  const isLong = text.length > LONG;
  if (blocks.length === 0) return <p className="mt-8 text-ink-muted">This document has no text.</p>;
  return (
    <div className="reading mt-8">
      {blocks.map((block, place) => (
        <p
          // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a text never move
          key={place}
          dir="auto"
          className="mb-4 whitespace-pre-wrap"
          style={
            isLong ? { contentVisibility: 'auto', containIntrinsicBlockSize: `auto ${heightOf(block)}px` } : undefined
          }
        >
          {block}
        </p>
      ))}
    </div>
  );
}

/** About how high a block will be, 68 characters of 28 px lines, so that the scrollbar does not lie much. */
function heightOf(block: string): number {
  return Math.ceil(block.length / 68) * 28;
}
