'use client';

import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { KeyHint } from '@/components/ui/key-hint';
import { Popover } from '@/components/ui/popover';
import { TextField } from '@/components/ui/text-field';

type SkipMenuProps = Readonly<{
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSkip: (reason: string) => void;
  className?: string;
}>;

/** Reasons are kept in words: they are read by people, and a team has its own. */
const USUAL_REASONS = [
  'Not in a language I read',
  'Text missing or cut',
  'Not decidable from what is here',
  'Conflict of interest',
] as const;

/** Passing over a document takes a reason: the more are passed over, the less a certificate means. */
export function SkipMenu({ open, onOpenChange, onSkip, className }: SkipMenuProps) {
  const [own, setOwn] = useState('');
  const choose = (reason: string) => {
    onOpenChange(false);
    onSkip(reason);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const reason = USUAL_REASONS[Number(event.key) - 1];
    if (!reason || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    choose(reason);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (own.trim() !== '') choose(own.trim());
  };
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      label="Why it is passed over"
      side="top"
      align="end"
      className="w-80 max-w-[calc(100vw-16px)] p-2"
      trigger={
        <Button className={className} trailing={<KeyHint keys="s" className="max-md:hidden" />}>
          Pass over
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: digits choose among the buttons inside */}
      <div onKeyDown={onKeyDown}>
        <p className="px-2 pb-1 text-ink-muted text-sm">Why is it passed over?</p>
        <ul>
          {USUAL_REASONS.map((reason, index) => (
            <li key={reason}>
              <button
                type="button"
                onClick={() => choose(reason)}
                className="target flex w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
              >
                <span className="flex-1">{reason}</span>
                <KeyHint keys={String(index + 1)} className="max-md:hidden" />
              </button>
            </li>
          ))}
        </ul>
        <form onSubmit={submit} className="mt-1 flex gap-1.5 border-line border-t px-2 pt-2">
          <TextField
            aria-label="In your own words"
            placeholder="In your own words"
            maxLength={2000}
            value={own}
            onChange={(event) => setOwn(event.target.value)}
          />
          <Button type="submit" aria-disabled={own.trim() === ''}>
            Pass over
          </Button>
        </form>
      </div>
    </Popover>
  );
}
