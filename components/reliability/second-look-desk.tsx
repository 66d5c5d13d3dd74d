'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useRef, useState } from 'react';
import { request } from '@/components/data/request';
import { useOperation } from '@/components/data/use-operation';
import { FinishSecondLook, RateSecondLook, WithdrawSecondLook } from '@/components/reliability/second-look-query';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState, Notice } from '@/components/ui/page-states';
import { showFailure } from '@/components/ui/toast';
import { BlindDocument } from '@/components/validation/blind-document';
import { RatingBar } from '@/components/validation/rating-bar';
import { RatingFrame } from '@/components/validation/rating-frame';
import type { Answer } from '@/components/validation/rating-state';
import type {
  FinishSecondLookMutation,
  LookItemFragment,
  OpenSecondLookFragment,
} from '@/graphql/generated/operations/graphql';

type SecondLookDeskProps = Readonly<{
  look: OpenSecondLookFragment;
  question: string;
  reliabilityHref: string;
}>;

const pickFinish = ({ finishSecondLook }: FinishSecondLookMutation) => finishSecondLook;

/** Rated documents once more, one after the other, without a word on why each is shown. */
export function SecondLookDesk({ look: first, question, reliabilityHref }: SecondLookDeskProps) {
  const { look, isSending, answer, undo } = useSecondLook(first);
  const item = look.upcoming[0] ?? null;
  const last = look.answered.at(-1) ?? null;
  useShortcuts(useMemo(() => [{ keys: 'u', label: 'Take the last answer back', group: 'Rating', run: undo }], [undo]));
  const answered = `${formatCount(look.answered.length)} of ${formatCount(look.size)} looked at`;
  return (
    <RatingFrame
      title="A second look, without scores"
      isBusy={isSending}
      head={
        <p role="status" className="text-ink-muted text-sm tabular-nums">
          {answered}
        </p>
      }
    >
      {item ? (
        <>
          <BlindDocument key={item.id} item={item} question={question} />
          <RatingBar item={item} last={last} onAnswer={answer} onUndo={undo} />
        </>
      ) : (
        <Ready look={look} onUndo={undo} reliabilityHref={reliabilityHref} />
      )}
    </RatingFrame>
  );
}

function Ready({
  look,
  onUndo,
  reliabilityHref,
}: Readonly<{ look: OpenSecondLookFragment; onUndo: () => void; reliabilityHref: string }>) {
  const router = useRouter();
  const { run, isRunning, errors } = useOperation(FinishSecondLook, pickFinish);
  const finish = async () => {
    if (await run({ input: { secondLookId: look.id } })) router.push(reliabilityHref);
  };
  return (
    <EmptyState
      title="You have looked at all of them again"
      action={
        <span className="flex flex-wrap gap-2">
          <Button variant="primary" loading={isRunning} disabled={look.answered.length === 0} onClick={finish}>
            Finish and show the results
          </Button>
          <Button disabled={look.answered.length === 0} onClick={onUndo}>
            Undo the last answer
          </Button>
        </span>
      }
    >
      <p>Finishing shows which labels were suspected, to you and your team. Answers cannot be changed after it.</p>
      {errors.map(({ message }) => (
        <Notice key={message} tone="wrong" className="mt-3">
          {message}
        </Notice>
      ))}
    </EmptyState>
  );
}

/** One answer after the other, each kept before the next is taken; the one given last stands last on the list. */
function useSecondLook(first: OpenSecondLookFragment) {
  const [look, setLook] = useState(first);
  const [isSending, setIsSending] = useState(false);
  const latest = useRef({ look: first, isSending: false });
  const send = useCallback(async (ask: (look: OpenSecondLookFragment) => Promise<OpenSecondLookFragment>) => {
    if (latest.current.isSending) return;
    latest.current.isSending = true;
    setIsSending(true);
    try {
      latest.current.look = await ask(latest.current.look);
      setLook(latest.current.look);
    } catch (error) {
      showFailure({
        message: 'The answer was not kept',
        detail: error instanceof Error ? error.message : 'Try again.',
      });
    }
    latest.current.isSending = false;
    setIsSending(false);
  }, []);
  const answer = useCallback(
    ({ id }: { readonly id: string }, given: Answer) => send((now) => sendAnswer(now, id, given)),
    [send],
  );
  const undo = useCallback(() => {
    send(sendWithdrawal);
  }, [send]);
  return { look, isSending, answer, undo };
}

async function sendAnswer(look: OpenSecondLookFragment, id: string, { value, isSkipped, reason }: Answer) {
  const item = look.upcoming.find((each) => each.id === id);
  if (!item) return look;
  const input = { itemId: id, reason, expectedVersion: item.version, ...(isSkipped ? { isSkipped } : { value }) };
  const { rateSecondLook } = await request(RateSecondLook, { input });
  const next = withLast(kept(rateSecondLook), look);
  return withLast(next, { answered: next.answered.filter((each) => each.id === id) });
}

async function sendWithdrawal(look: OpenSecondLookFragment) {
  const item = look.answered.at(-1);
  if (!item) return look;
  const input = { itemId: item.id, expectedVersion: item.version };
  const { withdrawSecondLook } = await request(WithdrawSecondLook, { input });
  return withLast(kept(withdrawSecondLook), look);
}

interface Payload {
  readonly secondLook?: OpenSecondLookFragment | null;
  readonly userErrors: readonly { readonly message: string }[];
}

function kept({ secondLook, userErrors: [error] }: Payload): OpenSecondLookFragment {
  if (error || !secondLook) throw new Error(error?.message ?? 'Try again.');
  return secondLook;
}

/** The answers in the order in which they were given here: those known `before` last, as they stood. */
function withLast(
  look: OpenSecondLookFragment,
  before: Pick<OpenSecondLookFragment, 'answered'>,
): OpenSecondLookFragment {
  const places = new Map(before.answered.map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: LookItemFragment) => places.get(id) ?? -1;
  return { ...look, answered: look.answered.toSorted((left, right) => placeOf(left) - placeOf(right)) };
}
