import { changePassword } from '@/graphql/accounts/change-password';
import { createFirstAccount } from '@/graphql/accounts/create-first-account';
import { signOutEverywhere } from '@/graphql/accounts/sign-out-everywhere';
import { updateProfile } from '@/graphql/accounts/update-profile';
import { answer } from '@/graphql/answer';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { readMailSettings } from '@/graphql/teams/mail-settings';
import packageJson from '@/package.json' with { type: 'json' };
import { getDatabase } from '@/prisma/client';
import { hasAnyUser } from '@/prisma/queries/users';

export const accountsResolvers: Resolvers = {
  Query: {
    viewer: (_root, _arguments, context) => context.viewer,
    installation: async () => ({
      needsFirstAccount: !(await hasAnyUser(getDatabase())),
      version: packageJson.version,
      mailsInvitations: readMailSettings() !== null,
    }),
  },
  Mutation: {
    createFirstAccount: (_root, { input }) => answer(() => createFirstAccount(input)),
    updateProfile: (_root, { input }, context) => answer(() => updateProfile(context, input)),
    changePassword: (_root, { input }, context) => answer(() => changePassword(context, input)),
    signOutEverywhere: (_root, _arguments, context) => answer(() => signOutEverywhere(context)),
  },
  User: { id: (user) => toGlobalId('User', user.id) },
};
