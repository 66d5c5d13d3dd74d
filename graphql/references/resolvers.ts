import { findImportRun } from '@/graphql/collections/find-import-run';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { listLabelSources } from '@/graphql/references/list-label-sources';
import { requireLoaded } from '@/graphql/require-loaded';

export const referencesResolvers: Resolvers = {
  Project: {
    referenceSources: ({ id }, page) => listLabelSources(id, page),
  },
  ImportRun: {
    referenceSource: ({ id }, _arguments, context) => context.loaders.labelSourceOfImport.load(id),
  },
  Document: {
    referenceLabels: ({ projectId, id }, _arguments, context) =>
      context.loaders.referenceLabels.load({ projectId, id }),
  },
  ReferenceLabelSource: {
    id: ({ id }) => toGlobalId('ReferenceLabelSource', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    importRun: ({ importRunId }, _arguments, context) => findImportRun(context, importRunId),
    createdBy: ({ createdById }, _arguments, context) =>
      createdById === null ? null : context.loaders.user.load(createdById),
    labelled: async (source, _arguments, context) =>
      (await context.loaders.labelCounts.load(source)).reduce((sum, { documents }) => sum + documents, 0),
    counts: (source, _arguments, context) => context.loaders.labelCounts.load(source),
  },
  ReferenceLabel: {
    source: ({ sourceId }, _arguments, context) =>
      requireLoaded(context.loaders.labelSource.load(sourceId), 'source of labels'),
  },
};
