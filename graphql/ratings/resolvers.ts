import { findDocument } from '@/graphql/documents/find-document';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { listOverrides } from '@/graphql/ratings/list-overrides';
import { overrideScore } from '@/graphql/ratings/override-score';
import { undoOverride } from '@/graphql/ratings/undo-override';
import { requireLoaded } from '@/graphql/require-loaded';
import { answerWithCurrent } from '@/graphql/stale-version';

export const ratingsResolvers: Resolvers = {
  Mutation: {
    overrideScore: (_root, { input }, context) => answerWithCurrent('document', () => overrideScore(context, input)),
    undoOverride: (_root, { input }, context) => answerWithCurrent('document', () => undoOverride(context, input)),
  },
  Rating: {
    id: ({ id }) => toGlobalId('Rating', id),
    document: ({ projectId, documentId }, _arguments, context) => findDocument(context, projectId, documentId),
    isImported: ({ importRunId }) => importRunId !== null,
    rater: ({ raterId }, _arguments, context) => requireLoaded(context.loaders.user.load(raterId), 'user'),
  },
  Document: {
    overrides: (document, page) => listOverrides(document, page),
  },
};
