'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type RankedRow, stepFrom } from '@/components/documents/ranked-rows';
import type { DeskAddress } from '@/components/documents/use-desk-address';

export interface Cursor {
  /** The document that keys act on: the open one, else the row last moved to. */
  readonly id: string | null;
  /** Its place among the loaded rows, from 0; -1 when it is not among them. */
  readonly place: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Moves by rows; with a document open, the next one opens in its place. */
  readonly step: (by: number) => void;
  readonly toTop: () => void;
  readonly open: (id: string) => void;
  /** The document so many rows away, without going there. */
  readonly idAt: (by: number) => string | null;
}

export function useCursor({ rows, address }: { rows: readonly RankedRow[]; address: DeskAddress }): Cursor {
  const { documentId, visit, moveTo } = address;
  const [markedId, setMarkedId] = useState<string | null>(documentId);
  const id = documentId ?? markedId;
  const place = useMemo(() => (id === null ? -1 : rows.findIndex((row) => row.id === id)), [rows, id]);
  const lastPlace = useRef(0);
  useEffect(() => {
    if (place >= 0) lastPlace.current = place;
    if (documentId !== null) setMarkedId(documentId);
  }, [place, documentId]);

  const moveToPlace = useCallback(
    (next: number) => {
      const row = rows[next];
      if (!row) return;
      setMarkedId(row.id);
      if (documentId !== null) moveTo(row.id);
    },
    [rows, documentId, moveTo],
  );
  const step = useCallback(
    (by: number) => moveToPlace(stepFrom(rows, id, lastPlace.current, by)),
    [moveToPlace, rows, id],
  );
  const toTop = useCallback(() => moveToPlace(0), [moveToPlace]);
  const open = useCallback(
    (next: string) => {
      setMarkedId(next);
      visit(next);
    },
    [visit],
  );
  const idAt = useCallback(
    (by: number) => {
      const other = rows[stepFrom(rows, id, lastPlace.current, by)]?.id ?? null;
      return other === id ? null : other;
    },
    [rows, id],
  );
  const isFirst = place === 0;
  const isLast = place === rows.length - 1;
  return useMemo(
    () => ({ id, place, isFirst, isLast, step, toTop, open, idAt }),
    [id, place, isFirst, isLast, step, toTop, open, idAt],
  );
}
