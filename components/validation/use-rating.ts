'use client';

import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'react';
import { RequestFault, request } from '@/components/data/request';
import type { UserErrorView } from '@/components/data/use-operation';
import { showFailure } from '@/components/ui/toast';
import { RateSampleItem, RatingQuery, WithdrawSampleAnswer } from '@/components/validation/rating-query';
import {
  type Answer,
  answerDelta,
  changeRating,
  type Item,
  isSameAnswer,
  lastAnswered,
  type RatingState,
  type Standing,
  startRating,
} from '@/components/validation/rating-state';

interface Payload {
  readonly sample?: Standing | null;
  readonly userErrors: readonly UserErrorView[];
}

/**
 * Answers are shown at once and sent one after the other in the order given. One that the server does not keep comes
 * back with its document; one that changes nothing is not sent; leaving the page while one is under way is asked about.
 */
export function useRating(projectId: string, sampleId: string, first: Standing, answered: readonly Item[]) {
  const [state, dispatch] = useReducer(changeRating, null, () => startRating(first, answered));
  const line = useRef<Promise<void>>(Promise.resolve());
  useUnloadWarning(state.sending > 0);

  const send = useCallback(
    (item: Item, delta: number, ask: () => Promise<Payload>, again: () => void) => {
      line.current = line.current.then(async () => {
        try {
          const { sample, userErrors } = await ask();
          const [error] = userErrors;
          if (error?.code === 'NOT_FOUND') {
            dispatch({ type: 'GONE', delta, item, standing: await readStanding(projectId, sampleId) });
            showFailure({ message: 'This document is no longer there', detail: 'It is passed over.' });
          } else if (error || !sample) throw new Error(error?.message ?? 'Try again.');
          else dispatch({ type: 'KEPT', delta, standing: sample });
        } catch (error) {
          dispatch({ type: 'LOST', delta, item });
          showFailure({ message: 'The answer was not kept', detail: wordsOf(error), retry: again });
        }
      });
    },
    [projectId, sampleId],
  );

  const answer = useCallback(
    function give(item: Item, given: Answer) {
      if (isSameAnswer(item, given)) return dispatch({ type: 'ONWARD' });
      dispatch({ type: 'ANSWERED', item, answer: given, atMs: performance.now() });
      const { value, isSkipped, reason } = given;
      const input = { itemId: item.id, reason, ...(isSkipped ? { isSkipped } : { value }) };
      const ask = async () => (await request(RateSampleItem, { input })).rateSampleItem;
      send(item, answerDelta(item), ask, () => give(item, given));
    },
    [send],
  );
  const withdraw = useCallback(
    function takeBack(item: Item) {
      dispatch({ type: 'WITHDRAWN', item });
      const ask = async () =>
        (await request(WithdrawSampleAnswer, { input: { itemId: item.id } })).withdrawSampleAnswer;
      send(item, -1, ask, () => takeBack(item));
    },
    [send],
  );
  const undo = useUndo(state, withdraw);
  const goBack = useCallback(() => dispatch({ type: 'BACK' }), []);
  const goForward = useCallback(() => dispatch({ type: 'FORWARD' }), []);
  return useMemo(() => ({ state, answer, undo, goBack, goForward }), [state, answer, undo, goBack, goForward]);
}

/** Stable, so that a toast's button takes back what is last when it is pressed. */
function useUndo(state: RatingState, withdraw: (item: Item) => void): () => void {
  const latest = useRef(state);
  useLayoutEffect(() => {
    latest.current = state;
  }, [state]);
  return useCallback(() => {
    const item = lastAnswered(latest.current);
    if (item) withdraw(item);
  }, [withdraw]);
}

async function readStanding(projectId: string, sampleId: string): Promise<Standing> {
  const { node } = await request(RatingQuery, { projectId, sampleId });
  if (node?.__typename !== 'Sample') throw new Error('This sample is no longer there.');
  return node;
}

function useUnloadWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isNeeded]);
}

function wordsOf(error: unknown): string {
  return error instanceof RequestFault || error instanceof Error ? error.message : 'Try again.';
}
