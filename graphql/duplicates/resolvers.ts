import { answer } from '@/graphql/answer';
import { findDocument } from '@/graphql/documents/find-document';
import { decideDuplicateProposal } from '@/graphql/duplicates/decide-proposal';
import { joinDuplicates } from '@/graphql/duplicates/join-duplicates';
import { groupSizeOf, listDuplicates, listProposals } from '@/graphql/duplicates/list-duplicates';
import { splitDuplicate } from '@/graphql/duplicates/split-duplicate';
import { undoDuplicateDecision } from '@/graphql/duplicates/undo-duplicate-decision';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { getDatabase } from '@/prisma/client';
import { findDecisionOn } from '@/prisma/queries/duplicate-decisions';

export const duplicatesResolvers: Resolvers = {
  Project: {
    duplicateProposals: ({ id }, page) => listProposals(id, page),
  },
  Document: {
    duplicates: (document, page, context) => listDuplicates(document, page, context),
    duplicateGroup: async (document, _arguments, context) => {
      const size = await groupSizeOf(document, context);
      const { projectId, duplicateOfId } = document;
      // The first may be going at this moment, with an import that is being undone.
      const first = duplicateOfId
        ? await context.loaders.document.load({ projectId, documentId: duplicateOfId })
        : document;
      return size > 1 && first ? { size, first } : null;
    },
    duplicateDecision: async ({ projectId, id }, _arguments, context) => {
      const decision = await findDecisionOn(getDatabase(), projectId, id);
      if (!decision) return null;
      const { kind, createdAt, decidedById } = decision;
      return { kind, createdAt, decidedBy: decidedById ? await context.loaders.user.load(decidedById) : null };
    },
  },
  DuplicateProposal: {
    id: ({ id }) => toGlobalId('DuplicateProposal', id),
    first: ({ projectId, firstId }, _arguments, context) => findDocument(context, projectId, firstId),
    second: ({ projectId, secondId }, _arguments, context) => findDocument(context, projectId, secondId),
    decidedBy: ({ decidedById }, _arguments, context) => (decidedById ? context.loaders.user.load(decidedById) : null),
  },
  Mutation: {
    splitDuplicate: (_root, { input }, context) => answer(() => splitDuplicate(context, input)),
    joinDuplicates: (_root, { input }, context) => answer(() => joinDuplicates(context, input)),
    undoDuplicateDecision: (_root, { input }, context) => answer(() => undoDuplicateDecision(context, input)),
    decideDuplicateProposal: (_root, { input }, context) => answer(() => decideDuplicateProposal(context, input)),
  },
};
