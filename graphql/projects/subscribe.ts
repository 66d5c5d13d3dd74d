import { type Context, renewLoaders, requireViewer } from '@/graphql/context';
import type { ChangeTopic, SubscriptionResolvers } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { findProject } from '@/graphql/projects/find-project';
import type { ProjectRow } from '@/graphql/rows';
import { projectEvents } from '@/jobs/events';

interface ProjectChangedEvent {
  readonly projectChanged: { readonly project: ProjectRow; readonly topics: ChangeTopic[] };
}

export const projectChanged: NonNullable<SubscriptionResolvers['projectChanged']> = {
  subscribe: async (_root, { projectId }, context) => {
    requireViewer(context);
    const id = keyOf('Project', projectId, 'projectId');
    await findProject(context, id);
    return watchProject(context, id);
  },
};

/** Whether the viewer may still read is asked again at each event: a member who was removed hears no more. */
function watchProject(context: Context, projectId: string): AsyncIterableIterator<ProjectChangedEvent> {
  const events = projectEvents(projectId);
  const end = async (): Promise<IteratorResult<ProjectChangedEvent>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      const event = await events.next();
      if (event.done) return { done: true, value: undefined };
      try {
        const project = await readAnew(context, projectId);
        return { done: false, value: { projectChanged: { project, topics: [...event.value.topics] } } };
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Nothing that an earlier event has loaded may answer for this one. */
function readAnew(context: Context, projectId: string): Promise<ProjectRow> {
  renewLoaders(context);
  return findProject(context, projectId);
}
