import { type Context, requirePermission } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { ColumnMappingRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

/** A mapping of a team that the viewer is in; NOT_FOUND otherwise. */
export function findColumnMapping(context: Context, columnMappingId: string): Promise<ColumnMappingRow> {
  return requireColumnMapping(context, columnMappingId, 'team:read', null);
}

export async function requireColumnMapping(
  context: Context,
  columnMappingId: string,
  permission: 'team:read' | 'import:control',
  field: string | null,
): Promise<ColumnMappingRow> {
  const mapping = await getDatabase().columnMapping.findUnique({ where: { id: columnMappingId } });
  if (!mapping) throw notFound('column mapping', field);
  await requirePermission(context, mapping.teamId, permission, 'column mapping', field);
  return mapping;
}
