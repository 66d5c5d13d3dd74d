'use client';

import { ArrowDown, ArrowLeft, ArrowUp, Highlighter, X } from 'lucide-react';
import { formatCount } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';

export interface Place {
  /** Among the rows loaded, from 0; -1 when the list does not hold the document. */
  readonly index: number;
  /** Documents under the filters; null when there are too many to count. */
  readonly total: number | null;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Whether sentences are marked by their scores, from document to document. */
export interface Highlights {
  readonly isOn: boolean;
  readonly toggle: () => void;
}

type ReaderToolbarProps = Readonly<{
  place: Place;
  highlights: Highlights;
  onStep: (by: number) => void;
  onClose: () => void;
}>;

/** Where in the list this document is, and the ways to its neighbours and back. */
export function ReaderToolbar({ place, highlights, onStep, onClose }: ReaderToolbarProps) {
  return (
    <div className="flex min-h-11 items-center gap-1 border-line border-b px-2 py-1">
      <IconButton
        label="Back to the list"
        keys="escape"
        icon={<ArrowLeft aria-hidden />}
        onClick={onClose}
        className="lg:hidden"
      />
      <IconButton
        label="Document before"
        keys="k"
        icon={<ArrowUp aria-hidden />}
        aria-disabled={place.isFirst}
        onClick={() => onStep(-1)}
      />
      <IconButton
        label="Next document"
        keys="j"
        icon={<ArrowDown aria-hidden />}
        aria-disabled={place.isLast}
        onClick={() => onStep(1)}
      />
      <p className="min-w-0 flex-1 truncate px-1 text-ink-muted text-sm">{placeSentence(place)}</p>
      <IconButton
        label="Highlight sentences"
        keys="s"
        icon={<Highlighter aria-hidden />}
        aria-pressed={highlights.isOn}
        onClick={highlights.toggle}
        className="aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
      />
      <IconButton
        label="Close the reader"
        keys="escape"
        icon={<X aria-hidden />}
        onClick={onClose}
        className="max-lg:hidden"
      />
    </div>
  );
}

function placeSentence({ index, total }: Place): string {
  if (index < 0) return 'Not in the list as it is filtered and loaded now';
  return total === null
    ? `${formatCount(index + 1)} in the list`
    : `${formatCount(index + 1)} of ${formatCount(total)}`;
}
