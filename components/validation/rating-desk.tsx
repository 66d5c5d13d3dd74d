'use client';

import { useMemo } from 'react';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { Button } from '@/components/ui/button';
import { BlindDocument } from '@/components/validation/blind-document';
import { RatingBar } from '@/components/validation/rating-bar';
import { RatingFinished } from '@/components/validation/rating-finished';
import { DocumentComes, RatingFrame } from '@/components/validation/rating-frame';
import { RatingProgress } from '@/components/validation/rating-progress';
import { currentItem, isHeld, lastAnswered, type RatingState } from '@/components/validation/rating-state';
import { useRating } from '@/components/validation/use-rating';
import type { RatingDeskQuery } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<RatingDeskQuery['project']>;
type Sample = Extract<NonNullable<RatingDeskQuery['node']>, { __typename: 'Sample' }>;
type RatingDeskProps = Readonly<{ project: Project; sample: Sample }>;

/**
 * One document after another, without a score in sight. The next ones are there already, an answer is shown as given
 * at once, and what was answered can be looked at, changed or taken back.
 */
export function RatingDesk({ project, sample }: RatingDeskProps) {
  const { state, answer, undo, goBack, goForward } = useRating(project.id, sample.id, sample, sample.answered.nodes);
  useShortcuts(useMemo(() => deskKeys(undo, goBack, goForward), [undo, goBack, goForward]));
  const last = lastAnswered(state);
  const item = currentItem(state);
  return (
    <RatingFrame
      title="Rating without scores"
      head={
        <>
          <div className="min-w-40 flex-1">
            <RatingProgress state={state} raters={sample.ratersPerDocument} />
          </div>
          <div className="flex gap-1">
            <Button variant="quiet" size="small" disabled={state.backSteps >= state.trail.length} onClick={goBack}>
              Back
            </Button>
            <Button variant="quiet" size="small" disabled={state.backSteps === 0} onClick={goForward}>
              Forward
            </Button>
          </div>
        </>
      }
    >
      <p role="status" className="visually-hidden">
        {statusWords(state)}
      </p>
      {item ? (
        <>
          <BlindDocument key={item.id} item={item} question={project.description} />
          <RatingBar item={item} last={last} onAnswer={answer} onUndo={undo} />
        </>
      ) : state.sending > 0 ? (
        <DocumentComes>The next document is being fetched.</DocumentComes>
      ) : (
        <RatingFinished
          projectId={project.id}
          sampleId={sample.id}
          standing={state.standing}
          raters={sample.ratersPerDocument}
        />
      )}
    </RatingFrame>
  );
}

function statusWords(state: RatingState): string {
  const last = lastAnswered(state);
  const answer = last ? `Last answer: ${last.value ?? 'passed over'}` : '';
  return isHeld(state) ? `${answer}. The next document is being fetched.` : answer;
}

function deskKeys(undo: () => void, goBack: () => void, goForward: () => void) {
  return [
    { keys: 'u', label: 'Take the last answer back', group: 'Rating', run: undo },
    { keys: 'k', label: 'Look at the answer before', group: 'Rating', run: goBack },
    { keys: 'j', label: 'Forward again', group: 'Rating', run: goForward },
  ];
}
