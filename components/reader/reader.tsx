'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BookOpenText } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import { RequestFault } from '@/components/data/request';
import { documentKeys, patchLists, rowOf } from '@/components/documents/document-cache';
import { readRank } from '@/components/documents/read-documents';
import { WorkRecords } from '@/components/duplicates/work-records';
import { ConflictNotice } from '@/components/reader/conflict-notice';
import { DocumentFacts } from '@/components/reader/document-facts';
import { DocumentHead } from '@/components/reader/document-head';
import { DocumentText } from '@/components/reader/document-text';
import type { Conflict, OverrideDesk } from '@/components/reader/override-desk';
import { OverrideHistory } from '@/components/reader/override-history';
import { standingQuery, textQuery } from '@/components/reader/prefetch-document';
import { RatingDock } from '@/components/reader/rating-dock';
import { type Highlights, type Place, ReaderToolbar } from '@/components/reader/reader-toolbar';
import { ReferenceLabels } from '@/components/reader/reference-labels';
import { ScorePanel } from '@/components/reader/score-panel';
import { SentenceNotice } from '@/components/reader/sentence-notice';
import { useSentences } from '@/components/reader/use-sentences';
import { DecisionBar } from '@/components/review/decision-bar';
import { DecisionLine } from '@/components/review/decision-line';
import { NoteList } from '@/components/review/note-list';
import { TagList } from '@/components/review/tag-list';
import type { Review, TagView } from '@/components/review/use-review';
import { Button } from '@/components/ui/button';
import { KeyHint } from '@/components/ui/key-hint';
import { EmptyState, ErrorState } from '@/components/ui/page-states';
import { Skeleton, SkeletonText } from '@/components/ui/skeleton';

type ReaderProps = Readonly<{
  projectId: string;
  documentId: string;
  threshold: number | null;
  place: Place;
  mayOverride: boolean;
  mayScoreSentences: boolean;
  mayGroup: boolean;
  /** Decisions, tags and notes: what the viewer may give, and the means to. */
  reviewing: Reviewing;
  highlights: Highlights;
  isScoring: boolean;
  overrides: OverrideDesk;
  conflict: Conflict | null;
  onStep: (by: number) => void;
  onClose: () => void;
  articleRef: RefObject<HTMLElement | null>;
}>;

export interface Reviewing {
  readonly review: Review;
  readonly mayDecide: boolean;
  readonly mayTag: boolean;
  readonly mayNote: boolean;
  readonly tags: readonly TagView[];
  readonly isTagOpen: boolean;
  readonly onTagOpen: (open: boolean) => void;
}

const RANK_MS = 5_000;

/** One document: its words, its score with where that comes from, and the means to set another. */
export function Reader(props: ReaderProps) {
  const { projectId, documentId, place, overrides, conflict, highlights, onStep, onClose, articleRef } = props;
  const client = useQueryClient();
  const standing = useQuery(standingQuery(documentId));
  const text = useQuery(textQuery(documentId));
  const rank = useQuery({
    queryKey: documentKeys.rank(documentId),
    queryFn: ({ signal }) => readRank(documentId, signal),
    // While others are being scored they come before it or after it.
    refetchInterval: props.isScoring ? RANK_MS : false,
  });
  const known = standing.data;
  const isScored = known?.rawScore != null;
  const mayRequest = props.mayScoreSentences;
  const sentences = useSentences({ documentId, isOn: highlights.isOn, isScored, mayRequest });
  useEffect(() => {
    if (known) patchLists(client, projectId, known.id, rowOf(known));
  }, [client, projectId, known]);
  useFocusWhereAlone(articleRef);
  useTopOfText(articleRef, documentId);

  const error = standing.error ?? text.error;
  const isMissing = standing.data === null || text.data === null;
  const shown = known && text.data ? { standing: known, text: text.data } : null;
  return (
    <>
      <ReaderToolbar place={place} highlights={highlights} onStep={onStep} onClose={onClose} />
      <article
        ref={articleRef}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={known?.title ?? 'Document'}
        aria-busy={standing.isPending || text.isPending}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pt-5 pb-10 focus-visible:outline-offset-[-2px] sm:px-8"
      >
        {shown ? (
          <div key={documentId} className="mx-auto max-w-[43rem]">
            <DocumentHead standing={shown.standing} text={shown.text} />
            <TagList
              documentId={documentId}
              tags={shown.standing.tags}
              mayTag={props.reviewing.mayTag}
              review={props.reviewing.review}
            />
            <DecisionLine decision={shown.standing.decision} />
            <ScorePanel standing={shown.standing} rank={rank.data ?? null} threshold={props.threshold} />
            {conflict ? <ConflictNotice standing={shown.standing} conflict={conflict} desk={overrides} /> : null}
            {highlights.isOn && shown.text.text ? (
              <SentenceNotice sentences={sentences} isScored={isScored} mayRequest={mayRequest} />
            ) : null}
            <DocumentText text={shown.text.text} scores={sentences.scores} />
            <NoteList standing={shown.standing} mayWrite={props.reviewing.mayNote} review={props.reviewing.review} />
            <OverrideHistory standing={shown.standing} />
            <ReferenceLabels labels={shown.standing.referenceLabels} />
            <WorkRecords projectId={projectId} documentId={documentId} mayGroup={props.mayGroup} />
            <DocumentFacts standing={shown.standing} text={shown.text} />
          </div>
        ) : error ? (
          <ReaderFailed
            error={error}
            onRetry={() => {
              void standing.refetch();
              void text.refetch();
            }}
          />
        ) : isMissing ? (
          <ErrorState title="There is no such document" action={<Button onClick={onClose}>Back to the list</Button>}>
            The link may be old, or the document belongs to a team that you are not in.
          </ErrorState>
        ) : (
          <ReaderSkeleton />
        )}
      </article>
      {props.mayOverride && !isMissing && !known?.isDuplicate ? (
        <RatingDock
          key={documentId}
          documentId={documentId}
          standing={shown?.standing ?? null}
          desk={overrides}
          above={
            props.reviewing.mayDecide ? (
              <DecisionBar
                documentId={documentId}
                standing={shown?.standing ?? null}
                known={props.reviewing.tags}
                review={props.reviewing.review}
                isTagOpen={props.reviewing.isTagOpen}
                onTagOpen={props.reviewing.onTagOpen}
              />
            ) : null
          }
        />
      ) : null}
    </>
  );
}

/** Where the reader stands alone (under 1024 px) the list that had the focus is gone. */
function useFocusWhereAlone(articleRef: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (window.matchMedia('(width < 64rem)').matches) articleRef.current?.focus({ preventScroll: true });
  }, [articleRef]);
}

/** The element stays when the document changes, and with it the focus; only the text begins at its top. */
function useTopOfText(articleRef: RefObject<HTMLElement | null>, documentId: string): void {
  const shown = useRef(documentId);
  useEffect(() => {
    if (shown.current === documentId) return;
    shown.current = documentId;
    articleRef.current?.scrollTo({ top: 0 });
  }, [articleRef, documentId]);
}

function ReaderFailed({ error, onRetry }: Readonly<{ error: Error; onRetry: () => void }>) {
  const requestId = error instanceof RequestFault ? error.requestId : undefined;
  return (
    <ErrorState
      title="The document could not be read"
      {...(requestId ? { requestId } : {})}
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {error instanceof RequestFault ? error.message : 'Something unforeseen happened.'}
    </ErrorState>
  );
}

function ReaderSkeleton() {
  return (
    <div className="mx-auto max-w-[43rem]">
      <Skeleton className="h-8 w-10/12" />
      <Skeleton className="mt-3 w-5/12" />
      <Skeleton className="mt-6 h-14 w-full" />
      <SkeletonText lines={12} label="Reading the document" className="mt-8" />
    </div>
  );
}

const FIRST_KEYS = [
  { keys: 'j', label: 'next' },
  { keys: 'o', label: 'open' },
  { keys: '4', label: 'set the score to 4' },
  { keys: 'u', label: 'undo' },
  { keys: '?', label: 'all keys' },
] as const;

export function NothingOpen({ hasDocuments }: Readonly<{ hasDocuments: boolean }>) {
  return (
    <EmptyState icon={<BookOpenText aria-hidden />} title="The reader">
      {hasDocuments ? (
        <>
          <p>
            Choose a document: here are its text, its score with where that comes from, and the keys to set another.
          </p>
          <ul className="mt-4 flex flex-col gap-1.5">
            {FIRST_KEYS.map(({ keys, label }) => (
              <li key={keys} className="flex items-center gap-2">
                <KeyHint keys={keys} /> {label}
              </li>
            ))}
          </ul>
        </>
      ) : (
        'Documents are read and scored here once the project has some.'
      )}
    </EmptyState>
  );
}
