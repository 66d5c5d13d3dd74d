'use client';

import { type FormEvent, useState } from 'react';
import { FEWEST_RATERS, MOST_RATERS } from '@/components/reliability/address-choices';
import { useAddress } from '@/components/reliability/use-address';
import { Button } from '@/components/ui/button';
import { CheckboxList } from '@/components/ui/checkbox-list';
import { formatCount } from '@/components/ui/format-number';

export type ChoosableRater = Readonly<{ id: string; name: string; ratedCount: number }>;
type RaterChoiceProps = Readonly<{ raters: readonly ChoosableRater[]; compared: readonly string[] }>;

/** Whose answers are compared: any two to ten of those who have rated. With two there is nothing to choose. */
export function RaterChoice({ raters, compared }: RaterChoiceProps) {
  const { choose, isPending } = useAddress();
  const [chosen, setChosen] = useState<readonly string[]>(compared);
  if (raters.length <= FEWEST_RATERS) return null;
  const isPossible = chosen.length >= FEWEST_RATERS && chosen.length <= MOST_RATERS;
  const compare = (event: FormEvent) => {
    event.preventDefault();
    if (isPossible) choose('rater', chosen);
  };
  return (
    <form onSubmit={compare} className="mb-4 flex flex-col items-start gap-2">
      <CheckboxList
        label="Raters compared"
        error={isPossible ? null : `Choose ${FEWEST_RATERS} to ${MOST_RATERS}.`}
        choices={raters.map(({ id, name, ratedCount }) => ({
          value: id,
          label: name,
          hint: `${formatCount(ratedCount)} rated`,
        }))}
        chosen={chosen}
        onChange={setChosen}
        className="flex max-h-60 flex-wrap gap-x-5 overflow-y-auto"
      />
      <Button type="submit" size="small" loading={isPending} disabled={!isPossible}>
        Compare these
      </Button>
    </form>
  );
}
