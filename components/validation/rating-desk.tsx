'use client';

import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { dismissToast, showToast } from '@/components/ui/toast';
import { BlindDocument } from '@/components/validation/blind-document';
import { RatingBar } from '@/components/validation/rating-bar';
import { RatingFinished } from '@/components/validation/rating-finished';
import { RatingProgress } from '@/components/validation/rating-progress';
import { type Answer, currentItem, type Item, lastAnswered } from '@/components/validation/rating-state';
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
  const tellAnswer = useAnswerToast();
  const give = useCallback(
    (item: Item, given: Answer) => {
      answer(item, given);
      tellAnswer(given.value === null ? 'Passed over' : `Rated ${given.value.toFixed(1)}`, undo);
    },
    [answer, tellAnswer, undo],
  );
  const takeBack = useCallback(() => {
    tellAnswer(null, undo);
    undo();
  }, [tellAnswer, undo]);
  useShortcuts(useMemo(() => deskKeys(takeBack, goBack, goForward), [takeBack, goBack, goForward]));
  const item = currentItem(state);
  return (
    <div className="flex h-[calc(100dvh-var(--bar)-var(--bottom-bar))] min-h-0 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b px-4 py-2 sm:px-6">
        <h1 className="font-semibold">Rating without scores</h1>
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
      </header>
      {item ? (
        <>
          <BlindDocument key={item.id} item={item} question={project.description} />
          <RatingBar
            key={`bar-${item.id}`}
            item={item}
            mayUndo={lastAnswered(state) !== null}
            onAnswer={give}
            onUndo={takeBack}
          />
        </>
      ) : state.sending > 0 ? (
        <NextComes />
      ) : (
        <RatingFinished
          projectId={project.id}
          sampleId={sample.id}
          standing={state.standing}
          raters={sample.ratersPerDocument}
        />
      )}
    </div>
  );
}

function NextComes() {
  return (
    <div aria-busy className="mx-auto flex w-full max-w-[42rem] flex-col gap-3 px-4 py-6 sm:px-6">
      <span className="visually-hidden" role="status">
        The next document is being fetched.
      </span>
      <Skeleton className="h-7 w-3/4" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}

function deskKeys(undo: () => void, goBack: () => void, goForward: () => void) {
  return [
    { keys: 'u', label: 'Take the last answer back', group: 'Rating', run: undo },
    { keys: 'k', label: 'Look at the answer before', group: 'Rating', run: goBack },
    { keys: 'j', label: 'Forward again', group: 'Rating', run: goForward },
  ];
}

/** One toast for the last answer, gone with the next one and with the page: forty would cover the buttons. */
function useAnswerToast() {
  const shown = useRef<string | number | null>(null);
  const clear = useCallback(() => {
    if (shown.current !== null) dismissToast(shown.current);
    shown.current = null;
  }, []);
  useEffect(() => clear, [clear]);
  return useCallback(
    (message: string | null, undo: () => void) => {
      clear();
      if (message !== null) shown.current = showToast({ message, undo });
    },
    [clear],
  );
}
