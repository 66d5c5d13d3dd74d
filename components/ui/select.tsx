'use client';

import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { controlStyles } from '@/components/ui/control-styles';
import { useFieldControl } from '@/components/ui/field';
import { mergeClasses } from '@/components/ui/merge-classes';

export type SelectOption = Readonly<{ value: string; label: string; disabled?: boolean }>;
type SelectProps = Readonly<
  Omit<ComponentProps<'select'>, 'children' | 'multiple'> & { options: readonly SelectOption[]; placeholder?: string }
>;

/** The platform's own select: its keyboard, its screen reader, its wheel on a phone. */
export function Select({ options, placeholder, className, ...rest }: SelectProps) {
  const field = useFieldControl();
  return (
    <span className={mergeClasses('relative inline-flex w-full min-w-0 items-center', className)}>
      <select {...field} {...rest} className={mergeClasses(controlStyles, 'control appearance-none truncate pr-8')}>
        {placeholder ? <option value="">{placeholder}</option> : null}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2.5 size-4 text-ink-faint" />
    </span>
  );
}
