'use client';

import { RadioGroup as RadixRadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { useFieldGroup } from '@/components/ui/field';
import { mergeClasses } from '@/components/ui/merge-classes';

export type Choice<Value extends string> = Readonly<{
  value: Value;
  label: string;
  hint?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
}>;

type ChoiceProps<Value extends string> = Readonly<{
  options: readonly Choice<Value>[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  /** Needed where no Field names the group. */
  label?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
}>;

/** One of a few, each with room for a line that says what it means. */
export function RadioGroup<Value extends string>({
  options,
  label,
  onValueChange,
  className,
  ...rest
}: ChoiceProps<Value>) {
  const group = useFieldGroup();
  return (
    <RadixRadioGroup.Root
      {...group}
      {...rest}
      aria-label={label}
      onValueChange={(value) => onValueChange?.(value as Value)}
      className={mergeClasses('flex flex-col gap-1', className)}
    >
      {options.map((option) => (
        <RadioRow key={option.value} option={option} />
      ))}
    </RadixRadioGroup.Root>
  );
}

function RadioRow({ option }: Readonly<{ option: Choice<string> }>) {
  const id = useId();
  return (
    <div className="flex items-start gap-1">
      <span className="target relative inline-flex items-center justify-center">
        <RadixRadioGroup.Item
          id={id}
          value={option.value}
          disabled={option.disabled}
          aria-describedby={option.hint ? `${id}-hint` : undefined}
          className="inline-flex size-4 items-center justify-center rounded-full border border-line-control bg-surface after:absolute after:inset-0 hover:border-ink-faint disabled:bg-sunken data-[state=checked]:border-accent"
        >
          <RadixRadioGroup.Indicator className="size-2 rounded-full bg-accent" />
        </RadixRadioGroup.Item>
      </span>
      <span className="flex min-h-(--target) flex-col justify-center">
        <label htmlFor={id} className="text-ink">
          {option.label}
        </label>
        {option.hint ? (
          <span id={`${id}-hint`} className="text-ink-muted text-sm">
            {option.hint}
          </span>
        ) : null}
      </span>
    </div>
  );
}

/** One of two to five short words, all in view: a theme, a density, a view. */
export function Segmented<Value extends string>({
  options,
  label,
  onValueChange,
  className,
  ...rest
}: ChoiceProps<Value>) {
  const group = useFieldGroup();
  return (
    <RadixRadioGroup.Root
      {...group}
      {...rest}
      aria-label={label}
      orientation="horizontal"
      onValueChange={(value) => onValueChange?.(value as Value)}
      className={mergeClasses('inline-flex w-fit rounded-md bg-sunken p-0.5 ring-1 ring-line ring-inset', className)}
    >
      {options.map((option) => (
        <RadixRadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className="target inline-flex items-center justify-center gap-1.5 rounded-[4px] px-2.5 text-ink-muted text-sm transition-colors hover:text-ink disabled:opacity-55 data-[state=checked]:bg-raised data-[state=checked]:font-semibold data-[state=checked]:text-ink data-[state=checked]:shadow-low data-[state=checked]:ring-1 data-[state=checked]:ring-line-strong [&_svg]:size-4"
        >
          {option.icon}
          {option.label}
        </RadixRadioGroup.Item>
      ))}
    </RadixRadioGroup.Root>
  );
}
