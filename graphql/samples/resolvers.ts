import { answer } from '@/graphql/answer';
import { toConnection } from '@/graphql/connection';
import { requireViewer } from '@/graphql/context';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import { drawSample } from '@/graphql/samples/draw-sample';
import { listAnswered } from '@/graphql/samples/list-answered';
import { rateSampleItem } from '@/graphql/samples/rate-sample-item';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { findNextItem, findSamplePage } from '@/prisma/queries/samples';

export const samplesResolvers: Resolvers = {
  Project: {
    samples: async ({ id }, asked) => {
      const page = readTimePage(asked, 20);
      const db = getDatabase();
      const [rows, totalCount] = await Promise.all([
        findSamplePage(db, id, page),
        db.sampleDesign.count({ where: { projectId: id } }),
      ]);
      return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
    },
  },
  Sample: {
    id: ({ id }) => toGlobalId('Sample', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    createdBy: ({ createdById }, _arguments, context) => requireLoaded(context.loaders.user.load(createdById), 'user'),
    answeredCount: async ({ id }, _arguments, context) => (await context.loaders.sampleCounts.load(id)).answered,
    ratedCount: async ({ id }, _arguments, context) => (await context.loaders.sampleCounts.load(id)).rated,
    skippedCount: async ({ id }, _arguments, context) => {
      const { answered, rated } = await context.loaders.sampleCounts.load(id);
      return answered - rated;
    },
    relevantCount: async ({ id }, _arguments, context) => (await context.loaders.sampleCounts.load(id)).relevant,
    next: ({ id }, _arguments, context) => findNextItem(getDatabase(), id, requireViewer(context).id),
    answered: ({ id }, page, context) => listAnswered(id, requireViewer(context).id, page),
  },
  SampleItem: {
    id: ({ sampleId, position }) => toGlobalId('SampleItem', sampleId, String(position)),
  },
  Mutation: {
    drawSample: (_root, { input }, context) => answer(() => drawSample(context, input)),
    rateSampleItem: (_root, { input }, context) => answer(() => rateSampleItem(context, input)),
  },
};
