import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, invalid, notFound } from '@/graphql/errors';
import type { AddNoteInput, ChangeNoteInput, WithdrawNoteInput } from '@/graphql/generated/resolver-types';
import { keyOf, keysOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { readFreeText } from '@/graphql/projects/project-input';
import type { NoteRow } from '@/graphql/rows';
import { publish } from '@/jobs/events';
import { getDatabase, inTransaction } from '@/prisma/client';
import { lockDocument } from '@/prisma/queries/documents';
import { countNotes, supersedeNote } from '@/prisma/queries/notes';

const MAX_TEXT = 4_000;
const MAX_NOTES = 100;

export async function addNote(context: Context, input: AddNoteInput): Promise<{ note: NoteRow }> {
  const viewer = requireViewer(context);
  const [projectId, documentId] = keysOf('Document', input.documentId, 'documentId');
  const { teamId } = await requireOpenProject(context, projectId, 'note:write', 'document', 'documentId');
  const text = readText(input.text);
  return inTransaction(async (tx) => {
    if (!(await lockDocument(tx, projectId, documentId))) throw notFound('document', 'documentId');
    if ((await countNotes(tx, { projectId, documentId })) >= MAX_NOTES) {
      throw new AppError('TOO_MANY', `A document has at most ${MAX_NOTES} notes.`, ['text']);
    }
    const note = await tx.note.create({ data: { projectId, documentId, authorId: viewer.id, text } });
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId, projectId, type: 'Document', id: documentId };
    await recordAudit(tx, viewer, 'note.added', subject, { noteId: note.id, text });
    return { note };
  });
}

export function changeNote(context: Context, input: ChangeNoteInput): Promise<{ note: NoteRow }> {
  return supersede(context, keyOf('Note', input.noteId, 'noteId'), readText(input.text), 'note.changed');
}

export function withdrawNote(context: Context, input: WithdrawNoteInput): Promise<{ note: NoteRow }> {
  return supersede(context, keyOf('Note', input.noteId, 'noteId'), null, 'note.withdrawn');
}

/** A note is its author's word: nobody else changes it, whatever their role. */
async function supersede(
  context: Context,
  noteId: string,
  text: string | null,
  action: string,
): Promise<{ note: NoteRow }> {
  const viewer = requireViewer(context);
  const before = await getDatabase().note.findUnique({ where: { id: noteId } });
  if (!before) throw notFound('note', 'noteId');
  const { projectId, documentId } = before;
  const { teamId } = await requireOpenProject(context, projectId, 'note:write', 'note', 'noteId');
  if (before.authorId !== viewer.id) throw new AppError('FORBIDDEN', 'Only its author changes a note.', ['noteId']);
  return inTransaction(async (tx) => {
    const note = await supersedeNote(tx, before, text);
    if (!note) throw new AppError('CONFLICT', 'This note was changed or withdrawn meanwhile.', ['noteId']);
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId, projectId, type: 'Document', id: documentId };
    await recordAudit(tx, viewer, action, subject, { noteId: note.id, previousNoteId: noteId, text });
    return { note };
  });
}

function readText(text: string): string {
  const read = readFreeText('text', text, MAX_TEXT);
  if (read === '') throw invalid('text', 'A note is not empty.', 'REQUIRED');
  return read;
}
