'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { request } from '@/components/data/request';
import { useSettled } from '@/components/data/use-settled';
import { type LocalCurve, localPoint } from '@/components/threshold/local-point';
import type { Point } from '@/components/threshold/read-point';
import { ThresholdAtQuery } from '@/components/threshold/threshold-query';

/** What holds at a threshold: from what is in the browser while the handle moves; at rest the server counts it. */
export function usePoint(sampleId: string, curve: LocalCurve, threshold: number): Point | null {
  const rested = useSettled(threshold);
  const exact = useQuery({
    queryKey: ['threshold-at', sampleId, rested],
    queryFn: async ({ signal }) => {
      const { node } = await request(ThresholdAtQuery, { sampleId, threshold: rested }, signal);
      return node?.__typename === 'Sample' ? node.thresholdAt : null;
    },
    placeholderData: keepPreviousData,
  });
  const local = useMemo(() => localPoint(curve, threshold), [curve, threshold]);
  if (exact.data && !exact.isPlaceholderData && rested === threshold) return exact.data;
  return local;
}
