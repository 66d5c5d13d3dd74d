'use client';

import { Check, CircleHelp, StickyNote, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { NOTE_FIELD_ID } from '@/components/review/note-list';
import { TagPopover } from '@/components/review/tag-popover';
import { DECIDED_WORDS, type Review, type TagView } from '@/components/review/use-review';
import { IconButton } from '@/components/ui/icon-button';
import type { DecisionValue, StandingFragment } from '@/graphql/generated/operations/graphql';

type DecisionBarProps = Readonly<{
  documentId: string;
  /** Null while it is read. */
  standing: StandingFragment | null;
  known: readonly TagView[];
  review: Review;
  isTagOpen: boolean;
  onTagOpen: (open: boolean) => void;
}>;

const CHOICES: readonly Readonly<{ value: DecisionValue; keys: string; icon: ReactNode }>[] = [
  { value: 'INCLUDE', keys: 'i', icon: <Check aria-hidden /> },
  { value: 'MAYBE', keys: 'm', icon: <CircleHelp aria-hidden /> },
  { value: 'EXCLUDE', keys: 'x', icon: <X aria-hidden /> },
];

/** In, unsure or out; pressing the decision in force takes it back. Tags and notes stand beside it. */
export function DecisionBar({ documentId, standing, known, review, isTagOpen, onTagOpen }: DecisionBarProps) {
  const inForce = standing?.decision?.value ?? null;
  return (
    <section aria-label="Decide" className="border-line border-t bg-surface px-3 py-1.5 sm:px-4">
      <div className="mx-auto flex max-w-[43rem] items-center gap-1.5">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame of its own */}
        <div role="group" aria-label="Decision" className="flex min-w-0 flex-1 gap-1.5 sm:max-w-72">
          {CHOICES.map(({ value, keys, icon }) => (
            <button
              key={value}
              type="button"
              aria-pressed={inForce === value}
              aria-keyshortcuts={keys}
              disabled={standing === null}
              onClick={() => void review.decide(documentId, value)}
              className="target inline-flex min-w-0 flex-1 items-center justify-center gap-1.5 rounded-md px-2 text-ink-muted text-sm ring-1 ring-line-strong ring-inset hover:bg-hover hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent-text aria-pressed:ring-accent [&_svg]:size-4 [&_svg]:shrink-0"
            >
              {icon}
              <span className="truncate">{DECIDED_WORDS[value]}</span>
            </button>
          ))}
        </div>
        <span className="ml-auto flex">
          <TagPopover
            documentId={documentId}
            tags={standing?.tags ?? []}
            known={known}
            review={review}
            open={isTagOpen}
            onOpenChange={onTagOpen}
          />
          <IconButton
            label="Write a note"
            keys="n"
            icon={<StickyNote aria-hidden />}
            onClick={() => document.getElementById(NOTE_FIELD_ID)?.focus()}
          />
        </span>
      </div>
    </section>
  );
}
