'use client';

import { useCallback, useEffect, useRef, useState } from 'react';

interface LiveListOptions {
  /** Changes when the list is another one: new filters start afresh. */
  readonly listKey: string;
  /** Documents of the project with a score, by the newest count. */
  readonly scored: number;
  readonly refresh: () => Promise<boolean>;
}

/** Between two refreshes of the first page while scoring runs. */
const CALM_MS = 1_500;

/**
 * When the list may be sorted again. At its top, with nothing rated since, it follows the server; once the person has
 * scrolled or has set a score, rows keep their places and only a note says that there is something newer.
 */
export function useLiveList({ listKey, scored, refresh }: LiveListOptions) {
  const [sorted, setSorted] = useState({ listKey, scored });
  const [isReordered, setReordered] = useState(false);
  const [rescored, setRescored] = useState<ReadonlySet<string>>(new Set());
  const isAtTop = useRef(true);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef({ refresh, scored, isHeld: false });
  useEffect(() => {
    latest.current = { refresh, scored, isHeld: rescored.size > 0 };
  });

  if (sorted.listKey !== listKey) {
    setSorted({ listKey, scored });
    setReordered(false);
    setRescored(new Set());
  }

  const sortAgain = useCallback(async () => {
    const before = latest.current.scored;
    if (!(await latest.current.refresh())) {
      setReordered(true);
      return;
    }
    setSorted((now) => ({ ...now, scored: before }));
    setReordered(false);
    setRescored(new Set());
  }, []);

  /** The server has changed something: follow it if that disturbs nobody, else say so. */
  const noteChange = useCallback(() => {
    if (timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      if (isAtTop.current && !latest.current.isHeld) void sortAgain();
      else setReordered(true);
    }, CALM_MS);
  }, [sortAgain]);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);

  const noteScroll = useCallback((scrollTop: number) => {
    isAtTop.current = scrollTop < 8;
  }, []);
  const noteRescored = useCallback((documentId: string) => {
    setRescored((before) => (before.has(documentId) ? before : new Set(before).add(documentId)));
  }, []);

  return {
    newlyScored: isReordered ? Math.max(0, scored - sorted.scored) : 0,
    isReordered,
    rescored,
    sortAgain,
    noteChange,
    noteScroll,
    noteRescored,
  };
}
