import { exportDocuments } from '@/jobs/definitions';
import { enqueue } from '@/jobs/queue';
import type { ImportDesk } from '@/jobs/testing/import-desk';
import { getDatabase, getPool, inTransaction } from '@/prisma/client';
import { createExportRun } from '@/prisma/queries/exports';
import { seedTeam } from '@/prisma/seed';

const JSONL = { format: 'JSONL', filter: {}, asked: {}, threshold: null, thresholdVersion: null } as const;
const PLAIN = { isNeutralised: false, hasByteOrderMark: false };

/** Asks for all of a project as lines of JSON, as an owner of its team; answers the export's id. */
export async function askForExport({ teamId, projectId }: ImportDesk, withDuplicates = false): Promise<string> {
  const { userIds } = await seedTeam(getPool(), 'Readers', ['OWNER']);
  const requestedById = userIds[0] ?? '';
  await getDatabase().membership.create({ data: { teamId, userId: requestedById, role: 'OWNER' } });
  return inTransaction(async (tx) => {
    const { id } = await createExportRun(tx, { projectId, requestedById, ...JSONL, ...PLAIN, withDuplicates });
    await enqueue(exportDocuments, { projectId, exportId: id, roles: ['OWNER' as const] }, { tx });
    return id;
  });
}
