'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type ProjectChange, useProjectChanges } from '@/components/data/use-project-changes';
import { documentKeys, isRead } from '@/components/documents/document-cache';
import { filterKey } from '@/components/documents/document-filters';
import { ListPane } from '@/components/documents/list-pane';
import type { RankedPage } from '@/components/documents/ranked-rows';
import { type ProjectView, readProject } from '@/components/documents/read-documents';
import { useCursor } from '@/components/documents/use-cursor';
import { useDeskAddress } from '@/components/documents/use-desk-address';
import { useDeskKeys } from '@/components/documents/use-desk-keys';
import { useLiveList } from '@/components/documents/use-live-list';
import { useRankedList } from '@/components/documents/use-ranked-list';
import { prefetchDocument } from '@/components/reader/prefetch-document';
import { NothingOpen, Reader } from '@/components/reader/reader';
import { useOverrides } from '@/components/reader/use-overrides';
import { takeSentenceNews } from '@/components/reader/use-sentences';
import { useReview } from '@/components/review/use-review';
import { SplitView } from '@/components/shell/split-view';
import { useIsReady } from '@/components/shell/use-is-ready';
import { showToast } from '@/components/ui/toast';
import type { ChangeTopic, StandingFragment } from '@/graphql/generated/operations/graphql';

export interface ReviewDeskProps {
  readonly project: ProjectView;
  readonly page: RankedPage;
  readonly filterKey: string;
  /** When the server read it, in milliseconds: a page brought back by the browser's back button may be old. */
  readonly readAt: number;
}

const OLD_MS = 10_000;

/** The ranked list with the reader beside it: where documents are read and scores set. */
export function ReviewDesk(initial: Readonly<ReviewDeskProps>) {
  const client = useQueryClient();
  const isReady = useIsReady();
  const address = useDeskAddress();
  const projectId = initial.project.id;
  const { data: project = initial.project } = useQuery({
    queryKey: documentKeys.project(projectId),
    queryFn: async ({ signal }) => (await readProject(projectId, signal)) ?? initial.project,
    initialData: initial.project,
    initialDataUpdatedAt: initial.readAt,
  });
  const threshold = project.activeCalibration?.threshold ?? null;
  const list = useRankedList({ projectId, filters: address.filters, threshold, initial });
  const listKey = filterKey(address.filters);
  const live = useLiveList({ listKey, scored: project.progress.scored, refresh: list.refresh });
  const { desk: overrides, conflict } = useOverrides(projectId, live.noteRescored);
  const review = useReview(projectId);
  const [isTagOpen, setTagOpen] = useState(false);
  const cursor = useCursor({ rows: list.rows, address });
  const [isFilterOpen, setFilterOpen] = useState(false);
  const [isHighlighting, setHighlighting] = useState(false);
  const highlight = useCallback(() => setHighlighting((before) => !before), []);
  const searchField = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const article = useRef<HTMLElement>(null);

  const hear = useCallback(
    (change: ProjectChange | null) => {
      const openId = address.documentId;
      takeChange(client, projectId, openId && !overrides.isBusy(openId) ? openId : null, change);
      if (openId) takeSentenceNews(client, openId, change);
    },
    [client, projectId, address.documentId, overrides],
  );
  useProjectChanges(projectId, (change) => {
    hear(change);
    if (isAboutList(change)) live.noteChange();
  });
  const { noteChange } = live;
  useEffect(() => {
    if (Date.now() - initial.readAt > OLD_MS) noteChange();
  }, [initial.readAt, noteChange]);

  const openId = address.documentId;
  const nextId = cursor.idAt(1);
  useEffect(() => {
    if (openId && nextId) prefetchDocument(client, nextId);
  }, [client, openId, nextId]);

  const { moveTo } = address;
  const close = useCallback(() => moveTo(null), [moveTo]);
  useFocusOfList(grid, openId, cursor.id);
  const mayOverride = project.viewerPermissions.includes('score:override');
  useDeskKeys({
    cursor,
    isOpen: openId !== null,
    isShown: (documentId) => openId === null || isRead(client, documentId),
    mayOverride,
    set: onFirst(client, overrides.set),
    undo: () => overrides.undo(cursor.id),
    close,
    highlight,
    mayDecide: project.viewerPermissions.includes('decision:give'),
    decide: onFirst(client, review.decide),
    openTags: () => setTagOpen(true),
    openFilter: () => setFilterOpen(true),
    searchField,
    article,
    grid,
  });

  return (
    <SplitView
      title="Documents"
      listLabel="Ranked list"
      detailLabel="Reader"
      isReady={isReady}
      showsDetail={openId !== null}
      list={
        <ListPane
          project={project}
          address={address}
          list={list}
          live={live}
          cursor={cursor}
          threshold={threshold}
          isFilterOpen={isFilterOpen}
          onFilterOpen={setFilterOpen}
          searchField={searchField}
          grid={grid}
        />
      }
      detail={
        openId === null ? (
          <NothingOpen hasDocuments={project.progress.documents > 0} />
        ) : (
          <Reader
            projectId={projectId}
            documentId={openId}
            threshold={threshold}
            place={{
              index: cursor.place,
              total: list.total ?? null,
              isFirst: cursor.isFirst,
              isLast: cursor.isLast && !list.hasMore,
            }}
            isScoring={project.progress.pending > 0}
            mayOverride={mayOverride}
            mayGroup={project.viewerPermissions.includes('duplicate:decide')}
            mayScoreSentences={project.viewerPermissions.includes('sentence:score')}
            reviewing={{
              review,
              mayDecide: project.viewerPermissions.includes('decision:give'),
              mayTag: project.viewerPermissions.includes('tag:change'),
              mayNote: project.viewerPermissions.includes('note:write'),
              tags: project.tags,
              isTagOpen,
              onTagOpen: setTagOpen,
            }}
            highlights={{ isOn: isHighlighting, toggle: highlight }}
            overrides={overrides}
            conflict={conflict?.documentId === openId ? conflict : null}
            onStep={cursor.step}
            onClose={close}
            articleRef={article}
          />
        )
      }
    />
  );
}

/** With the reader gone, or a key pressed while nothing has the focus, the list takes it: it names its current row. */
function useFocusOfList(grid: RefObject<HTMLDivElement | null>, openId: string | null, cursorId: string | null): void {
  const before = useRef({ openId, cursorId });
  useEffect(() => {
    const { current: old } = before;
    before.current = { openId, cursorId };
    const isClosed = old.openId !== null && openId === null;
    const isMoved = old.cursorId !== cursorId && document.activeElement === document.body;
    if (isClosed || isMoved) grid.current?.focus({ preventScroll: true });
  }, [grid, openId, cursorId]);
}

function isAboutList(change: ProjectChange | null): boolean {
  return change === null || change.topics.some((topic) => !BESIDE_LIST.has(topic));
}

/** Counts come with the news itself; what else may have changed is read again. */
function takeChange(
  client: ReturnType<typeof useQueryClient>,
  projectId: string,
  documentId: string | null,
  change: ProjectChange | null,
): void {
  const key = documentKeys.project(projectId);
  if (change) {
    client.setQueryData<ProjectView>(key, (before) =>
      before ? { ...before, progress: change.project.progress } : before,
    );
  }
  if (isAboutProject(change)) void client.invalidateQueries({ queryKey: key });
  if (documentId && isAboutOpen(client, documentId, change)) {
    void client.invalidateQueries({ queryKey: documentKeys.standing(documentId) });
    void client.invalidateQueries({ queryKey: documentKeys.rank(documentId) });
  }
}

/** A key pressed on a record that repeats another asks for nothing: the server would refuse it however often it is tried. */
function onFirst<Value>(client: ReturnType<typeof useQueryClient>, act: (documentId: string, value: Value) => unknown) {
  return (documentId: string, value: Value): void => {
    const open = client.getQueryData<StandingFragment | null>(documentKeys.standing(documentId));
    if (!open?.isDuplicate) act(documentId, value);
    else
      showToast({
        message: 'This record repeats another one',
        detail: 'Open the first record of the work for that.',
      });
  };
}

const BESIDE_LIST: ReadonlySet<ChangeTopic> = new Set(['SETTINGS', 'SENTENCES', 'EXPORT', 'DRIFT']);
const ABOUT_DOCUMENTS: ReadonlySet<ChangeTopic> = new Set(['RATING', 'SCORING', 'SENTENCES', 'EXPORT']);

/** Counts came with the news. The rest changes with imports and settings, and when scoring stops or begins. */
function isAboutProject(change: ProjectChange | null): boolean {
  if (change === null || change.topics.some((topic) => !ABOUT_DOCUMENTS.has(topic))) return true;
  const { pending, scoredPerSecond } = change.project.progress;
  return change.topics.includes('SCORING') && (pending === 0 || scoredPerSecond === null);
}

/** Scores of other documents, hundreds a second while scoring runs, are no news of this one. */
function isAboutOpen(
  client: ReturnType<typeof useQueryClient>,
  documentId: string,
  change: ProjectChange | null,
): boolean {
  if (change === null || change.topics.includes('RATING')) return true;
  const open = client.getQueryData<StandingFragment | null>(documentKeys.standing(documentId));
  return change.topics.includes('SCORING') && open?.status !== 'SCORED';
}
