'use client';

import { Pencil } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { controlStyles } from '@/components/ui/control-styles';
import { mergeClasses } from '@/components/ui/merge-classes';
import { Spinner } from '@/components/ui/spinner';

type InlineEditProps = Readonly<{
  /** What is edited: "Collection name". */
  label: string;
  value: string;
  /** Refuse by throwing an Error that says why. */
  onSave: (value: string) => void | Promise<void>;
  maxLength?: number;
  className?: string;
}>;

/** A name that can be changed where it stands: Enter or leaving saves, Escape leaves it as it was. */
export function InlineEdit({ label, value, onSave, maxLength, className }: InlineEditProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  const close = (returnsFocus: boolean) => {
    setDraft(null);
    setFailure(null);
    if (returnsFocus) requestAnimationFrame(() => button.current?.focus());
  };
  const save = async (returnsFocus: boolean) => {
    if (draft === null || saving) return;
    const next = draft.trim();
    if (next === '' || next === value) return close(returnsFocus);
    setSaving(true);
    try {
      await onSave(next);
      close(returnsFocus);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'It was not saved. Try again.');
    } finally {
      setSaving(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      save(true);
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      close(true);
    }
  };

  if (draft === null) {
    return (
      <button
        ref={button}
        type="button"
        onClick={() => setDraft(value)}
        className={mergeClasses(
          'group target -mx-1.5 inline-flex max-w-[calc(100%+0.75rem)] items-center gap-1.5 rounded-md px-1.5 text-left hover:bg-hover',
          className,
        )}
      >
        <bdi className="truncate">{value}</bdi>
        <span className="visually-hidden">, change {label.toLowerCase()}</span>
        <Pencil
          aria-hidden
          className="size-3.5 shrink-0 text-ink-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 pointer-coarse:opacity-100"
        />
      </button>
    );
  }
  return (
    <span className={mergeClasses('inline-flex w-full max-w-md flex-col gap-1', className)}>
      <span className="relative flex items-center">
        <input
          ref={focusOnArrival}
          aria-label={label}
          aria-invalid={failure ? true : undefined}
          value={draft}
          maxLength={maxLength}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => save(false)}
          className={mergeClasses(controlStyles, 'control font-[inherit]')}
        />
        {saving ? <Spinner className="absolute right-2.5" /> : null}
      </span>
      {failure ? (
        <span role="alert" className="font-normal text-sm text-wrong">
          {failure}
        </span>
      ) : null}
    </span>
  );
}

// One function for all renders: a new one each time would pull the focus back with every change of state.
function focusOnArrival(element: HTMLInputElement | null) {
  element?.focus();
}
