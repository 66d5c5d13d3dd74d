import DataLoader from 'dataloader';
import type { TeamUsage } from '@/graphql/generated/resolver-types';
import { teamUsages } from '@/graphql/quotas/team-usage';

export function createQuotaLoaders() {
  return { teamUsage: new DataLoader<string, TeamUsage>((teamIds) => teamUsages(teamIds)) };
}
