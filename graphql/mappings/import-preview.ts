import DataLoader from 'dataloader';
import type { ImportMapping, InspectedFile } from '@/jobs/imports/inspected-file';
import { getDatabase } from '@/prisma/client';

/** Files as they were looked at; apart from their runs, for a list of runs would otherwise read megabytes. */
export function createMappingLoaders() {
  return {
    inspectedFile: new DataLoader<string, InspectedFile | null>(async (ids) => {
      const rows = await getDatabase().importRun.findMany({
        where: { id: { in: [...ids] }, status: 'NEEDS_MAPPING' },
        select: { id: true, preview: true },
      });
      // Written by our own worker alone, as this type.
      const files = new Map(rows.map(({ id, preview }) => [id, preview as unknown as InspectedFile | null]));
      return ids.map((id) => files.get(id) ?? null);
    }),
  };
}

/** Null where columns are told by their names. */
export function mappingOf({ mapping }: { readonly mapping: unknown }): ImportMapping | null {
  return mapping as ImportMapping | null;
}
