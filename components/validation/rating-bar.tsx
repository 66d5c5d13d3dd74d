'use client';

import { useMemo, useState } from 'react';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { Button } from '@/components/ui/button';
import { KeyHint } from '@/components/ui/key-hint';
import { TextField } from '@/components/ui/text-field';
import type { RatingItemFragment } from '@/graphql/generated/operations/graphql';

type Answer = Readonly<{ value: number } | { isSkipped: true }>;
type RatingBarProps = Readonly<{
  item: RatingItemFragment;
  isSending: boolean;
  onAnswer: (answer: Answer, reason: string) => void;
}>;

const VALUES = [1, 2, 3, 4, 5] as const;
const HALVES = [1, 2, 3, 4] as const;
const MEANINGS = ['not relevant', 'hardly', 'partly', 'largely', 'fully relevant'] as const;

/** The five answers within reach of a thumb or one key; half steps with shift, and a way to pass. */
export function RatingBar({ item, isSending, onAnswer }: RatingBarProps) {
  const [reason, setReason] = useState(item.reason);
  useShortcuts(
    useMemo(
      () => [
        ...VALUES.map((value) => ({
          keys: String(value),
          label: `Rate ${value}, ${MEANINGS[value - 1]}`,
          group: 'Rating',
          run: () => onAnswer({ value }, reason),
        })),
        ...HALVES.map((value) => ({
          keys: `shift+${value}`,
          label: `Rate ${value}.5`,
          group: 'Rating',
          run: () => onAnswer({ value: value + 0.5 }, reason),
        })),
        { keys: 's', label: 'Pass over', group: 'Rating', run: () => onAnswer({ isSkipped: true }, reason) },
      ],
      [onAnswer, reason],
    ),
  );
  return (
    <footer className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 border-line border-t bg-sunken px-4 py-3">
      <fieldset className="flex gap-1.5" aria-label="Relevance" aria-busy={isSending}>
        {VALUES.map((value) => (
          <button
            key={value}
            type="button"
            onClick={() => onAnswer({ value }, reason)}
            aria-pressed={item.value === value}
            aria-label={`${value}, ${MEANINGS[value - 1]}`}
            title={MEANINGS[value - 1]}
            className="inline-flex size-11 items-center justify-center rounded-md border border-line-control bg-surface font-semibold text-lg hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            {value}
          </button>
        ))}
      </fieldset>
      <TextField
        aria-label="Reason, or why it is passed over"
        placeholder="Reason (optional)"
        value={reason}
        maxLength={2000}
        onChange={(event) => setReason(event.target.value)}
        className="max-w-56"
      />
      <Button onClick={() => onAnswer({ isSkipped: true }, reason)} trailing={<KeyHint keys="s" />}>
        Pass over
      </Button>
    </footer>
  );
}
