'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { request } from '@/components/data/request';
import {
  ApplyRecalibration,
  ReapplyRecalibration,
  TakeBackRecalibration,
} from '@/components/recalibration/recalibration-query';
import { showFailure, showToast } from '@/components/ui/toast';
import type { RecalibrationKind } from '@/graphql/generated/operations/graphql';

type Version = Readonly<{ id: string; version: number }>;
type Payload = Readonly<{
  deactivated?: Readonly<{ version: number }> | null;
  userErrors: readonly Readonly<{ message: string }>[];
}>;

export interface ChangeOfScale {
  /** Fits the kind anew to the sample's ratings. Throws what the server refuses, as `put` does. */
  readonly apply: (sampleId: string, kind: RecalibrationKind) => Promise<void>;
  /** A version again, or with null the model's own scores. */
  readonly put: (next: Version | null) => Promise<void>;
}

/** What changes the scale of a project, each with its way back in the toast. */
export function useChangeOfScale(projectId: string, inForce: Version | null): ChangeOfScale {
  const client = useQueryClient();
  const router = useRouter();
  return useMemo(() => {
    const settle = ({ deactivated, userErrors }: Payload, message: string, undo: () => Promise<void>) => {
      void client.invalidateQueries({ queryKey: ['recalibration', projectId, 'project'] });
      router.refresh();
      const [error] = userErrors;
      if (error) throw new Error(error.message);
      showToast({ message, detail: detailOf(deactivated), undo: () => void undo().catch(tellNotUndone) });
    };
    const put = async (next: Version | null, before: Version | null): Promise<void> => {
      const message = next ? `Recalibration ${next.version} is in force` : 'Back to the model’s own scores';
      settle(await send(projectId, next), message, () => put(before, next));
    };
    return {
      apply: async (sampleId, kind) => {
        const { applyRecalibration: made } = await request(ApplyRecalibration, { input: { sampleId, kind } });
        const applied = made.recalibration ?? null;
        settle(made, `Recalibration ${applied?.version ?? ''} is in force`, () => put(inForce, applied));
      },
      put: (next) => put(next, inForce),
    };
  }, [client, router, projectId, inForce]);
}

async function send(projectId: string, next: Version | null): Promise<Payload> {
  if (next) {
    const { reapplyRecalibration } = await request(ReapplyRecalibration, { input: { recalibrationId: next.id } });
    return reapplyRecalibration;
  }
  const { takeBackRecalibration } = await request(TakeBackRecalibration, { input: { projectId } });
  return takeBackRecalibration;
}

function detailOf(deactivated: Payload['deactivated']): string {
  const ranked = 'The project is ranked anew.';
  return deactivated
    ? `${ranked} Threshold version ${deactivated.version} is out of force and is not put back by undo.`
    : ranked;
}

function tellNotUndone(fault: Error): void {
  showFailure({ message: 'This was not undone', detail: fault.message });
}
