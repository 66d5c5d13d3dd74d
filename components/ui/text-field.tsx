'use client';

import type { ComponentProps, ReactNode } from 'react';
import { controlStyles } from '@/components/ui/control-styles';
import { useFieldControl } from '@/components/ui/field';
import { mergeClasses } from '@/components/ui/merge-classes';

type TextFieldProps = Readonly<ComponentProps<'input'> & { leading?: ReactNode; trailing?: ReactNode }>;

/** What is only read looks like it: no ground to type on. */
const READ_ONLY = '[&[readonly]]:border-line [&[readonly]]:bg-transparent';

/** One line of text. Stands in a Field, or carries its own aria-label. */
export function TextField({ leading, trailing, className, ...rest }: TextFieldProps) {
  const field = useFieldControl();
  const input = (
    <input
      type="text"
      {...field}
      {...rest}
      className={mergeClasses(controlStyles, READ_ONLY, 'control', leading && 'pl-8', trailing && 'pr-9', className)}
    />
  );
  if (!leading && !trailing) return input;
  return (
    <span className="relative flex min-w-0 flex-1 items-center">
      {leading ? (
        <span className="pointer-events-none absolute left-2.5 text-ink-faint [&_svg]:size-4">{leading}</span>
      ) : null}
      {input}
      {trailing ? <span className="absolute right-1 flex items-center">{trailing}</span> : null}
    </span>
  );
}

/** Several lines; grows with what is written as far as the browser can. */
export function TextArea({ className, rows = 3, ...rest }: Readonly<ComponentProps<'textarea'>>) {
  const field = useFieldControl();
  return (
    <textarea
      rows={rows}
      {...field}
      {...rest}
      className={mergeClasses(controlStyles, READ_ONLY, 'field-sizing-content max-h-96 py-1.5 leading-5', className)}
    />
  );
}
