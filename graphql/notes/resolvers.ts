import { answer } from '@/graphql/answer';
import { findDocument } from '@/graphql/documents/find-document';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { findNote } from '@/graphql/notes/find-note';
import { listNotes } from '@/graphql/notes/list-notes';
import { addNote, changeNote, withdrawNote } from '@/graphql/notes/write-notes';
import { requireLoaded } from '@/graphql/require-loaded';

export const notesResolvers: Resolvers = {
  Note: {
    id: ({ id }) => toGlobalId('Note', id),
    document: ({ projectId, documentId }, _arguments, context) => findDocument(context, projectId, documentId),
    author: ({ authorId }, _arguments, context) => requireLoaded(context.loaders.user.load(authorId), 'user'),
    previous: ({ supersedesId }, _arguments, context) => (supersedesId ? findNote(context, supersedesId) : null),
    isOwn: ({ authorId }, _arguments, context) => authorId === context.viewer?.id,
    isImported: ({ importRunId }) => importRunId !== null,
  },
  Document: {
    notes: (document, page) => listNotes(document, page),
  },
  Mutation: {
    addNote: (_root, { input }, context) => answer(() => addNote(context, input)),
    changeNote: (_root, { input }, context) => answer(() => changeNote(context, input)),
    withdrawNote: (_root, { input }, context) => answer(() => withdrawNote(context, input)),
  },
};
