import { requireViewer } from '@/graphql/context';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { requireLoaded } from '@/graphql/require-loaded';
import { openFileStore } from '@/jobs/file-store';
import { getDatabase } from '@/prisma/client';
import { countOwnUploads, findOwnUploads } from '@/prisma/queries/uploads';

const MOST_LISTED = 50;

export const uploadsResolvers: Resolvers = {
  Project: {
    openUploads: ({ id }, _arguments, context) =>
      findOwnUploads(getDatabase(), { projectId: id, userId: requireViewer(context).id, take: MOST_LISTED }),
    openUploadCount: ({ id }, _arguments, context) =>
      countOwnUploads(getDatabase(), { projectId: id, userId: requireViewer(context).id }),
  },
  OpenUpload: {
    path: ({ id }) => `/api/uploads/${id}`,
    receivedBytes: async ({ storageKey }) => (await openFileStore().sizeOf(storageKey)) ?? 0,
    collection: ({ collectionId }, _arguments, context) =>
      requireLoaded(context.loaders.collection.load(collectionId), 'collection'),
  },
};
