'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '@/components/data/request';
import { type Curve, type Point, pointFor } from '@/components/threshold/read-point';
import { ThresholdAtQuery } from '@/components/threshold/threshold-query';

const REST_MS = 200;

/**
 * What holds at a threshold. While the handle moves, precision and recall are those of the curve, which are exact (they
 * change only where a rated score lies), and the workload is the estimate given; at rest the server counts it.
 */
export function usePoint(sampleId: string, curve: Curve, threshold: number, workload: number): Point | null {
  const rested = useRested(threshold);
  const exact = useQuery({
    queryKey: ['threshold-at', sampleId, rested],
    queryFn: async ({ signal }) => {
      const { node } = await request(ThresholdAtQuery, { sampleId, threshold: rested }, signal);
      return node?.__typename === 'Sample' ? node.thresholdAt : null;
    },
    placeholderData: keepPreviousData,
  });
  if (exact.data && !exact.isPlaceholderData && rested === threshold) return exact.data;
  const point = pointFor(curve.points, threshold);
  return (
    point && { ...point, threshold, workload, workloadShare: curve.documents === 0 ? 0 : workload / curve.documents }
  );
}

/** The value once it has not changed for a moment. */
function useRested(value: number): number {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
