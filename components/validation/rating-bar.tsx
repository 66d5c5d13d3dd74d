'use client';

import { Undo2 } from 'lucide-react';
import { type MouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useDockHeight } from '@/components/shell/use-dock-height';
import { type Shortcut, useShortcuts } from '@/components/shell/use-shortcuts';
import { Button } from '@/components/ui/button';
import { KeyHint } from '@/components/ui/key-hint';
import { TextField } from '@/components/ui/text-field';
import type { Answer, Item } from '@/components/validation/rating-state';
import { SkipMenu } from '@/components/validation/skip-menu';

type RatingBarProps = Readonly<{
  item: Item;
  /** What undo would take back: said on its button, since a note over the bar would cover the answers. */
  last: Item | null;
  onAnswer: (item: Item, answer: Answer) => void;
  onUndo: () => void;
}>;

const VALUES = [1, 2, 3, 4, 5] as const;
const HALVES = [1, 2, 3, 4] as const;
const MEANINGS = ['not relevant', 'hardly', 'partly', 'largely', 'fully relevant'] as const;

/** The five answers within reach of a thumb or one key; half steps with shift, and a way to pass. */
export function RatingBar({ item, last, onAnswer, onUndo }: RatingBarProps) {
  // One bar for all documents, so that the focus stays on its button; a note belongs to one of them.
  const [note, setNote] = useState({ id: item.id, text: item.reason });
  const reason = note.id === item.id ? note.text : item.reason;
  const [isSkipping, setIsSkipping] = useState(false);
  const dock = useRef<HTMLElement>(null);
  useDockHeight(dock);
  const rate = useCallback(
    (value: number) => onAnswer(item, { value, isSkipped: false, reason }),
    [item, onAnswer, reason],
  );
  useShortcuts(useMemo(() => ratingKeys(rate, () => setIsSkipping(true)), [rate]));
  // The second click of a double click would answer a document that nobody has read.
  const rateOnce = (value: number) => (event: MouseEvent) => event.detail > 1 || rate(value);
  return (
    <footer
      ref={dock}
      className="flex flex-col gap-2 border-line border-t bg-sunken px-4 py-3 md:flex-row md:flex-wrap md:items-center md:justify-center md:gap-x-4"
    >
      <div className="flex min-w-0 gap-2 md:order-2">
        <TextField
          aria-label="Note on your answer"
          placeholder="Note (optional)"
          value={reason}
          maxLength={2000}
          onChange={(event) => setNote({ id: item.id, text: event.target.value })}
          className="min-w-0 flex-1 md:max-w-56"
        />
        <SkipMenu
          open={isSkipping}
          onOpenChange={setIsSkipping}
          onSkip={(why) => onAnswer(item, { value: null, isSkipped: true, reason: why })}
        />
        <Button
          icon={<Undo2 aria-hidden />}
          disabled={!last}
          onClick={onUndo}
          trailing={<KeyHint keys="u" className="max-md:hidden" />}
        >
          {last ? `Undo ${last.value ?? 'pass'}` : 'Undo'}
        </Button>
      </div>
      <fieldset className="grid grid-cols-5 gap-1.5 md:order-1 md:flex" aria-label="Relevance">
        {VALUES.map((value) => (
          <button
            key={value}
            type="button"
            onClick={rateOnce(value)}
            aria-pressed={item.value === value}
            aria-label={`${value}, ${MEANINGS[value - 1]}`}
            title={MEANINGS[value - 1]}
            className="inline-flex h-14 items-center justify-center rounded-md border border-line-control bg-surface font-semibold text-lg hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft md:size-11"
          >
            {value}
          </button>
        ))}
      </fieldset>
      <div
        aria-hidden
        className="flex justify-between text-ink-muted text-xs md:order-3 md:w-full md:justify-center md:gap-4"
      >
        <span className="md:hidden">{MEANINGS[0]}</span>
        <span className="md:hidden">{MEANINGS[4]}</span>
        <KeysShown />
      </div>
    </footer>
  );
}

function KeysShown() {
  return (
    <span className="hidden flex-wrap items-center gap-x-4 gap-y-1 md:flex">
      <span>
        <KeyHint keys="1" /> {MEANINGS[0]} to <KeyHint keys="5" /> {MEANINGS[4]}
      </span>
      <span>
        <KeyHint keys="shift+3" /> half a step more
      </span>
      <span>
        <KeyHint keys="k" /> <KeyHint keys="j" /> look back and forward
      </span>
    </span>
  );
}

function ratingKeys(rate: (value: number) => void, skip: () => void): Shortcut[] {
  const once = (value: number) => (event: KeyboardEvent) => event.repeat || rate(value);
  return [
    ...VALUES.map((value) => ({
      keys: String(value),
      label: `Rate ${value}, ${MEANINGS[value - 1]}`,
      group: 'Rating',
      run: once(value),
    })),
    ...HALVES.map((value) => ({
      keys: `shift+${value}`,
      label: `Rate ${value}.5`,
      group: 'Rating',
      run: once(value + 0.5),
    })),
    { keys: 's', label: 'Pass over, with a reason', group: 'Rating', run: skip },
  ];
}
