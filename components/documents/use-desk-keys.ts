'use client';

import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { Cursor } from '@/components/documents/use-cursor';
import { scoreOfKey } from '@/components/reader/rating-keys';
import { REASON_FIELD_ID } from '@/components/reader/reason-field';
import { NOTE_FIELD_ID } from '@/components/review/note-list';
import { type Shortcut, useShortcuts } from '@/components/shell/use-shortcuts';
import { showToast } from '@/components/ui/toast';
import type { DecisionValue } from '@/graphql/generated/operations/graphql';

interface DeskKeyOptions {
  readonly cursor: Cursor;
  readonly isOpen: boolean;
  /** Whether a document is on the page: none is judged that nobody has seen. */
  readonly isShown: (documentId: string) => boolean;
  readonly mayOverride: boolean;
  /** Decisions, tags and notes: one role gives them all. */
  readonly mayDecide: boolean;
  readonly decide: (documentId: string, value: DecisionValue) => void;
  readonly openTags: () => void;
  readonly set: (documentId: string, value: number) => void;
  readonly undo: () => void;
  readonly close: () => void;
  readonly highlight: () => void;
  readonly openFilter: () => void;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly grid: RefObject<HTMLDivElement | null>;
  readonly article: RefObject<HTMLElement | null>;
}

/** The whole desk by keyboard. */
export function useDeskKeys(options: DeskKeyOptions): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { isOpen, mayOverride, mayDecide } = options;
  const shortcuts = useMemo<Shortcut[]>(() => {
    const list = 'List';
    const reader = 'Document';
    const rate = (event: KeyboardEvent) => {
      const value = scoreOfKey(event);
      if (value !== null) judge(latest.current, (documentId) => latest.current.set(documentId, value));
    };
    const review = { group: reader, disabled: !mayDecide || !isOpen };
    const decide = (value: DecisionValue) => () =>
      judge(latest.current, (documentId) => latest.current.decide(documentId, value));
    // The help shows one line for each label, with the first of its keys.
    const rating = { group: reader, disabled: !mayOverride, run: rate };
    return [
      { keys: 'j', label: 'Next document', group: list, run: () => latest.current.cursor.step(1) },
      { keys: 'k', label: 'Document before', group: list, run: () => latest.current.cursor.step(-1) },
      { keys: 'o enter', label: 'Open, or go into the text', group: list, run: () => openOrEnter(latest.current) },
      { keys: 'g', label: 'Top of the list', group: list, run: () => latest.current.cursor.toTop() },
      { keys: '/', label: 'Search', group: list, run: () => enterField(latest.current.searchField.current) },
      { keys: 'f', label: 'Filter', group: list, run: () => latest.current.openFilter() },
      ...['1', '2', '3', '4', '5'].map((keys) => ({ ...rating, keys, label: 'Set the score, 1 to 5' })),
      ...['1', '2', '3', '4'].map((key) => ({
        ...rating,
        keys: `shift+${key}`,
        label: 'Set the half above, 1.5 to 4.5',
      })),
      {
        keys: 'r',
        label: 'Write a reason',
        group: reader,
        disabled: !mayOverride || !isOpen,
        run: () => focusReason(),
      },
      { ...review, keys: 'i', label: 'Decide: include', run: decide('INCLUDE') },
      { ...review, keys: 'm', label: 'Decide: maybe', run: decide('MAYBE') },
      { ...review, keys: 'x', label: 'Decide: exclude', run: decide('EXCLUDE') },
      { ...review, keys: 't', label: 'Tags', run: () => latest.current.openTags() },
      { ...review, keys: 'n', label: 'Write a note', run: () => document.getElementById(NOTE_FIELD_ID)?.focus() },
      {
        keys: 's',
        label: 'Highlight sentences',
        group: reader,
        disabled: !isOpen,
        run: () => latest.current.highlight(),
      },
      { keys: 'u', label: 'Undo', group: reader, disabled: !mayOverride, run: () => latest.current.undo() },
      {
        keys: 'escape',
        label: 'Close the reader',
        group: reader,
        disabled: !isOpen,
        run: () => latest.current.close(),
      },
    ];
  }, [isOpen, mayOverride, mayDecide]);
  useShortcuts(shortcuts);
}

/** A key that judges is for the document on the page, and is not kept for one that is still on its way. */
function judge({ cursor, isShown }: DeskKeyOptions, give: (documentId: string) => void): void {
  if (cursor.id === null) return;
  if (isShown(cursor.id)) give(cursor.id);
  else showToast({ message: 'The document was not here yet', detail: 'Nothing was set: press the key again.' });
}

/** What is open already is gone into, so that the keyboard scrolls the text. */
function openOrEnter({ cursor, isOpen, article, grid }: DeskKeyOptions): void {
  if (isOpen) article.current?.focus();
  else if (cursor.id !== null) cursor.open(cursor.id);
  else {
    cursor.step(1);
    grid.current?.focus({ preventScroll: true });
  }
}

/** Selecting alone gives the focus in some browsers and not in others. */
function enterField(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

function focusReason(): void {
  document.getElementById(REASON_FIELD_ID)?.focus();
}
