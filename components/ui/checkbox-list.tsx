import { Checkbox } from '@/components/ui/checkbox';
import { Field, useFieldGroup } from '@/components/ui/field';

export type CheckboxChoice<Value extends string> = Readonly<{ value: Value; label: string; hint?: string }>;

type BoxesProps<Value extends string> = Readonly<{
  choices: readonly CheckboxChoice<Value>[];
  chosen: readonly Value[];
  /** Those chosen then, the newest last; what was chosen and is no choice any more stays. */
  onChange: (chosen: Value[]) => void;
  /** Of the boxes: how they are laid out, and from what height on they scroll. */
  className?: string;
}>;

type CheckboxListProps<Value extends string> = BoxesProps<Value> & Readonly<{ label: string; error?: string | null }>;

/** Any of a few things, each counting by itself. */
export function CheckboxList<Value extends string>({ label, error, ...boxes }: CheckboxListProps<Value>) {
  return (
    <Field label={label} error={error ?? null} group>
      <Boxes {...boxes} />
    </Field>
  );
}

function Boxes<Value extends string>({ choices, chosen, onChange, className }: BoxesProps<Value>) {
  const group = useFieldGroup();
  const toggle = (value: Value, isIn: boolean) =>
    onChange([...chosen.filter((other) => other !== value), ...(isIn ? [value] : [])]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is named by a legend, and this by the label of its Field
    <div role="group" {...group} className={className}>
      {choices.map(({ value, label, hint }) => (
        <Checkbox
          key={value}
          label={label}
          hint={hint}
          checked={chosen.includes(value)}
          onCheckedChange={(isIn) => toggle(value, isIn)}
        />
      ))}
    </div>
  );
}
