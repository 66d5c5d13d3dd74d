'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
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
  useShortcuts([{ keys: 'u', label: 'Take the last answer back', group: 'Rating', run: undo }]);
  const answered = `${formatCount(look.answered.length)} of ${formatCount(look.size)} looked at`;
  return (
    <div
      aria-busy={isSending}
      className="flex h-[calc(100dvh-var(--bar)-var(--bottom-bar))] min-h-0 flex-col bg-surface"
    >
      <header className="flex flex-wrap items-center gap-x-6 gap-y-1 border-line border-b px-4 py-2 sm:px-6">
        <h1 className="font-semibold">A second look, without scores</h1>
        <p role="status" className="text-ink-muted text-sm tabular-nums">
          {answered}
        </p>
      </header>
      {item ? (
        <>
          <BlindDocument key={item.id} item={item} question={question} />
          <RatingBar item={item} last={last} onAnswer={answer} onUndo={undo} />
        </>
      ) : (
        <Ready look={look} onUndo={undo} reliabilityHref={reliabilityHref} />
      )}
    </div>
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

/** The answer given last in this sitting stands last on the list. */
function useSecondLook(first: OpenSecondLookFragment) {
  const [look, setLook] = useState(first);
  const [isSending, setIsSending] = useState(false);
  const send = async (ask: () => Promise<OpenSecondLookFragment>) => {
    if (isSending) return;
    setIsSending(true);
    try {
      setLook(await ask());
    } catch (error) {
      showFailure({
        message: 'The answer was not kept',
        detail: error instanceof Error ? error.message : 'Try again.',
      });
    }
    setIsSending(false);
  };
  const answer = ({ id }: { readonly id: string }, given: Answer) =>
    send(async () => {
      const item = look.upcoming.find((each) => each.id === id);
      if (!item) return look;
      const { value, isSkipped, reason } = given;
      const input = { itemId: id, reason, expectedVersion: item.version, ...(isSkipped ? { isSkipped } : { value }) };
      const { rateSecondLook } = await request(RateSecondLook, { input });
      return withLast(kept(rateSecondLook), id);
    });
  const undo = () => {
    const item = look.answered.at(-1);
    if (!item) return;
    send(async () => {
      const input = { itemId: item.id, expectedVersion: item.version };
      const { withdrawSecondLook } = await request(WithdrawSecondLook, { input });
      return kept(withdrawSecondLook);
    });
  };
  return { look, isSending, answer, undo };
}

interface Payload {
  readonly secondLook?: OpenSecondLookFragment | null;
  readonly userErrors: readonly { readonly message: string }[];
}

function kept({ secondLook, userErrors: [error] }: Payload): OpenSecondLookFragment {
  if (error || !secondLook) throw new Error(error?.message ?? 'Try again.');
  return secondLook;
}

function withLast(look: OpenSecondLookFragment, id: string): OpenSecondLookFragment {
  const isLast = (item: LookItemFragment) => item.id === id;
  return { ...look, answered: [...look.answered.filter((item) => !isLast(item)), ...look.answered.filter(isLast)] };
}
