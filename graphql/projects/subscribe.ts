import { requireViewer } from '@/graphql/context';
import type { SubscriptionResolvers } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { findProject } from '@/graphql/projects/find-project';
import { watchEvents } from '@/graphql/watch-events';
import { projectEvents } from '@/jobs/events';

/** Whether the viewer may still read is asked again at each event: a member who was removed hears no more. */
export const projectChanged: NonNullable<SubscriptionResolvers['projectChanged']> = {
  subscribe: async (_root, { projectId }, context) => {
    requireViewer(context);
    const id = keyOf('Project', projectId, 'projectId');
    await findProject(context, id);
    return watchEvents(context, projectEvents(id), async ({ topics }) => ({
      projectChanged: { project: await findProject(context, id), topics: [...topics] },
    }));
  },
};
