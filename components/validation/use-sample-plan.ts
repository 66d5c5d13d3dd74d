'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '@/components/data/request';
import { SamplePlanQuery } from '@/components/validation/validation-query';
import type { SamplePlanQuery as SamplePlanResult } from '@/graphql/generated/operations/graphql';

export type SamplePlan = NonNullable<SamplePlanResult['project']>['samplePlan'];

export interface PlanTarget {
  readonly recall: number;
  readonly confidence: number;
  /** Guessed share of relevant documents, 0 to 1; null leaves it to the ratings there are. */
  readonly prevalence: number | null;
}

const REST_MS = 250;

/** What a certificate takes; asked once the numbers rest, the last plan standing meanwhile. */
export function useSamplePlan(projectId: string, target: PlanTarget) {
  const { recall, confidence, prevalence } = useRested(target);
  return useQuery({
    queryKey: ['sample-plan', projectId, recall, confidence, prevalence],
    queryFn: async ({ signal }): Promise<SamplePlan | null> => {
      const { project } = await request(SamplePlanQuery, { id: projectId, recall, confidence, prevalence }, signal);
      return project?.samplePlan ?? null;
    },
    placeholderData: keepPreviousData,
  });
}

function useRested(target: PlanTarget): PlanTarget {
  const [rested, setRested] = useState(target);
  const { recall, confidence, prevalence } = target;
  useEffect(() => {
    const timer = setTimeout(() => setRested({ recall, confidence, prevalence }), REST_MS);
    return () => clearTimeout(timer);
  }, [recall, confidence, prevalence]);
  return rested;
}
