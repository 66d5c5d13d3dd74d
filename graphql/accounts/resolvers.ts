import { changePassword } from '@/graphql/accounts/change-password';
import { createFirstAccount } from '@/graphql/accounts/create-first-account';
import { describeInstallation } from '@/graphql/accounts/describe-installation';
import { signOutEverywhere } from '@/graphql/accounts/sign-out-everywhere';
import { updateProfile } from '@/graphql/accounts/update-profile';
import { answer } from '@/graphql/answer';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';

export const accountsResolvers: Resolvers = {
  Query: {
    viewer: (_root, _arguments, context) => context.viewer,
    installation: () => describeInstallation(),
  },
  Mutation: {
    createFirstAccount: (_root, { input }) => answer(() => createFirstAccount(input)),
    updateProfile: (_root, { input }, context) => answer(() => updateProfile(context, input)),
    changePassword: (_root, { input }, context) => answer(() => changePassword(context, input)),
    signOutEverywhere: (_root, _arguments, context) => answer(() => signOutEverywhere(context)),
  },
  User: { id: (user) => toGlobalId('User', user.id) },
};
