'use client';

import type { ReactNode } from 'react';
import { useIsReady } from '@/components/shell/use-is-ready';
import { Skeleton } from '@/components/ui/skeleton';

type RatingFrameProps = Readonly<{
  title: string;
  /** What stands beside the title. */
  head: ReactNode;
  isBusy?: boolean;
  children: ReactNode;
}>;

/**
 * The frame of a desk at which one document after another is answered. None is shown before the desk hears the keys:
 * an answer to it would be lost, and kept for later it might meet a document that nobody has read.
 */
export function RatingFrame({ title, head, isBusy, children }: RatingFrameProps) {
  const isReady = useIsReady();
  return (
    <div
      inert={!isReady}
      aria-busy={isBusy || !isReady}
      className="flex h-[calc(100dvh-var(--bar)-var(--bottom-bar))] min-h-0 flex-col bg-surface"
    >
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b px-4 py-2 sm:px-6">
        <h1 className="font-semibold">{title}</h1>
        {head}
      </header>
      {isReady ? children : <DocumentComes>The desk is being made ready.</DocumentComes>}
    </div>
  );
}

/** The room of a document that is on its way, with words for who does not see it. */
export function DocumentComes({ children }: Readonly<{ children: string }>) {
  return (
    <div aria-busy className="mx-auto flex w-full max-w-[42rem] flex-col gap-3 px-4 py-6 sm:px-6">
      <span className="visually-hidden" role="status">
        {children}
      </span>
      <Skeleton className="h-7 w-3/4" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
