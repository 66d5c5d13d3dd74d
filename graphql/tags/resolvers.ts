import { answer } from '@/graphql/answer';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import { changeTag, createTag, deleteTag } from '@/graphql/tags/change-tags';
import { tagDocument, untagDocument } from '@/graphql/tags/tag-document';
import { getDatabase } from '@/prisma/client';
import { listTags } from '@/prisma/queries/tags';

export const tagsResolvers: Resolvers = {
  Project: {
    tags: ({ id }) => listTags(getDatabase(), id),
  },
  Tag: {
    id: ({ id }) => toGlobalId('Tag', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
  },
  Document: {
    tags: async ({ projectId, id }, _arguments, context) =>
      (await context.loaders.documentTags.load({ projectId, documentId: id })) ?? [],
  },
  Mutation: {
    createTag: (_root, { input }, context) => answer(() => createTag(context, input)),
    changeTag: (_root, { input }, context) => answer(() => changeTag(context, input)),
    deleteTag: (_root, { input }, context) => answer(() => deleteTag(context, input)),
    tagDocument: (_root, { input }, context) => answer(() => tagDocument(context, input)),
    untagDocument: (_root, { input }, context) => answer(() => untagDocument(context, input)),
  },
};
