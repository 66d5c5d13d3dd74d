import { getDatabase, getPool } from '@/prisma/client';
import { findRoleInProject } from '@/prisma/queries/exports';
import { hasOtherDocuments, type ImportAttempt } from '@/prisma/queries/imports';

/**
 * Whose word it becomes what a Winnow export says of its documents: the uploader's, if they chose it or the project holds
 * nothing but what this import has stored, and if they may still judge documents. Null: nothing comes back.
 */
export async function findRestorer(run: ImportAttempt): Promise<string | null> {
  const { id: importRunId, projectId, restores, userId } = run;
  if (userId === null || restores === false) return null;
  const role = await findRoleInProject(getDatabase(), projectId, userId);
  // Viewers judge nothing, not by way of a file either.
  if (role === null || role === 'VIEWER') return null;
  if (restores === true) return userId;
  return (await hasOtherDocuments(getPool(), { projectId, importRunId })) ? null : userId;
}
