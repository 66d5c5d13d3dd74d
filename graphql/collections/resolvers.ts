import { answer } from '@/graphql/answer';
import { cancelImport } from '@/graphql/collections/cancel-import';
import { createCollection } from '@/graphql/collections/create-collection';
import { importPace } from '@/graphql/collections/import-pace';
import { describeRejects } from '@/graphql/collections/import-rejects';
import { listCollections, listImports, listIssues } from '@/graphql/collections/list-imports';
import { renameCollection } from '@/graphql/collections/rename-collection';
import { retryImport } from '@/graphql/collections/retry-import';
import { undoImport } from '@/graphql/collections/undo-import';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import { mayEndOtherwise } from '@/jobs/imports/may-end-otherwise';

export const collectionsResolvers: Resolvers = {
  Project: {
    collections: ({ id }, page) => listCollections(id, page),
    imports: ({ id }, page) => listImports({ projectId: id }, page),
  },
  Collection: {
    id: ({ id }) => toGlobalId('Collection', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    documentCount: ({ projectId, id }, _arguments, context) =>
      context.loaders.documentCount.load({ projectId, collectionId: id }),
    duplicateCount: ({ projectId, id }, _arguments, context) =>
      context.loaders.duplicateCount.load({ projectId, collectionId: id }),
    imports: ({ projectId, id }, page) => listImports({ projectId, collectionId: id }, page),
  },
  ImportRun: {
    id: ({ id }) => toGlobalId('ImportRun', id),
    collection: ({ collectionId }, _arguments, context) =>
      requireLoaded(context.loaders.collection.load(collectionId), 'collection'),
    format: ({ format }) => format?.toUpperCase() ?? null,
    read: ({ readCount }) => readCount,
    accepted: ({ acceptedCount }) => acceptedCount,
    repaired: ({ repairedCount }) => repairedCount,
    rejected: ({ rejectedCount }) => rejectedCount,
    restored: ({ restoredCount }) => restoredCount,
    duplicates: ({ duplicateCount }) => duplicateCount,
    removed: ({ removedCount }) => removedCount,
    sameAs: ({ sameAsId }, _arguments, context) => (sameAsId ? context.loaders.importRun.load(sameAsId) : null),
    mayEndOtherwise: (run) => mayEndOtherwise(run),
    recordsPerSecond: (run) => importPace(run, new Date()).recordsPerSecond,
    secondsLeft: (run) => importPace(run, new Date()).secondsLeft,
    rejects: (run) => describeRejects(run),
    issueCounts: ({ id }, _arguments, context) => context.loaders.issueCounts.load(id),
    issues: ({ id }, page) => listIssues(id, page),
  },
  Mutation: {
    createCollection: (_root, { input }, context) => answer(() => createCollection(context, input)),
    renameCollection: (_root, { input }, context) => answer(() => renameCollection(context, input)),
    cancelImport: (_root, { input }, context) => answer(() => cancelImport(context, input)),
    retryImport: (_root, { input }, context) => answer(() => retryImport(context, input)),
    undoImport: (_root, { input }, context) => answer(() => undoImport(context, input)),
  },
};
