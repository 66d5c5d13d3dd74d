import { createHash } from 'node:crypto';
import type { Database } from '../client';
import type { ColumnMapping, Prisma } from '../generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from './newest-first';

/** The most that a team keeps; beyond, the one confirmed longest ago makes room. */
const MOST_KEPT = 500;
/** Enough to recognise a kind of file by. */
const NAMES_KEPT = 40;

/** The same for the same set of columns in any order: SHA-256, 64 hex digits. */
export function hashColumns(names: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([...new Set(names)].sort()))
    .digest('hex');
}

export function findColumnMappingFor(
  db: Database,
  teamId: string,
  names: readonly string[],
): Promise<ColumnMapping | null> {
  return db.columnMapping.findUnique({ where: { teamId_columnsHash: { teamId, columnsHash: hashColumns(names) } } });
}

export interface ConfirmedMapping {
  readonly teamId: string;
  readonly names: readonly string[];
  readonly mapping: Prisma.InputJsonObject;
  readonly confirmedById: string;
}

/** The newest word on these columns replaces the one before. */
export async function rememberColumnMapping(tx: Database, confirmed: ConfirmedMapping): Promise<void> {
  const { teamId, names, mapping, confirmedById } = confirmed;
  const columnsHash = hashColumns(names);
  const said = { mapping, confirmedById, confirmedAt: new Date() };
  const columns = { columns: names.slice(0, NAMES_KEPT), columnCount: names.length };
  await tx.columnMapping.upsert({
    where: { teamId_columnsHash: { teamId, columnsHash } },
    create: { teamId, columnsHash, ...columns, ...said },
    update: said,
  });
  await tx.$executeRaw`
    DELETE FROM "ColumnMapping" WHERE "id" IN (
      SELECT "id" FROM "ColumnMapping" WHERE "teamId" = ${teamId}::uuid
      ORDER BY "confirmedAt" DESC, "id" DESC OFFSET ${MOST_KEPT}::int)`;
}

export function findColumnMappingPage(
  db: Database,
  teamId: string,
  { take, after }: TimeKeyPage,
): Promise<ColumnMapping[]> {
  return db.columnMapping.findMany({
    where: { teamId, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}
