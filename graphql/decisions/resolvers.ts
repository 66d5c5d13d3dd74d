import { decideDocument } from '@/graphql/decisions/decide-document';
import { listDecisions } from '@/graphql/decisions/list-decisions';
import { undoDecision } from '@/graphql/decisions/undo-decision';
import { findDocument } from '@/graphql/documents/find-document';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import { answerWithCurrent } from '@/graphql/stale-version';

export const decisionsResolvers: Resolvers = {
  Mutation: {
    decideDocument: (_root, { input }, context) => answerWithCurrent('document', () => decideDocument(context, input)),
    undoDecision: (_root, { input }, context) => answerWithCurrent('document', () => undoDecision(context, input)),
  },
  Decision: {
    id: ({ id }) => toGlobalId('Decision', id),
    document: ({ projectId, documentId }, _arguments, context) => findDocument(context, projectId, documentId),
    person: ({ personId }, _arguments, context) => requireLoaded(context.loaders.user.load(personId), 'user'),
    isImported: ({ importRunId }) => importRunId !== null,
  },
  Document: {
    decision: ({ projectId, id, decision }, _arguments, context) =>
      decision === null ? null : context.loaders.decision.load({ projectId, documentId: id }),
    decisions: (document, page) => listDecisions(document, page),
  },
};
