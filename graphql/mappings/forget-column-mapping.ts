import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { ForgetColumnMappingInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireColumnMapping } from '@/graphql/mappings/find-column-mapping';
import { inTransaction } from '@/prisma/client';

/** The next file with these columns is asked about again; imports that used it stay as they are. */
export async function forgetColumnMapping(
  context: Context,
  input: ForgetColumnMappingInput,
): Promise<{ columnMappingId: string }> {
  const viewer = requireViewer(context);
  const id = keyOf('ColumnMapping', input.columnMappingId, 'columnMappingId');
  const { teamId, columnCount } = await requireColumnMapping(context, id, 'import:control', 'columnMappingId');
  await inTransaction(async (tx) => {
    const { count } = await tx.columnMapping.deleteMany({ where: { id, teamId } });
    if (count === 0) throw notFound('column mapping', 'columnMappingId');
    await recordAudit(tx, viewer, 'mapping.forgotten', { teamId, type: 'ColumnMapping', id }, { columnCount });
  });
  return { columnMappingId: input.columnMappingId };
}
