import { z } from 'zod';
import type { Database } from '@/prisma/client';
import { findRankingBases } from '@/prisma/queries/calibrations';
import { isReadOtherwise } from '@/prisma/queries/scoring-runs';

/** Why new collections are not held against the active version's reference. */
export type DriftHindrance = 'NO_ACTIVE_VERSION' | 'NO_REFERENCE' | 'OTHER_MODEL' | 'READ_OTHERWISE';

export interface DriftBasis {
  readonly teamId: string;
  readonly calibrationId: string;
  readonly version: number;
  readonly modelRevisionId: string | null;
  /** When the version was saved: what came later is new. */
  readonly since: Date;
}

const saved = z.object({
  reading: z.object({
    maxTokens: z.int(),
    windowAggregate: z.enum(['MEAN', 'MAX', 'FIRST']).nullable(),
    windowOverlap: z.int(),
  }),
});

/** What the project's new collections are held against, or by name why they are not. */
export async function readDriftBasis(db: Database, projectId: string): Promise<DriftBasis | DriftHindrance> {
  const project = await db.project.findUnique({
    where: { id: projectId },
    select: {
      teamId: true,
      activeCalibration: {
        select: { id: true, version: true, modelRevisionId: true, createdAt: true, inputs: true },
      },
    },
  });
  const active = project?.activeCalibration;
  if (!active) return 'NO_ACTIVE_VERSION';
  // Which are there only: their values are up to 10,000 numbers each, and empty where nothing was scored.
  const references = await db.calibrationReference.count({
    where: { calibrationId: active.id, values: { isEmpty: false } },
  });
  if (references === 0) return 'NO_REFERENCE';
  const now = (await findRankingBases(db, [projectId])).get(projectId);
  if (now && now.modelRevisionId !== active.modelRevisionId) return 'OTHER_MODEL';
  const reading = saved.safeParse(active.inputs).data?.reading;
  if (now && reading && isReadOtherwise(reading, now)) return 'READ_OTHERWISE';
  const { id: calibrationId, version, modelRevisionId, createdAt: since } = active;
  return { teamId: project.teamId, calibrationId, version, modelRevisionId, since };
}
