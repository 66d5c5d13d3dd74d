import type { Context } from '@/graphql/context';
import { readDocumentFilter } from '@/graphql/documents/document-filter';
import { rankedConnection } from '@/graphql/documents/ranked-connection';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { activeThreshold } from '@/graphql/projects/active-threshold';
import { requireLoaded } from '@/graphql/require-loaded';
import type { DocumentRow, ScoreRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { summariseMetadata } from '@/prisma/queries/metadata-summary';

export const documentsResolvers: Resolvers = {
  Project: {
    documents: async (project, { filter, ...page }, context) =>
      rankedConnection(project.id, readDocumentFilter(filter, await activeThreshold(context, project)), page),
    metadataSummary: ({ id }) => summariseMetadata(getDatabase(), id),
  },
  DocumentConnection: {
    totalCount: ({ count }) => count(),
  },
  Document: {
    id: ({ projectId, id }) => toGlobalId('Document', projectId, id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    collection: ({ collectionId }, _arguments, context) =>
      requireLoaded(context.loaders.collection.load(collectionId), 'collection'),
    isDuplicate: ({ duplicateOfId }) => duplicateOfId !== null,
    rankingScore: (document) => rankingScore(document),
    isIncluded: async (document, _arguments, context) => {
      const score = document.duplicateOfId ? null : rankingScore(document);
      const project = await requireLoaded(context.loaders.project.load(document.projectId), 'project');
      const threshold = await activeThreshold(context, project);
      return score === null || threshold === null ? null : score >= threshold;
    },
    rank: ({ projectId, id, rankOrder, rawOrder }, _arguments, context) =>
      rankOrder === null || rawOrder === null
        ? null
        : context.loaders.rank.load({ projectId, documentId: id, id, rankOrder, rawOrder }),
    excerpt: async ({ projectId, id }, _arguments, context) =>
      (await context.loaders.excerpt.load({ projectId, documentId: id })) ?? '',
    text: async (document, _arguments, context) => (await textOf(document, context))?.text ?? '',
    authors: async (document, _arguments, context) => (await textOf(document, context))?.authors ?? [],
    journal: async (document, _arguments, context) => (await textOf(document, context))?.journal ?? null,
    doi: async (document, _arguments, context) => (await textOf(document, context))?.doi ?? null,
    pmid: async (document, _arguments, context) => (await textOf(document, context))?.pmid ?? null,
    url: async (document, _arguments, context) => (await textOf(document, context))?.url ?? null,
    keywords: async (document, _arguments, context) => (await textOf(document, context))?.keywords ?? [],
    metadata: async (document, _arguments, context) => (await textOf(document, context))?.metadata ?? {},
    score: ({ projectId, id }, _arguments, context) => context.loaders.score.load({ projectId, documentId: id }),
  },
  Score: {
    value: ({ rawScore }) => rawScore,
    windowAggregate: async (score, _arguments, context) => (await runOf(score, context)).windowAggregate,
    windowOverlap: async (score, _arguments, context) => (await runOf(score, context)).windowOverlap,
    model: async (score, _arguments, context) => {
      const { modelRevisionId } = await runOf(score, context);
      // A run knows its model before its first score is written.
      return requireLoaded(context.loaders.modelRevision.load(modelRevisionId ?? ''), 'model');
    },
  },
};

function rankingScore({ overrideScore, calibratedScore, rawScore }: DocumentRow): number | null {
  return overrideScore ?? calibratedScore ?? rawScore;
}

function runOf({ runId }: ScoreRow, context: Context) {
  return requireLoaded(context.loaders.scoringRun.load(runId), 'scoring run');
}

function textOf({ projectId, id }: DocumentRow, context: Context) {
  return context.loaders.documentText.load({ projectId, documentId: id });
}
