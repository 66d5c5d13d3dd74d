import type { TeamUsage } from '@/graphql/generated/resolver-types';
import { maxUploadBytes } from '@/graphql/uploads/upload-settings';
import { quotaInForce, readQuotaSettings } from '@/jobs/quotas';
import { getDatabase } from '@/prisma/client';
import { findQuotaOverride, measureTeamUsage } from '@/prisma/queries/team-quotas';

export async function teamUsage(teamId: string): Promise<TeamUsage> {
  const db = getDatabase();
  const [override, usage] = await Promise.all([findQuotaOverride(db, teamId), measureTeamUsage(db, teamId)]);
  const quota = quotaInForce(override, readQuotaSettings());
  const use = (name: 'documents' | 'storedBytes' | 'filesAtOnce') => ({
    used: usage[name],
    limit: quota[name],
    isOwn: override[name] !== null,
  });
  return {
    documents: use('documents'),
    storedBytes: use('storedBytes'),
    filesAtOnce: use('filesAtOnce'),
    fileBytesIsOwn: override.fileBytes !== null,
    fileBytesLimit: Math.min(quota.fileBytes ?? Number.POSITIVE_INFINITY, maxUploadBytes()),
  };
}
