'use client';

import { Switch as RadixSwitch } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

type SwitchProps = Readonly<{
  label: string;
  hint?: ReactNode;
  checked?: boolean;
  defaultChecked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
  disabled?: boolean;
  name?: string;
  className?: string;
}>;

/** On or off, at once. What waits for a save button is a Checkbox. */
export function Switch({ label, hint, className, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <div className={mergeClasses('flex items-start justify-between gap-4', className)}>
      <span className="flex min-h-(--target) min-w-0 flex-col justify-center">
        <label htmlFor={id} className="text-ink">
          {label}
        </label>
        {hint ? (
          <span id={`${id}-hint`} className="text-ink-muted text-sm">
            {hint}
          </span>
        ) : null}
      </span>
      <span className="target relative inline-flex items-center justify-center">
        <RadixSwitch.Root
          {...rest}
          id={id}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="inline-flex h-5 w-9 items-center rounded-full border border-line-control bg-sunken px-0.5 transition-colors after:absolute after:inset-0 disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
        >
          <RadixSwitch.Thumb className="size-3.5 rounded-full bg-ink-muted transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-accent-ink" />
        </RadixSwitch.Root>
      </span>
    </div>
  );
}
