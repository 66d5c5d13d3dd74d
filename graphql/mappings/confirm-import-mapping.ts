import { recordAudit } from '@/graphql/audit/record-audit';
import { requireImportControl } from '@/graphql/collections/find-import-run';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, invalid } from '@/graphql/errors';
import type { ConfirmImportMappingInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { readMapping } from '@/graphql/mappings/mapping-input';
import type { ImportRunRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import type { ImportMapping, InspectedFile } from '@/jobs/imports/inspected-file';
import { enqueueImport } from '@/jobs/queue-import';
import { type Database, inTransaction } from '@/prisma/client';
import { hashColumns, rememberColumnMapping } from '@/prisma/queries/column-mappings';
import { confirmMapping, releaseSameColumns } from '@/prisma/queries/inspections';

/** A person says what the columns mean, and the import goes on. Of two who say so at once, the first is heard. */
export async function confirmImportMapping(
  context: Context,
  input: ConfirmImportMappingInput,
): Promise<{ import: ImportRunRow }> {
  const viewer = requireViewer(context);
  const { run, project } = await requireImportControl(context, keyOf('ImportRun', input.importId, 'importId'));
  const file = run.status === 'NEEDS_MAPPING' ? await context.loaders.inspectedFile.load(run.id) : null;
  if (!file) throw notWaiting(run);
  if (input.expectedVersion != null && input.expectedVersion !== run.previewVersion) throw readAnew();
  const mapping = readMapping(input, file, run.fileName);
  const { id: projectId, teamId } = project;
  return inTransaction(async (tx) => {
    if (mapping.label) await requireFreeName(tx, projectId, mapping.label.name);
    const key = { projectId, importRunId: run.id, version: run.previewVersion };
    if (!(await confirmMapping(tx, key, { mapping, mappedById: viewer.id }))) {
      throw notWaiting(await tx.importRun.findUniqueOrThrow({ where: { id: run.id } }));
    }
    if (input.remember !== false) await remember(tx, { teamId, projectId, confirmedById: viewer.id }, file, mapping);
    await enqueueImport(tx, { projectId, importRunId: run.id, needsInspection: false });
    await publish(tx, { projectId, topic: 'IMPORT' });
    const subject = { teamId, projectId, type: 'ImportRun', id: run.id };
    const details = { fileName: run.fileName, label: mapping.label?.name ?? null };
    await recordAudit(tx, viewer, 'import.mapped', subject, details);
    return { import: await tx.importRun.findUniqueOrThrow({ where: { id: run.id } }) };
  });
}

/**
 * For the next files with these columns, and for those of the project that wait already. Not where columns were left
 * out: another file's may differ in those nobody has seen.
 */
async function remember(
  tx: Database,
  { projectId, ...who }: { readonly teamId: string; readonly projectId: string; readonly confirmedById: string },
  { columns, columnsLeftOut }: InspectedFile,
  { roles, label }: ImportMapping,
): Promise<void> {
  if (!columns || columnsLeftOut > 0) return;
  const mapping = { roles, label: label && { column: label.column, kind: label.kind } };
  const names = columns.map(({ name }) => name);
  await rememberColumnMapping(tx, { ...who, names, mapping });
  const released = await releaseSameColumns(tx, projectId, hashColumns(names));
  for (const { importRunId } of released) await enqueueImport(tx, { projectId, importRunId, needsInspection: true });
}

async function requireFreeName(tx: Database, projectId: string, name: string): Promise<void> {
  const taken = await tx.referenceLabelSource.findFirst({ where: { projectId, name }, select: { id: true } });
  if (taken) throw invalid('name', 'This project has labels of a source of that name already.', 'TAKEN');
}

function notWaiting({ status, needsInspection }: ImportRunRow): AppError {
  if (status === 'NEEDS_MAPPING' && needsInspection) {
    return new AppError('CONFLICT', 'The file is being read again. Look at its columns once that is done.', [
      'importId',
    ]);
  }
  if (status === 'NEEDS_MAPPING') return readAnew();
  return new AppError('CONFLICT', 'This import does not wait for its columns (any more).', ['importId']);
}

function readAnew(): AppError {
  return new AppError('CONFLICT', 'The file was read again meanwhile. Look at its columns as they are now.', [
    'expectedVersion',
  ]);
}
