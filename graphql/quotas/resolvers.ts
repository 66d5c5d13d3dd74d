import { answer } from '@/graphql/answer';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { listTeamAccounts } from '@/graphql/quotas/list-team-accounts';
import { setTeamQuota } from '@/graphql/quotas/set-team-quota';

export const quotasResolvers: Resolvers = {
  Team: {
    usage: ({ id }, _arguments, context) => context.loaders.teamUsage.load(id),
  },
  TeamAccount: {
    teamId: ({ id }) => toGlobalId('Team', id),
    usage: ({ id }, _arguments, context) => context.loaders.teamUsage.load(id),
  },
  Installation: {
    teamAccounts: (_installation, asked, context) => listTeamAccounts(context, asked),
  },
  Mutation: {
    setTeamQuota: (_root, { input }, context) => answer(() => setTeamQuota(context, input)),
  },
};
