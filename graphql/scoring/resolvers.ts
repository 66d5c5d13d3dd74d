import { answer } from '@/graphql/answer';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import { cancelScoring } from '@/graphql/scoring/cancel-scoring';
import { startScoring } from '@/graphql/scoring/start-scoring';
import { getDatabase } from '@/prisma/client';
import { findNewestRun } from '@/prisma/queries/scoring-runs';

export const scoringResolvers: Resolvers = {
  Project: {
    scoringRun: ({ id }) => findNewestRun(getDatabase(), id),
  },
  ScoringRun: {
    id: ({ id }) => toGlobalId('ScoringRun', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    model: ({ modelRevisionId }, _arguments, context) =>
      modelRevisionId ? context.loaders.modelRevision.load(modelRevisionId) : null,
    isImported: ({ importRunId }) => importRunId !== null,
    total: ({ totalCount }) => totalCount,
    scored: ({ scoredCount }) => scoredCount,
    failed: ({ failedCount }) => failedCount,
    tokens: ({ tokenCount }) => tokenCount,
  },
  Mutation: {
    startScoring: (_root, { input }, context) => answer(() => startScoring(context, input)),
    cancelScoring: (_root, { input }, context) => answer(() => cancelScoring(context, input)),
  },
};
