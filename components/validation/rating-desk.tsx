'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { request } from '@/components/data/request';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { Button, ButtonLink } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState } from '@/components/ui/page-states';
import { dismissToast, showFailure, showToast } from '@/components/ui/toast';
import { BlindDocument } from '@/components/validation/blind-document';
import { RatingBar } from '@/components/validation/rating-bar';
import { RateSampleItem } from '@/components/validation/validation-query';
import type {
  RatingDeskQuery,
  RatingItemFragment,
  SampleStandingFragment,
} from '@/graphql/generated/operations/graphql';

type Project = NonNullable<RatingDeskQuery['project']>;
type Sample = Extract<NonNullable<RatingDeskQuery['node']>, { __typename: 'Sample' }>;
type RatingDeskProps = Readonly<{ project: Project; sample: Sample }>;
type Answer = Readonly<{ value: number } | { isSkipped: true }>;

/**
 * One document after another, without a score in sight. An answer is sent at once and can be taken up again:
 * the desk keeps the way it has come, so that "back" shows the last answer and a new key replaces it.
 */
export function RatingDesk({ project, sample }: RatingDeskProps) {
  const [standing, setStanding] = useState<SampleStandingFragment>(sample);
  const [trail, setTrail] = useState<readonly RatingItemFragment[]>(() => [...sample.answered.nodes].reverse());
  const [next, setNext] = useState<RatingItemFragment | null>(sample.next);
  const [backSteps, setBackSteps] = useState(0);
  const [isSending, setIsSending] = useState(false);
  const item = backSteps > 0 ? (trail[trail.length - backSteps] ?? null) : next;

  const tellAnswer = useAnswerToast();

  const answer = useCallback(
    async (given: Answer, reason: string) => {
      if (!item || isSending) return;
      setIsSending(true);
      try {
        const { rateSampleItem: payload } = await request(RateSampleItem, {
          input: { itemId: item.id, reason, ...('value' in given ? { value: given.value } : { isSkipped: true }) },
        });
        const [error] = payload.userErrors;
        if (error || !payload.sample) {
          showFailure({ message: 'The answer was not kept', detail: error?.message ?? 'Try again.' });
          return;
        }
        const answered = { ...item, ...payload.item, reason };
        setStanding(payload.sample);
        setNext(payload.sample.next);
        setTrail((before) => [...before.filter(({ id }) => id !== item.id), answered]);
        setBackSteps(0);
        tellAnswer(wordsOf(given), () => setBackSteps(1));
      } catch (error) {
        showFailure({
          message: 'The answer was not kept',
          detail: error instanceof Error ? error.message : 'Try again.',
          retry: () => void answer(given, reason),
        });
      } finally {
        setIsSending(false);
      }
    },
    [item, isSending, tellAnswer],
  );

  const goBack = useCallback(() => setBackSteps((steps) => Math.min(steps + 1, trail.length)), [trail.length]);
  const goForward = useCallback(() => setBackSteps((steps) => Math.max(0, steps - 1)), []);
  useShortcuts(
    useMemo(
      () => [
        { keys: 'u k', label: 'Back to the last answer', group: 'Rating', run: goBack },
        { keys: 'j', label: 'Forward again', group: 'Rating', run: goForward },
      ],
      [goBack, goForward],
    ),
  );

  return (
    <div className="flex h-[calc(100dvh-var(--bar)-var(--bottom-bar))] min-h-0 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b px-4 py-2 sm:px-6">
        <h1 className="font-semibold">Rating without scores</h1>
        <div className="min-w-40 flex-1">
          <AnsweredBar answered={standing.answeredCount} size={sample.size} />
        </div>
        <div className="flex gap-1">
          <Button variant="quiet" size="small" disabled={backSteps >= trail.length} onClick={goBack}>
            Back
          </Button>
          {backSteps > 0 ? (
            <Button variant="quiet" size="small" onClick={goForward}>
              Forward
            </Button>
          ) : null}
        </div>
      </header>
      {item ? (
        <>
          <BlindDocument key={item.id} item={item} question={project.description} />
          <RatingBar key={`bar-${item.id}`} item={item} isSending={isSending} onAnswer={answer} />
        </>
      ) : (
        <Finished projectId={project.id} sampleId={sample.id} standing={standing} size={sample.size} />
      )}
    </div>
  );
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
    (message: string, undo: () => void) => {
      clear();
      shown.current = showToast({ message, undo });
    },
    [clear],
  );
}

function AnsweredBar({ answered, size }: Readonly<{ answered: number; size: number }>) {
  const words = `${formatCount(answered)} of ${formatCount(size)} answered`;
  return (
    <div className="flex items-center gap-3">
      <div
        role="progressbar"
        aria-label="Answered"
        aria-valuemin={0}
        aria-valuemax={size}
        aria-valuenow={answered}
        aria-valuetext={words}
        className="h-1.5 min-w-16 flex-1 overflow-hidden rounded-full bg-line"
      >
        <div className="h-full rounded-full bg-accent" style={{ width: `${(100 * answered) / size}%` }} />
      </div>
      <span className="text-ink-muted text-sm tabular-nums">{words}</span>
    </div>
  );
}

function wordsOf(given: Answer): string {
  return 'value' in given ? `Rated ${given.value.toFixed(1)}` : 'Passed over';
}

type FinishedProps = Readonly<{ projectId: string; sampleId: string; standing: SampleStandingFragment; size: number }>;

function Finished({ projectId, sampleId, standing, size }: FinishedProps) {
  const skipped = standing.skippedCount > 0 ? `, ${formatCount(standing.skippedCount)} passed over` : '';
  return (
    <EmptyState
      title="You have answered every document of this sample"
      action={
        <ButtonLink variant="primary" href={`/projects/${projectId}/threshold?sample=${sampleId}`}>
          See what a threshold would mean
        </ButtonLink>
      }
    >
      {`${formatCount(standing.ratedCount)} of ${formatCount(size)} rated, ${formatCount(standing.relevantCount)} of them relevant${skipped}.`}
    </EmptyState>
  );
}
