'use client';

import { useMutation } from '@tanstack/react-query';
import { request } from '@/components/data/request';
import type { ErrorCosts } from '@/components/threshold/error-costs';
import type { Certificate, CostChoice, WorkloadChoice } from '@/components/threshold/read-point';
import { ByCostQuery, ByWorkloadQuery, CertificateQuery } from '@/components/threshold/threshold-query';

/** How a threshold was come by, with what it was computed from; null when a hand put it there. */
export type Chosen =
  | Readonly<{ origin: 'BY_CERTIFICATE'; threshold: number }>
  | Readonly<{ origin: 'BY_WORKLOAD'; threshold: number; documents: number }>
  | Readonly<{ origin: 'BY_COST'; threshold: number; costs: ErrorCosts }>
  | null;

/** Asks the server for the promise that a sample carries. */
export function useCertificate(sampleId: string, onAnswer: (certificate: Certificate) => void) {
  return useMutation({
    mutationFn: async (asked: { recall: number; confidence: number }) => {
      const { node } = await request(CertificateQuery, { sampleId, ...asked });
      return answered(node?.__typename === 'Sample' ? node.thresholdCurve?.certificate : null);
    },
    onSuccess: onAnswer,
  });
}

/** Asks the server, which has all scores, where so many documents lie above. */
export function useWorkloadChoice(sampleId: string, onAnswer: (choice: WorkloadChoice) => void) {
  return useMutation({
    mutationFn: async (documents: number) => {
      const { node } = await request(ByWorkloadQuery, { sampleId, documents });
      return answered(node?.__typename === 'Sample' ? node.thresholdCurve?.byWorkload : null);
    },
    onSuccess: onAnswer,
  });
}

/** Asks the server, which has all labels, where errors cost least. */
export function useCostChoice(sampleId: string, onAnswer: (choice: CostChoice) => void) {
  return useMutation({
    mutationFn: async (costs: ErrorCosts) => {
      const { node } = await request(ByCostQuery, { sampleId, ...costs });
      return answered(node?.__typename === 'Sample' ? node.thresholdCurve?.byCost : null);
    },
    onSuccess: onAnswer,
  });
}

function answered<Answer>(answer: Answer | null | undefined): Answer {
  if (!answer) throw new Error('The ratings of this sample are gone. Load the page again.');
  return answer;
}
