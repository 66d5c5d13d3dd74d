'use client';

import { useEffect, useState } from 'react';
import { formatCount } from '@/components/ui/format-number';
import { Progress } from '@/components/ui/progress';
import type { RerankLineFragment } from '@/graphql/generated/operations/graphql';

type Sight = Readonly<{ done: number; atMs: number }>;

/** How far the ranking has followed the scale; afterwards when it did, and over how many documents. */
export function RerankProgress({ rerank }: Readonly<{ rerank: RerankLineFragment }>) {
  const { status, total, done, finishedAt } = rerank;
  const rate = useRate(done);
  if (status !== 'RUNNING') {
    return (
      <p className="mt-3 text-ink-muted text-sm" role="status">
        {finishedAt
          ? `${formatCount(done)} ${done === 1 ? 'document' : 'documents'} ranked anew until ${moment(finishedAt)}.`
          : null}
      </p>
    );
  }
  return (
    <Progress
      className="mt-4 max-w-xl"
      label={
        rerank.recalibration
          ? `Ranking by recalibration ${rerank.recalibration.version}`
          : 'Ranking by the model’s own scores'
      }
      unit="documents"
      done={done}
      total={total}
      {...(rate === null ? {} : { rate, secondsLeft: (total - done) / rate })}
    />
  );
}

/** Documents a second since this page first looked: the server's clock may be another. */
function useRate(done: number): number | null {
  const [sights, setSights] = useState<readonly Sight[]>([]);
  useEffect(() => {
    setSights(([first]) => (first ? [first, { done, atMs: Date.now() }] : [{ done, atMs: Date.now() }]));
  }, [done]);
  const [first, last] = sights;
  return first && last && last.done > first.done ? ((last.done - first.done) * 1000) / (last.atMs - first.atMs) : null;
}

/** 2026-11-23 01:32 UTC: one form on server and browser. */
function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
