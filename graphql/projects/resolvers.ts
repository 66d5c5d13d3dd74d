import { permissionsOf } from '@/graphql/access';
import { answer, orNull } from '@/graphql/answer';
import { toConnection } from '@/graphql/connection';
import { type Context, requireViewer, roleIn } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { readGlobalId, toGlobalId } from '@/graphql/global-id';
import { activeThreshold } from '@/graphql/projects/active-threshold';
import { archiveProject, restoreProject } from '@/graphql/projects/archive-project';
import { createProject } from '@/graphql/projects/create-project';
import { createSampleProject } from '@/graphql/projects/create-sample-project';
import { findProject } from '@/graphql/projects/find-project';
import { readHistogram } from '@/graphql/projects/score-histogram';
import { projectChanged } from '@/graphql/projects/subscribe';
import { updateProject } from '@/graphql/projects/update-project';
import { requireLoaded } from '@/graphql/require-loaded';
import type { ProgressRow } from '@/graphql/rows';
import { answerWithCurrent } from '@/graphql/stale-version';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { countProjects, findProjectPage, measureScoringRate } from '@/prisma/queries/projects';

export const projectsResolvers: Resolvers = {
  Query: {
    project: (_root, { id }, context) => {
      requireViewer(context);
      const read = readGlobalId(id);
      const [projectId] = read?.keys ?? [];
      return read?.type === 'Project' && projectId ? orNull(() => findProject(context, projectId)) : null;
    },
  },
  Team: {
    projects: async ({ id }, asked) => {
      const page = readTimePage(asked, 50);
      const db = getDatabase();
      const [rows, totalCount] = await Promise.all([findProjectPage(db, id, page), countProjects(db, id)]);
      return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
    },
  },
  Project: {
    id: ({ id }) => toGlobalId('Project', id),
    team: ({ teamId }, _arguments, context) => requireLoaded(context.loaders.team.load(teamId), 'team'),
    viewerRole: ({ teamId }, _arguments, context) => requireRole(context, teamId),
    viewerPermissions: async ({ teamId }, _arguments, context) => permissionsOf(await requireRole(context, teamId)),
    progress: (project) => ({ project }),
    scoreHistogram: ({ id }, { bins }) => readHistogram(id, bins),
  },
  ProjectProgress: {
    documents: async (row, _arguments, context) => (await countsOf(row, context)).documents,
    duplicates: async (row, _arguments, context) => (await countsOf(row, context)).duplicates,
    scored: async (row, _arguments, context) => (await countsOf(row, context)).scored,
    pending: async (row, _arguments, context) => (await countsOf(row, context)).pending,
    failed: async (row, _arguments, context) => (await countsOf(row, context)).failed,
    overridden: async (row, _arguments, context) => (await countsOf(row, context)).overridden,
    included: async (row, _arguments, context) => (await countsOf(row, context)).included,
    scoredPerSecond: ({ project }) => measureScoringRate(getDatabase(), project.id),
  },
  Mutation: {
    createProject: (_root, { input }, context) => answer(() => createProject(context, input)),
    createSampleProject: (_root, { input }, context) => answer(() => createSampleProject(context, input)),
    updateProject: (_root, { input }, context) => answerWithCurrent('project', () => updateProject(context, input)),
    archiveProject: (_root, { input }, context) => answer(() => archiveProject(context, input)),
    restoreProject: (_root, { input }, context) => answer(() => restoreProject(context, input)),
  },
  Subscription: { projectChanged },
};

async function countsOf({ project }: ProgressRow, context: Context) {
  const threshold = await activeThreshold(context, project);
  return context.loaders.projectCounts.load({ projectId: project.id, threshold });
}

async function requireRole(context: Context, teamId: string) {
  const role = await roleIn(context, teamId);
  if (!role) throw notFound('project');
  return role;
}
