import { answer } from '@/graphql/answer';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { setTeamQuota } from '@/graphql/quotas/set-team-quota';
import { teamUsage } from '@/graphql/quotas/team-usage';

export const quotasResolvers: Resolvers = {
  Team: {
    usage: ({ id }) => teamUsage(id),
  },
  Mutation: {
    setTeamQuota: (_root, { input }, context) => answer(() => setTeamQuota(context, input)),
  },
};
