'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { controlStyles } from '@/components/ui/control-styles';
import { IconButton } from '@/components/ui/icon-button';
import { mergeClasses } from '@/components/ui/merge-classes';

type CopyFieldProps = Readonly<{ label: string; value: string; className?: string }>;

const SHOWN_MS = 2_000;

/** A token, a link, an id: to be taken away whole. */
export function CopyField({ label, value, className }: CopyFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [state, setState] = useState<'idle' | 'copied' | 'selected'>('idle');
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    clearTimeout(timer.current);
    try {
      await navigator.clipboard.writeText(value);
      setState('copied');
    } catch {
      // Without a secure origin there is no clipboard: select it, and the person presses the keys.
      input.current?.select();
      setState('selected');
    }
    timer.current = setTimeout(() => setState('idle'), SHOWN_MS);
  };

  return (
    <div className={mergeClasses('flex flex-col gap-1', className)}>
      <span className="relative flex items-center">
        <input
          ref={input}
          readOnly
          aria-label={label}
          value={value}
          spellCheck={false}
          onFocus={(event) => event.target.select()}
          className={mergeClasses(controlStyles, 'control truncate pr-10 font-mono text-sm pointer-coarse:text-base')}
        />
        <IconButton
          label={`Copy ${label.toLowerCase()}`}
          icon={state === 'copied' ? <Check aria-hidden className="text-correct" /> : <Copy aria-hidden />}
          onClick={copy}
          className="absolute right-0.5"
        />
      </span>
      <span role="status" className="min-h-[1.125rem] text-ink-muted text-sm">
        {state === 'copied' ? 'Copied' : state === 'selected' ? 'Selected: press Ctrl+C to copy' : ''}
      </span>
    </div>
  );
}
