'use client';

import { type CSSProperties, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { SentenceBar } from '@/components/reader/sentence-bar';
import { sentenceMark } from '@/components/reader/sentence-mark';
import { sentenceParts, type TextPart } from '@/components/reader/sentence-parts';
import { shownText, type TextSpan } from '@/components/reader/text-blocks';
import type { SentenceScoresView } from '@/components/reader/use-sentences';
import { formatScore } from '@/components/ui/format-number';

type SentenceTextProps = Readonly<{
  text: string;
  blocks: readonly TextSpan[];
  styleOf: (block: TextSpan) => CSSProperties | undefined;
  scores: SentenceScoresView;
}>;

/**
 * The text with each sentence tinted and underlined by its score. One stop of the tab key: from there the left and right
 * arrows go from sentence to sentence. The bar above says the score under pointer or focus.
 */
export function SentenceText({ text, blocks, styleOf, scores }: SentenceTextProps) {
  const [active, setActive] = useState<number | null>(null);
  const group = useRef<HTMLDivElement>(null);
  const paragraphs = useMemo(
    () =>
      sentenceParts(blocks, scores.sentences).map((parts, place) => (
        <p
          key={parts[0]?.start}
          dir="auto"
          className="mb-4 whitespace-pre-wrap"
          style={styleOf(blocks[place] ?? NOWHERE)}
        >
          {parts.map((part) => (
            <Part key={part.start} part={part} score={scoreOf(scores, part)}>
              {shownText(text, part)}
            </Part>
          ))}
        </p>
      )),
    [text, blocks, styleOf, scores],
  );
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const from = placeOf(event.target) ?? (by > 0 ? -1 : scores.sentences.length);
    group.current?.querySelector<HTMLElement>(`[data-sentence="${from + by}"]`)?.focus();
  };
  return (
    <>
      <SentenceBar scores={scores} active={active} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      <div
        ref={group}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its sentences are gone through by keyboard
        tabIndex={0}
        aria-label="Text with scores of its sentences; left and right arrow keys go from one to the next"
        className="reading mt-4"
        onKeyDown={step}
        onFocus={(event) => setActive(placeOf(event.target))}
        onBlur={() => setActive(null)}
        onPointerOver={(event) => setActive(placeOf(event.target))}
        onPointerLeave={() => setActive(null)}
      >
        {paragraphs}
      </div>
    </>
  );
}

const NOWHERE: TextSpan = { start: 0, end: 0 };

function Part({ part, score, children }: Readonly<{ part: TextPart; score: number | null; children: ReactNode }>) {
  if (score === null) return children;
  const { className, style } = sentenceMark(score);
  return (
    <mark data-sentence={part.sentence} tabIndex={-1} className={`${className} scroll-my-24`} style={style}>
      {children}
      {part.isEnd ? <span className="visually-hidden"> (score {formatScore(score)})</span> : null}
    </mark>
  );
}

function scoreOf({ sentences }: SentenceScoresView, { sentence }: TextPart): number | null {
  return sentence === null ? null : (sentences[sentence]?.score ?? null);
}

/** The place of the sentence that an event came from. */
function placeOf(target: EventTarget): number | null {
  const mark = target instanceof Element ? target.closest('[data-sentence]') : null;
  const place = mark?.getAttribute('data-sentence');
  return place == null ? null : Number(place);
}
