'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { request } from '@/components/data/request';
import { documentKeys } from '@/components/documents/document-cache';
import { GroupQuery, UndoDuplicateDecision } from '@/components/duplicates/duplicates-query';
import { JoinDialog } from '@/components/duplicates/join-dialog';
import { RecordComparison } from '@/components/duplicates/record-comparison';
import { SplitButton } from '@/components/duplicates/split-button';
import { formatMoment } from '@/components/reader/score-panel';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';
import { showFailure } from '@/components/ui/toast';
import type { DocumentGroupQuery } from '@/graphql/generated/operations/graphql';

type Group = Extract<NonNullable<DocumentGroupQuery['node']>, { __typename: 'Document' }>;
type RecordView = Group['duplicates']['nodes'][number];
type WorkRecordsProps = Readonly<{ projectId: string; documentId: string; mayGroup: boolean }>;

/** Where else this work stands: the other records of its group, and the means to part or to join them. */
export function WorkRecords({ projectId, documentId, mayGroup }: WorkRecordsProps) {
  const client = useQueryClient();
  const group = useInfiniteQuery({
    queryKey: ['document', documentId, 'group'],
    queryFn: async ({ pageParam, signal }) => {
      const { node } = await request(GroupQuery, { id: documentId, after: pageParam }, signal);
      return node?.__typename === 'Document' ? node : null;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.duplicates.pageInfo.hasNextPage ? page.duplicates.pageInfo.endCursor : null),
  });
  const changed = () => {
    void client.invalidateQueries({ queryKey: ['document'] });
    void client.invalidateQueries({ queryKey: documentKeys.lists(projectId) });
  };
  const newest = group.data?.pages.at(-1);
  const others = group.data?.pages.flatMap((page) => page?.duplicates.nodes ?? []) ?? [];
  if (!newest || (others.length === 0 && !mayGroup)) return null;
  const first = newest.duplicateGroup?.first.id ?? documentId;
  const undo = async () => {
    const { undoDuplicateDecision } = await request(UndoDuplicateDecision, { input: { documentId } });
    const [error] = undoDuplicateDecision.userErrors;
    if (error) showFailure({ message: 'The decision was not taken back', detail: error.message });
    changed();
  };
  return (
    <section aria-label="Records of the same work" className="mt-10">
      <h3 className="mb-2 font-semibold text-lg">
        {others.length === 0 ? 'The only record of its work' : `Also in ${recordsWords(newest.duplicates.totalCount)}`}
      </h3>
      {first === documentId ? null : (
        <Notice
          className="mb-3"
          action={
            <Link href={addressOf(projectId, first)} className="font-semibold text-accent-text text-sm">
              Open the first record
            </Link>
          }
        >
          This record repeats another one, which carries the score and stands in the ranked list.
        </Notice>
      )}
      {newest.duplicateDecision ? (
        <p className="mb-2 flex flex-wrap items-center gap-x-3 text-ink-muted text-sm">
          {decisionWords(newest.duplicateDecision)}
          {mayGroup ? (
            <Button variant="quiet" size="small" onClick={() => void undo()}>
              Take it back
            </Button>
          ) : null}
        </p>
      ) : null}
      {others.length > 0 ? (
        <ul className="border-line border-t">
          {others.map((record) => (
            <RecordLine
              key={record.id}
              record={record}
              own={newest}
              projectId={projectId}
              isFirst={record.id === first}
              mayGroup={mayGroup}
              onChanged={changed}
            />
          ))}
        </ul>
      ) : null}
      <div className="mt-3 flex flex-wrap gap-2">
        {group.hasNextPage ? (
          <Button size="small" loading={group.isFetchingNextPage} onClick={() => group.fetchNextPage()}>
            Show more
          </Button>
        ) : null}
        {mayGroup ? <JoinDialog projectId={projectId} documentId={documentId} onChanged={changed} /> : null}
        {mayGroup && others.length > 0 ? (
          <SplitButton documentId={documentId} label="Split this record off" onChanged={changed} />
        ) : null}
      </div>
    </section>
  );
}

type RecordLineProps = Readonly<{
  record: RecordView;
  /** The one that is open, to compare with. */
  own: Group;
  projectId: string;
  isFirst: boolean;
  mayGroup: boolean;
  onChanged: () => void;
}>;

function RecordLine({ record, own, projectId, isFirst, mayGroup, onChanged }: RecordLineProps) {
  const { id, title, externalId, year, doi, createdAt, collection } = record;
  const name = externalId ?? title ?? collection.name;
  const facts = [externalId, year, doi, `brought in ${formatMoment(createdAt)}`].filter(Boolean).join(' · ');
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 border-line border-b py-2">
      <div className="min-w-0 flex-1 basis-72">
        <p className="line-clamp-3 [overflow-wrap:anywhere]">
          <Link href={addressOf(projectId, id)} className="font-semibold text-accent-text">
            <bdi>{collection.name}</bdi>
          </Link>
          {isFirst ? <span className="text-ink-muted"> (first)</span> : null}
          {title ? <bdi className="ml-2">{title}</bdi> : null}
        </p>
        <p className="text-ink-muted text-sm [overflow-wrap:anywhere]">{facts}</p>
      </div>
      {mayGroup && !isFirst ? <SplitButton documentId={id} label="Split off" of={name} onChanged={onChanged} /> : null}
      <details className="basis-full">
        <summary aria-label={`Compare with ${name}`} className="w-fit text-accent-text text-sm">
          Compare
        </summary>
        <RecordComparison first={own} second={record} names={['This record', 'That record']} />
      </details>
    </li>
  );
}

function addressOf(projectId: string, documentId: string): string {
  return `/projects/${projectId}/documents?doc=${documentId}`;
}

function recordsWords(count: number): string {
  return count === 1 ? 'one other record' : `${formatCount(count)} other records`;
}

function decisionWords({ kind, decidedBy, createdAt }: NonNullable<Group['duplicateDecision']>): string {
  const act = kind === 'SPLIT' ? 'split this record off its group' : 'joined this record with its group';
  return `${decidedBy?.name ?? 'Somebody'} ${act}, ${formatMoment(createdAt)}.`;
}
