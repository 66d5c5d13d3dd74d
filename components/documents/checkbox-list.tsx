import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { mergeClasses } from '@/components/ui/merge-classes';

export type CheckboxChoice<Value extends string> = Readonly<{ value: Value; label: string }>;

type CheckboxListProps<Value extends string> = Readonly<{
  label: string;
  choices: readonly CheckboxChoice<Value>[];
  chosen: readonly Value[];
  /** Those chosen then, the newest last; what was chosen and is no choice any more stays. */
  onChange: (chosen: Value[]) => void;
  /** Of as many as a team makes: scrolls in a box of its own. */
  isLong?: boolean;
}>;

/** Any of a few things, each counting at once. */
export function CheckboxList<Value extends string>(props: CheckboxListProps<Value>) {
  const { label, choices, chosen, onChange, isLong = false } = props;
  const toggle = (value: Value, isIn: boolean) =>
    onChange([...chosen.filter((other) => other !== value), ...(isIn ? [value] : [])]);
  return (
    <Field label={label} group>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame of its own */}
      <div role="group" aria-label={label} className={mergeClasses(isLong && 'max-h-48 overflow-y-auto')}>
        {choices.map((choice) => (
          <Checkbox
            key={choice.value}
            label={choice.label}
            checked={chosen.includes(choice.value)}
            onCheckedChange={(isIn) => toggle(choice.value, isIn)}
          />
        ))}
      </div>
    </Field>
  );
}
