'use client';

import { type FormEvent, useState } from 'react';
import { FEWEST_RATERS, MOST_RATERS } from '@/components/reliability/address-choices';
import { useAddress } from '@/components/reliability/use-address';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field, useFieldGroup } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';

export type ChoosableRater = Readonly<{ id: string; name: string; ratedCount: number }>;
type RaterChoiceProps = Readonly<{ raters: readonly ChoosableRater[]; compared: readonly string[] }>;

/** Whose answers are compared: any two to ten of those who have rated. With two there is nothing to choose. */
export function RaterChoice({ raters, compared }: RaterChoiceProps) {
  const { choose, isPending } = useAddress();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(compared));
  if (raters.length <= FEWEST_RATERS) return null;
  const isPossible = chosen.size >= FEWEST_RATERS && chosen.size <= MOST_RATERS;
  const toggle = (id: string, isIn: boolean) =>
    setChosen((before) => new Set(isIn ? [...before, id] : [...before].filter((other) => other !== id)));
  const compare = (event: FormEvent) => {
    event.preventDefault();
    if (isPossible) choose('rater', [...chosen]);
  };
  return (
    <form onSubmit={compare} className="mb-4 flex flex-col items-start gap-2">
      <Field group label="Raters compared" error={isPossible ? null : `Choose ${FEWEST_RATERS} to ${MOST_RATERS}.`}>
        <Boxes raters={raters} chosen={chosen} onToggle={toggle} />
      </Field>
      <Button type="submit" size="small" loading={isPending} disabled={!isPossible}>
        Compare these
      </Button>
    </form>
  );
}

type BoxesProps = Readonly<{
  raters: readonly ChoosableRater[];
  chosen: ReadonlySet<string>;
  onToggle: (id: string, isIn: boolean) => void;
}>;

function Boxes({ raters, chosen, onToggle }: BoxesProps) {
  const group = useFieldGroup();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out as the label of a Field
    <div role="group" {...group} className="flex max-h-60 flex-wrap gap-x-5 overflow-y-auto">
      {raters.map(({ id, name, ratedCount }) => (
        <Checkbox
          key={id}
          label={name}
          hint={`${formatCount(ratedCount)} rated`}
          checked={chosen.has(id)}
          onCheckedChange={(isIn) => onToggle(id, isIn)}
        />
      ))}
    </div>
  );
}
