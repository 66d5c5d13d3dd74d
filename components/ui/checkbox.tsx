'use client';

import { Check, Minus } from 'lucide-react';
import { Checkbox as RadixCheckbox } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

type CheckboxProps = Readonly<{
  label: string;
  hint?: ReactNode;
  /** Keeps the label for screen readers only, as in the first column of a table. */
  hideLabel?: boolean;
  checked?: boolean | 'indeterminate';
  defaultChecked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
  disabled?: boolean;
  name?: string;
  value?: string;
  className?: string;
}>;

export function Checkbox({ label, hint, hideLabel, onCheckedChange, className, ...rest }: CheckboxProps) {
  const id = useId();
  return (
    <div className={mergeClasses('flex items-start', hideLabel ? 'justify-center' : 'gap-1', className)}>
      <span className="target relative inline-flex items-center justify-center">
        <RadixCheckbox.Root
          {...rest}
          id={id}
          aria-label={hideLabel ? label : undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onCheckedChange={(checked) => onCheckedChange?.(checked === true)}
          className="group inline-flex size-4 items-center justify-center rounded-sm border border-line-control bg-surface text-accent-ink after:absolute after:inset-0 hover:border-ink-faint disabled:cursor-not-allowed disabled:bg-sunken data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent"
        >
          <RadixCheckbox.Indicator>
            <Check aria-hidden className="size-3 group-data-[state=indeterminate]:hidden" strokeWidth={3} />
            <Minus aria-hidden className="hidden size-3 group-data-[state=indeterminate]:block" strokeWidth={3} />
          </RadixCheckbox.Indicator>
        </RadixCheckbox.Root>
      </span>
      {hideLabel ? null : (
        <span className="flex min-h-(--target) flex-col justify-center">
          <label htmlFor={id} className="text-ink">
            {label}
          </label>
          {hint ? (
            <span id={`${id}-hint`} className="text-ink-muted text-sm">
              {hint}
            </span>
          ) : null}
        </span>
      )}
    </div>
  );
}
