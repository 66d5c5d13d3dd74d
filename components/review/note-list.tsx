'use client';

import { useState } from 'react';
import { formatMoment } from '@/components/reader/score-panel';
import type { Review } from '@/components/review/use-review';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { TextArea } from '@/components/ui/text-field';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

export const NOTE_FIELD_ID = 'document-note';
const MAX_NOTE = 4_000;

type NoteListProps = Readonly<{ standing: StandingFragment; mayWrite: boolean; review: Review }>;

/** What people have written on it, and a field for one more. */
export function NoteList({ standing, mayWrite, review }: NoteListProps) {
  const { nodes, totalCount } = standing.notes;
  if (nodes.length === 0 && !mayWrite) return null;
  return (
    <section aria-label="Notes" className="mt-10">
      <h3 className="mb-2 font-semibold text-lg">Notes</h3>
      {nodes.length > 0 ? (
        <ol className="mb-3 border-line border-t">
          {nodes.map((note) => (
            <Note key={note.id} documentId={standing.id} note={note} mayWrite={mayWrite} review={review} />
          ))}
        </ol>
      ) : null}
      {totalCount > nodes.length ? (
        <p className="mb-3 text-ink-muted text-sm">
          The newest {formatCount(nodes.length)} of {formatCount(totalCount)}.
        </p>
      ) : null}
      {mayWrite ? (
        <NoteField
          id={NOTE_FIELD_ID}
          label="A note on this document"
          save="Keep the note"
          onSave={(text) => review.addNote(standing.id, text)}
        />
      ) : null}
    </section>
  );
}

function Note({
  documentId,
  note,
  mayWrite,
  review,
}: Readonly<{
  documentId: string;
  note: StandingFragment['notes']['nodes'][number];
  mayWrite: boolean;
  review: Review;
}>) {
  const [isChanging, setChanging] = useState(false);
  const { id, text, author, createdAt, isOwn } = note;
  const change = async (changed: string) => {
    const isKept = await review.changeNote(documentId, id, changed);
    if (isKept) setChanging(false);
    return isKept;
  };
  return (
    <li className="border-line border-b py-2">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <bdi className="font-semibold">{author.name}</bdi>
        <time dateTime={createdAt} className="text-ink-muted text-sm">
          {formatMoment(createdAt)}
        </time>
      </p>
      {isChanging ? (
        <NoteField
          label="The note"
          save="Change it"
          initial={text ?? ''}
          onSave={change}
          onCancel={() => setChanging(false)}
        />
      ) : (
        <>
          <p dir="auto" className="mt-0.5 whitespace-pre-wrap [overflow-wrap:anywhere]">
            {text}
          </p>
          {isOwn && mayWrite ? (
            <p className="-ml-2 mt-0.5 flex">
              <Button variant="quiet" size="small" onClick={() => setChanging(true)}>
                Change
              </Button>
              <Button variant="quiet" size="small" onClick={() => void review.withdrawNote(documentId, id, text ?? '')}>
                Withdraw
              </Button>
            </p>
          ) : null}
        </>
      )}
    </li>
  );
}

function NoteField({
  id,
  label,
  save,
  initial = '',
  onSave,
  onCancel,
}: Readonly<{
  id?: string;
  label: string;
  save: string;
  initial?: string;
  onSave: (text: string) => Promise<boolean>;
  onCancel?: () => void;
}>) {
  const [text, setText] = useState(initial);
  const [isSaving, setSaving] = useState(false);
  const isEmpty = text.trim() === '';
  const send = async () => {
    if (isEmpty || isSaving) return;
    setSaving(true);
    if (await onSave(text.trim())) setText('');
    setSaving(false);
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <TextArea
        {...(id ? { id, 'aria-keyshortcuts': 'n' } : {})}
        aria-label={label}
        placeholder={label}
        rows={2}
        dir="auto"
        maxLength={MAX_NOTE}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          const isSave = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
          if (isSave) void send();
          if (!isSave && event.key !== 'Escape') return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
        className="w-full"
      />
      {isEmpty && !onCancel ? null : (
        <span className="flex gap-2">
          <Button variant="primary" size="small" loading={isSaving} aria-disabled={isEmpty} onClick={() => void send()}>
            {save}
          </Button>
          {onCancel ? (
            <Button size="small" onClick={onCancel}>
              Cancel
            </Button>
          ) : null}
        </span>
      )}
    </div>
  );
}
