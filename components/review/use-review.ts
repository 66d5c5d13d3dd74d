'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { request } from '@/components/data/request';
import { documentKeys, patchLists, putStanding } from '@/components/documents/document-cache';
import {
  AddNote,
  ChangeNote,
  CreateTag,
  DecideDocument,
  TagDocument,
  UndoDecision,
  UntagDocument,
  WithdrawNote,
} from '@/components/review/review-operations';
import { showFailure, showToast } from '@/components/ui/toast';
import type { DecisionValue, StandingFragment } from '@/graphql/generated/operations/graphql';

export const DECIDED_WORDS: Readonly<Record<DecisionValue, string>> = {
  INCLUDE: 'Include',
  MAYBE: 'Maybe',
  EXCLUDE: 'Exclude',
};

export interface TagView {
  readonly id: string;
  readonly name: string;
  readonly color: StandingFragment['tags'][number]['color'];
}

interface Outcome {
  readonly document?: StandingFragment | null;
  readonly note?: { readonly id: string; readonly document: StandingFragment } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

export type Review = ReturnType<typeof createReview>;

/** What a person says of documents beside their scores; each of it can be taken back from its toast. */
export function useReview(projectId: string): Review {
  const client = useQueryClient();
  return useMemo(() => createReview(client, projectId), [client, projectId]);
}

function createReview(client: QueryClient, projectId: string) {
  const tails = new Map<string, Promise<unknown>>();

  /** Decisions on a document go one after the other, each on the version that the one before has left. */
  function inTurn(documentId: string, work: () => Promise<void>): Promise<void> {
    const turn = (tails.get(documentId) ?? Promise.resolve()).then(work);
    tails.set(documentId, turn);
    return turn;
  }

  const standingOf = (id: string) => client.getQueryData<StandingFragment | null>(documentKeys.standing(id)) ?? null;

  /** Sends, takes the server's word for the document, and says what did not work; null then. */
  async function act(documentId: string, failure: string, send: () => Promise<Outcome>): Promise<Outcome | null> {
    await client.cancelQueries({ queryKey: documentKeys.standing(documentId) });
    try {
      const outcome = await send();
      const standing = outcome.document ?? outcome.note?.document;
      if (standing) putStanding(client, projectId, standing);
      const [error] = outcome.userErrors;
      if (!error) return outcome;
      showFailure({ message: failure, detail: error.message });
    } catch (error) {
      showFailure({ message: failure, detail: error instanceof Error ? error.message : 'Try again.' });
    }
    void client.invalidateQueries({ queryKey: documentKeys.standing(documentId) });
    return null;
  }

  /** Shows the decision before the server has answered: of one's own it can only agree, or say who was quicker. */
  function showDecision(known: StandingFragment, value: DecisionValue): void {
    const decision = { ...(known.decision ?? PENDING), value };
    client.setQueryData(documentKeys.standing(known.id), { ...known, decision });
    patchLists(client, projectId, known.id, { decision: { id: decision.id, value } });
  }

  const undecide = (documentId: string) => inTurn(documentId, () => sendUndo(documentId));

  async function sendUndo(documentId: string): Promise<void> {
    const known = standingOf(documentId);
    if (!known?.decision) return;
    const input = { documentId, expectedDecisionVersion: known.decisionVersion };
    const taken = await act(documentId, 'The decision was not taken back', async () => {
      return (await request(UndoDecision, { input })).undoDecision;
    });
    if (taken) showToast({ message: 'Decision taken back' });
  }

  /** Given again, the decision in force is taken back. */
  const decide = (documentId: string, value: DecisionValue) =>
    inTurn(documentId, () => sendDecision(documentId, value));

  async function sendDecision(documentId: string, value: DecisionValue): Promise<void> {
    const known = standingOf(documentId);
    if (!known) return;
    if (known.decision?.value === value) return sendUndo(documentId);
    showDecision(known, value);
    const input = { documentId, value, expectedDecisionVersion: known.decisionVersion };
    const given = await act(documentId, 'The decision was not kept', async () => {
      return (await request(DecideDocument, { input })).decideDocument;
    });
    if (given)
      showToast({ message: `Decided: ${DECIDED_WORDS[value].toLowerCase()}`, undo: () => void undecide(documentId) });
  }

  async function tag(documentId: string, { id: tagId, name }: TagView): Promise<void> {
    // It shows where it was pressed and on the document, and the same press takes it off: no toast beside that.
    await act(documentId, `The tag “${name}” was not put on`, async () => {
      return (await request(TagDocument, { input: { documentId, tagId } })).tagDocument;
    });
  }

  async function untag(documentId: string, { id: tagId, name }: Pick<TagView, 'id' | 'name'>): Promise<void> {
    await act(documentId, `The tag “${name}” was not taken off`, async () => {
      return (await request(UntagDocument, { input: { documentId, tagId } })).untagDocument;
    });
  }

  async function tagAnew(documentId: string, name: string, color: TagView['color']): Promise<void> {
    try {
      const { createTag } = await request(CreateTag, { input: { projectId, name, color } });
      const [error] = createTag.userErrors;
      if (createTag.tag) await tag(documentId, createTag.tag);
      else showFailure({ message: 'The tag was not made', detail: error?.message ?? '' });
    } catch (error) {
      showFailure({ message: 'The tag was not made', detail: error instanceof Error ? error.message : '' });
    }
    void client.invalidateQueries({ queryKey: documentKeys.project(projectId) });
  }

  async function withdrawNote(documentId: string, noteId: string, text: string): Promise<void> {
    const done = await act(documentId, 'The note was not withdrawn', async () => {
      return (await request(WithdrawNote, { input: { noteId } })).withdrawNote;
    });
    if (done) showToast({ message: 'Note withdrawn', undo: () => void addNote(documentId, text) });
  }

  /** True when it is kept: its field may be emptied. */
  async function addNote(documentId: string, text: string): Promise<boolean> {
    const done = await act(documentId, 'The note was not kept', async () => {
      return (await request(AddNote, { input: { documentId, text } })).addNote;
    });
    const id = done?.note?.id;
    if (id) showToast({ message: 'Note kept', undo: () => void withdrawNote(documentId, id, text) });
    return done !== null;
  }

  async function changeNote(documentId: string, noteId: string, text: string): Promise<boolean> {
    const done = await act(documentId, 'The note was not changed', async () => {
      return (await request(ChangeNote, { input: { noteId, text } })).changeNote;
    });
    return done !== null;
  }

  return { decide, undecide, tag, untag, tagAnew, addNote, changeNote, withdrawNote };
}

const PENDING: NonNullable<StandingFragment['decision']> = {
  id: '',
  value: null,
  reason: '',
  createdAt: new Date(0).toISOString(),
  givenBy: null,
  person: { id: '', name: '' },
};
