import { EXPORT_MARKER, readExportMark } from '@/ingestion/winnow/export-columns';
import { detectedMapping, type ImportMapping, type InspectedFile, labelNameOf } from '@/jobs/imports/inspected-file';
import { getDatabase } from '@/prisma/client';
import { findColumnMappingFor } from '@/prisma/queries/column-mappings';
import type { Inspection, SettledMapping } from '@/prisma/queries/inspections';

/** What an import goes on with without asking anybody; null where somebody is to be asked. */
export async function settleMapping(run: Inspection, file: InspectedFile): Promise<SettledMapping | null> {
  if (!file.columns || saysWhatItsColumnsAre(file)) {
    return { mapping: null, origin: null, mappedById: null, mappedAt: null };
  }
  // Whoever asked to read it in another way is about to look at it.
  if (run.status === 'NEEDS_MAPPING' || run.mappingRule === 'ASK_ALWAYS') return null;
  const remembered = await findRemembered(run, file);
  if (remembered) return remembered;
  if (run.mappingRule !== 'AUTO' || !file.isUnmistakable) return null;
  return { mapping: detectedMapping(file, run.fileName), origin: 'DETECTED', mappedById: null, mappedAt: null };
}

/** An export of Winnow's own: under any other reading its reviews would not come back. */
function saysWhatItsColumnsAre({ columns }: InspectedFile): boolean {
  const marker = columns?.find(({ name }) => name === EXPORT_MARKER);
  return marker?.samples.some((sample) => readExportMark(sample) !== null) ?? false;
}

async function findRemembered(run: Inspection, file: InspectedFile): Promise<SettledMapping | null> {
  if (!file.columns || file.columnsLeftOut > 0) return null;
  const names = file.columns.map(({ name }) => name);
  const known = await findColumnMappingFor(getDatabase(), run.teamId, names);
  if (!known) return null;
  const { roles, label } = known.mapping as unknown as ImportMapping;
  const mapping = { roles, label: label && { ...label, name: labelNameOf(run.fileName) } };
  return { mapping, origin: 'REMEMBERED', mappedById: known.confirmedById, mappedAt: known.confirmedAt };
}
