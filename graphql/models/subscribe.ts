import { describeInstallation } from '@/graphql/accounts/describe-installation';
import type { SubscriptionResolvers } from '@/graphql/generated/resolver-types';
import { requireOperator } from '@/graphql/models/require-operator';
import { watchEvents } from '@/graphql/watch-events';
import { modelEvents } from '@/jobs/events';

export const modelsChanged: NonNullable<SubscriptionResolvers['modelsChanged']> = {
  subscribe: async (_root, _arguments, context) => {
    await requireOperator(context);
    return watchEvents(context, modelEvents(), async () => {
      await requireOperator(context);
      return { modelsChanged: await describeInstallation() };
    });
  },
};
