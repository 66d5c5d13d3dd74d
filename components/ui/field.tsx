'use client';

import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId, useMemo } from 'react';
import { mergeClasses } from '@/components/ui/merge-classes';

type FieldControl = Readonly<{
  id: string;
  describedBy?: string;
  labelledBy: string;
  invalid: boolean;
  required: boolean;
}>;
const FieldContext = createContext<FieldControl | null>(null);

type FieldProps = Readonly<{
  label: string;
  hint?: ReactNode;
  error?: string | null;
  required?: boolean;
  /** Keeps the label for screen readers only, where the place already says what the control is. */
  hideLabel?: boolean;
  /** A group of controls (radios, checkboxes) is named by its legend and not by one label. */
  group?: boolean;
  className?: string;
  children: ReactNode;
}>;

/** Label, hint and error of the one control inside it, tied to it by id. */
export function Field({ label, hint, error, required = false, hideLabel, group, className, children }: FieldProps) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
  const control = useMemo<FieldControl>(
    () => ({ id, describedBy, labelledBy: `${id}-label`, invalid: Boolean(error), required }),
    [id, describedBy, error, required],
  );
  const labelClasses = mergeClasses('font-semibold text-ink text-sm', hideLabel && 'visually-hidden');
  const labelText = required ? (
    <>
      {label} <span className="font-normal text-ink-faint">required</span>
    </>
  ) : (
    label
  );
  return (
    <div className={mergeClasses('flex min-w-0 flex-col gap-1', className)}>
      {group ? (
        <span id={control.labelledBy} className={labelClasses}>
          {labelText}
        </span>
      ) : (
        <label id={control.labelledBy} htmlFor={id} className={labelClasses}>
          {labelText}
        </label>
      )}
      <FieldContext value={control}>{children}</FieldContext>
      {hint ? (
        <p id={`${id}-hint`} className="text-ink-muted text-sm">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-sm text-wrong">
          <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
          {error}
        </p>
      ) : null}
    </div>
  );
}

type ControlAttributes = Readonly<{
  id?: string;
  required?: boolean;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}>;

/** What a single control takes from the field around it; nothing when it stands alone. */
export function useFieldControl(): ControlAttributes {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    required: field.required || undefined,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
  };
}

/** The same for a group of controls, which is labelled and described as a whole. */
export function useFieldGroup(): Readonly<{ 'aria-labelledby'?: string; 'aria-describedby'?: string }> {
  const field = useContext(FieldContext);
  return field ? { 'aria-labelledby': field.labelledBy, 'aria-describedby': field.describedBy } : {};
}
