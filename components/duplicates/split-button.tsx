'use client';

import { useState } from 'react';
import { request } from '@/components/data/request';
import { SplitDuplicate, UndoDuplicateDecision } from '@/components/duplicates/duplicates-query';
import { Button } from '@/components/ui/button';
import { showFailure, showToast } from '@/components/ui/toast';

type SplitButtonProps = Readonly<{
  documentId: string;
  label: string;
  /** What tells the record apart, where there are several such buttons. */
  of?: string;
  onChanged: () => void;
}>;

/** One record leaves its group and is scored by itself; the toast takes it back. */
export function SplitButton({ documentId, label, of, onChanged }: SplitButtonProps) {
  const [isRunning, setIsRunning] = useState(false);
  const act = async (work: () => Promise<string | null>, done: () => void) => {
    setIsRunning(true);
    const refusal = await work().catch((error: unknown) => (error instanceof Error ? error.message : 'Try again.'));
    setIsRunning(false);
    if (refusal) showFailure({ message: 'The records stay as they are', detail: refusal });
    else done();
    onChanged();
  };
  const input = { documentId };
  const undo = () =>
    act(
      async () =>
        (await request(UndoDuplicateDecision, { input })).undoDuplicateDecision.userErrors[0]?.message ?? null,
      () => showToast({ message: 'Grouped again' }),
    );
  const split = () =>
    act(
      async () => (await request(SplitDuplicate, { input })).splitDuplicate.userErrors[0]?.message ?? null,
      () => showToast({ message: 'Split off, to be scored by itself', undo: () => void undo() }),
    );
  return (
    <Button
      size="small"
      variant="quiet"
      loading={isRunning}
      aria-label={of ? `${label}: ${of}` : undefined}
      onClick={() => void split()}
    >
      {label}
    </Button>
  );
}
