import type { TeamUsage as ToldUsage } from '@/graphql/generated/resolver-types';
import { maxUploadBytes } from '@/graphql/uploads/upload-settings';
import { quotaInForce, readQuotaSettings } from '@/jobs/quotas';
import { getDatabase } from '@/prisma/client';
import {
  findQuotaOverrides,
  measureTeamUsages,
  type QuotaOverride,
  type TeamUsage,
} from '@/prisma/queries/team-quotas';

/** In the order asked. */
export async function teamUsages(teamIds: readonly string[]): Promise<ToldUsage[]> {
  const db = getDatabase();
  const [overrides, usages] = await Promise.all([findQuotaOverrides(db, teamIds), measureTeamUsages(db, teamIds)]);
  return teamIds.map((_, place) => tell(overrides[place] as QuotaOverride, usages[place] as TeamUsage));
}

function tell(override: QuotaOverride, usage: TeamUsage): ToldUsage {
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
