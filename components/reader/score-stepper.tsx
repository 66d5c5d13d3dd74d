'use client';

import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { readOverride, sayScore, stepScore } from '@/components/reader/rating-keys';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { mergeClasses } from '@/components/ui/merge-classes';
import { TextField } from '@/components/ui/text-field';

type ScoreStepperProps = Readonly<{
  /** Where the steps begin. */
  from: number;
  inForce: number | null;
  onSet: (score: number) => void;
  className?: string;
}>;

/** Steps of 0.1: nothing counts before it is set, so that ten steps are one decision. */
export function ScoreStepper({ from, inForce, onSet, className }: ScoreStepperProps) {
  const [text, setText] = useState(sayScore(Math.min(5, Math.max(1, from))));
  const value = readOverride(text);
  const step = (direction: 1 | -1) => setText(sayScore(stepScore(value ?? from, direction)));
  const set = () => {
    if (value !== null && value !== inForce) onSet(value);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame of its own
    <div role="group" aria-label="Fine steps" className={mergeClasses('flex items-center gap-1', className)}>
      <IconButton label="0.1 less" icon={<Minus aria-hidden />} onClick={() => step(-1)} />
      <TextField
        role="spinbutton"
        aria-label="Score in steps of 0.1"
        aria-valuemin={1}
        aria-valuemax={5}
        aria-valuenow={value ?? undefined}
        aria-invalid={value === null || undefined}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') step(1);
          else if (event.key === 'ArrowDown') step(-1);
          else if (event.key === 'Enter') set();
          else if (event.key === 'Escape') event.currentTarget.blur();
          else return;
          event.preventDefault();
        }}
        className="w-13 text-center"
      />
      <IconButton label="0.1 more" icon={<Plus aria-hidden />} onClick={() => step(1)} />
      <Button size="small" disabled={value === null || value === inForce} onClick={set}>
        Set
      </Button>
    </div>
  );
}
