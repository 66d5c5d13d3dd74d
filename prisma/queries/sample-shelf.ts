import type { Database } from '@/prisma/client';

/** Samples that somebody has answered in, answers taken back included, or that a version was computed from. */
export async function findWorkedOn(db: Database, sampleIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "asked"."id" FROM unnest(${[...sampleIds]}::uuid[]) AS "asked"("id")
    WHERE EXISTS (SELECT FROM "Rating" WHERE "sampleId" = "asked"."id")
       OR EXISTS (SELECT FROM "Calibration" WHERE "sampleId" = "asked"."id")
       OR EXISTS (SELECT FROM "Recalibration" WHERE "sampleId" = "asked"."id")`;
  return new Set(rows.map(({ id }) => id));
}

/** Until the transaction ends nobody answers in it or tops it up. False when it is gone. */
export async function lockSampleWhole(tx: Database, sampleId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT FROM "SampleDesign" WHERE "id" = ${sampleId}::uuid FOR UPDATE`;
  return rows.length > 0;
}

/** What of the project is in force and was computed from the sample. */
export async function findInForce(
  tx: Database,
  { projectId, sampleId }: { readonly projectId: string; readonly sampleId: string },
): Promise<{ readonly threshold: number | null; readonly recalibration: number | null }> {
  const { activeCalibration, recalibration } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: {
      activeCalibration: { select: { sampleId: true, version: true } },
      recalibration: { select: { sampleId: true, version: true } },
    },
  });
  const versionOf = (made: typeof recalibration) => (made?.sampleId === sampleId ? made.version : null);
  return { threshold: versionOf(activeCalibration), recalibration: versionOf(recalibration) };
}
