import { requireImportControl } from '@/graphql/collections/find-import-run';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, invalid } from '@/graphql/errors';
import type { PreviewImportInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { toEncodingName } from '@/graphql/mappings/column-roles';
import type { ImportRunRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { enqueueImport } from '@/jobs/queue-import';
import { inTransaction } from '@/prisma/client';
import { requestInspection } from '@/prisma/queries/inspections';

const DELIMITERS: ReadonlySet<string> = new Set([',', ';', '\t', '|']);

/** Has a waiting file looked at again, read in another way; nothing of it is stored before or after. */
export async function previewImport(context: Context, input: PreviewImportInput): Promise<{ import: ImportRunRow }> {
  requireViewer(context);
  const { run, project } = await requireImportControl(context, keyOf('ImportRun', input.importId, 'importId'));
  const readEncoding = input.encoding == null ? null : toEncodingName(input.encoding);
  const readDelimiter = readDelimiterInput(input.delimiter);
  const key = { projectId: project.id, importRunId: run.id };
  return inTransaction(async (tx) => {
    if (!(await requestInspection(tx, key, { readEncoding, readDelimiter }))) {
      throw new AppError('NOTHING_TO_DO', 'This import does not wait for its columns (any more).', ['importId']);
    }
    await enqueueImport(tx, { ...key, needsInspection: true });
    await publish(tx, { projectId: project.id, topic: 'IMPORT' });
    return { import: await tx.importRun.findUniqueOrThrow({ where: { id: run.id } }) };
  });
}

function readDelimiterInput(delimiter: string | null | undefined): string | null {
  if (delimiter == null) return null;
  if (!DELIMITERS.has(delimiter)) throw invalid('delimiter', 'A comma, a semicolon, a tab or a vertical bar.');
  return delimiter;
}
