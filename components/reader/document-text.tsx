'use client';

import { type CSSProperties, useCallback, useMemo } from 'react';
import { SentenceText } from '@/components/reader/sentence-text';
import { blockSpans, shownText, type TextSpan } from '@/components/reader/text-blocks';
import type { SentenceScoresView } from '@/components/reader/use-sentences';
import type { DocumentTextQuery } from '@/graphql/generated/operations/graphql';

export type DocumentTextView = Extract<NonNullable<DocumentTextQuery['node']>, { __typename: 'Document' }>;

/** From here on blocks out of view are not laid out until they are scrolled to. */
const LONG = 20_000;

type DocumentTextProps = Readonly<{
  text: string;
  /** To be marked in the text; null for the text alone. */
  scores: SentenceScoresView | null;
}>;

/** The document's own words, as data: line ends kept, nothing interpreted, megabytes in blocks. */
export function DocumentText({ text, scores }: DocumentTextProps) {
  const blocks = useMemo(() => blockSpans(text), [text]);
  const isLong = text.length > LONG;
  const styleOf = useCallback((block: TextSpan) => (isLong ? laidOutInView(block) : undefined), [isLong]);
  if (blocks.length === 0) return <p className="mt-8 text-ink-muted">This document has no text.</p>;
  if (scores && scores.sentences.length > 0) {
    return <SentenceText text={text} blocks={blocks} styleOf={styleOf} scores={scores} />;
  }
  return (
    <div className="reading mt-8">
      {blocks.map((block) => (
        <p key={block.start} dir="auto" className="mb-4 whitespace-pre-wrap" style={styleOf(block)}>
          {shownText(text, block)}
        </p>
      ))}
    </div>
  );
}

/** About how high a block will be, 68 characters of 28 px lines, so that the scrollbar does not lie much. */
function laidOutInView({ start, end }: TextSpan): CSSProperties {
  const height = Math.ceil((end - start) / 68) * 28;
  return { contentVisibility: 'auto', containIntrinsicBlockSize: `auto ${height}px` };
}
