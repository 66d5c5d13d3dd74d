import { answer } from '@/graphql/answer';
import { toConnection } from '@/graphql/connection';
import { requireViewer } from '@/graphql/context';
import { invalid } from '@/graphql/errors';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import { archiveSample, restoreSample } from '@/graphql/samples/archive-sample';
import { deleteSample } from '@/graphql/samples/delete-sample';
import { drawSample } from '@/graphql/samples/draw-sample';
import { listAnswered } from '@/graphql/samples/list-answered';
import { planSample } from '@/graphql/samples/plan-sample';
import { rateSampleItem } from '@/graphql/samples/rate-sample-item';
import { topUpSample } from '@/graphql/samples/top-up-sample';
import { withdrawSampleAnswer } from '@/graphql/samples/withdraw-sample-answer';
import { answerWithCurrent } from '@/graphql/stale-version';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { findOfferedItems } from '@/prisma/queries/sample-answers';
import { countSamples, findSamplePage } from '@/prisma/queries/samples';

const MOST_UPCOMING = 5;

export const samplesResolvers: Resolvers = {
  Project: {
    samples: async ({ id }, asked) => {
      const page = readTimePage(asked, 20);
      const shelf = { projectId: id, isArchived: asked.isArchived };
      const db = getDatabase();
      const [rows, totalCount] = await Promise.all([findSamplePage(db, shelf, page), countSamples(db, shelf)]);
      return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
    },
    samplePlan: (project, asked, context) => planSample(context, project, asked),
  },
  Sample: {
    id: ({ id }) => toGlobalId('Sample', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    createdBy: ({ createdById }, _arguments, context) => requireLoaded(context.loaders.user.load(createdById), 'user'),
    isDeletable: async ({ id }, _arguments, context) => !(await context.loaders.sampleWorkedOn.load(id)),
    strata: ({ id }, _arguments, context) => context.loaders.sampleStrata.load(id),
    goneCount: async ({ id, size }, _arguments, context) => size - (await context.loaders.samplePresent.load(id)),
    reserveCount: ({ id }, _arguments, context) => context.loaders.sampleReserve.load(id),
    answeredCount: async ({ id }, _arguments, context) => (await context.loaders.sampleCounts.load(id)).answered,
    ratedCount: async ({ id }, _arguments, context) => (await context.loaders.sampleCounts.load(id)).rated,
    skippedCount: async ({ id }, _arguments, context) => {
      const { answered, rated } = await context.loaders.sampleCounts.load(id);
      return answered - rated;
    },
    relevantCount: async ({ id }, _arguments, context) => (await context.loaders.sampleCounts.load(id)).relevant,
    completeCount: async ({ id }, _arguments, context) => (await context.loaders.sampleCounts.load(id)).complete,
    raters: ({ id }, _arguments, context) => context.loaders.sampleRaters.load(id),
    skipReasons: ({ id }, _arguments, context) => context.loaders.sampleSkipReasons.load(id),
    skipReasonCount: async ({ id }, _arguments, context) => {
      const [first] = await context.loaders.sampleSkipReasons.load(id);
      return first?.reasonsInAll ?? 0;
    },
    viewerAnsweredCount: async ({ id }, _arguments, context) => {
      const viewerId = requireViewer(context).id;
      const raters = await context.loaders.sampleRaters.load(id);
      return raters.find(({ raterId }) => raterId === viewerId)?.answered ?? 0;
    },
    viewerOpenCount: ({ id }, _arguments, context) =>
      context.loaders.sampleOffered.load({ sampleId: id, raterId: requireViewer(context).id }),
    next: async ({ id }, _arguments, context) => {
      const [item] = await findOfferedItems(getDatabase(), id, requireViewer(context).id, 1);
      return item ?? null;
    },
    upcoming: ({ id }, { count }, context) => {
      if (count == null || count < 1 || count > MOST_UPCOMING) {
        throw invalid('count', `Ask for 1 to ${MOST_UPCOMING} documents.`, 'OUT_OF_RANGE');
      }
      return findOfferedItems(getDatabase(), id, requireViewer(context).id, count);
    },
    answered: ({ id }, page, context) => listAnswered(id, requireViewer(context).id, page),
  },
  SampleItem: {
    id: ({ sampleId, position }) => toGlobalId('SampleItem', sampleId, String(position)),
  },
  SampleRater: {
    user: ({ raterId }, _arguments, context) => requireLoaded(context.loaders.user.load(raterId), 'user'),
    answeredCount: ({ answered }) => answered,
    ratedCount: ({ rated }) => rated,
    skippedCount: ({ answered, rated }) => answered - rated,
  },
  Mutation: {
    drawSample: (_root, { input }, context) => answer(() => drawSample(context, input)),
    topUpSample: (_root, { input }, context) => answerWithCurrent('sample', () => topUpSample(context, input)),
    archiveSample: (_root, { input }, context) => answer(() => archiveSample(context, input)),
    restoreSample: (_root, { input }, context) => answer(() => restoreSample(context, input)),
    deleteSample: (_root, { input }, context) => answer(() => deleteSample(context, input)),
    rateSampleItem: (_root, { input }, context) => answer(() => rateSampleItem(context, input)),
    withdrawSampleAnswer: (_root, { input }, context) => answer(() => withdrawSampleAnswer(context, input)),
  },
};
