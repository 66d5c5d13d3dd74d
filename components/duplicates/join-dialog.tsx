'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { request } from '@/components/data/request';
import { JoinCandidatesQuery, JoinDuplicates, UndoDuplicateDecision } from '@/components/duplicates/duplicates-query';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { showFailure, showToast } from '@/components/ui/toast';
import type { JoinCandidatesQuery as CandidatesResult } from '@/graphql/generated/operations/graphql';

type Candidate = NonNullable<CandidatesResult['project']>['documents']['nodes'][number];
type JoinDialogProps = Readonly<{ projectId: string; documentId: string; onChanged: () => void }>;

/** Finds another record of the same work and joins the two; one of them stays first, with its score. */
export function JoinDialog({ projectId, documentId, onChanged }: JoinDialogProps) {
  const [open, setOpen] = useState(false);
  const join = async (otherId: string) => {
    const { joinDuplicates } = await request(JoinDuplicates, { input: { documentId, otherId } });
    const [error] = joinDuplicates.userErrors;
    if (error) {
      showFailure({ message: 'The records were not joined', detail: error.message });
      return;
    }
    setOpen(false);
    const followerId = joinDuplicates.document?.id ?? documentId;
    showToast({ message: 'Joined as one work', undo: () => void takeBack(followerId).then(onChanged) });
    onChanged();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="medium"
      title="Join with another record"
      description="Two records of one work are ranked once. The one that a person has scored stays first, else the older one."
      trigger={<Button size="small">Join with another record</Button>}
    >
      <Candidates projectId={projectId} documentId={documentId} onChoose={join} />
    </Dialog>
  );
}

type CandidatesProps = Readonly<{
  projectId: string;
  documentId: string;
  onChoose: (documentId: string) => Promise<void>;
}>;

function Candidates({ projectId, documentId, onChoose }: CandidatesProps) {
  const [search, setSearch] = useState('');
  const found = useQuery({
    queryKey: ['join-candidates', projectId, search],
    enabled: search !== '',
    queryFn: async ({ signal }) =>
      (await request(JoinCandidatesQuery, { id: projectId, search }, signal)).project?.documents.nodes ?? [],
    placeholderData: keepPreviousData,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSearch(String(new FormData(event.currentTarget).get('words') ?? '').trim());
  };
  const candidates = (found.data ?? []).filter(({ id }) => id !== documentId);
  return (
    <div className="flex flex-col gap-4">
      <form onSubmit={submit} className="flex items-end gap-2">
        <Field label="Words of its title or text" className="flex-1">
          <TextField name="words" type="search" leading={<Search aria-hidden />} autoComplete="off" />
        </Field>
        <Button type="submit" loading={found.isFetching}>
          Search
        </Button>
      </form>
      {found.isError ? (
        <p role="alert" className="text-wrong">
          {found.error.message}
        </p>
      ) : null}
      {found.isSuccess && candidates.length === 0 ? (
        <p className="text-ink-muted">No other ranked record has these words.</p>
      ) : null}
      {candidates.length > 0 ? (
        <ul className="border-line border-t">
          {candidates.map((candidate) => (
            <CandidateLine key={candidate.id} candidate={candidate} onChoose={onChoose} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function CandidateLine({
  candidate,
  onChoose,
}: Readonly<{ candidate: Candidate }> & Pick<CandidatesProps, 'onChoose'>) {
  const [isRunning, setIsRunning] = useState(false);
  const { id, title, excerpt, year, externalId, collection } = candidate;
  const choose = async () => {
    setIsRunning(true);
    try {
      await onChoose(id);
    } catch (error) {
      showFailure({ message: 'The records were not joined', detail: error instanceof Error ? error.message : '' });
    }
    setIsRunning(false);
  };
  return (
    <li className="flex items-start gap-3 border-line border-b py-2">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="font-semibold [overflow-wrap:anywhere]">
          {title ?? excerpt.slice(0, 120)}
        </p>
        <p className="text-ink-muted text-sm [overflow-wrap:anywhere]">
          {[collection.name, year, externalId].filter(Boolean).join(' · ')}
        </p>
      </div>
      <Button size="small" loading={isRunning} aria-label={`Join with ${title ?? 'this record'}`} onClick={choose}>
        Join
      </Button>
    </li>
  );
}

async function takeBack(documentId: string): Promise<void> {
  const { undoDuplicateDecision } = await request(UndoDuplicateDecision, { input: { documentId } });
  const [error] = undoDuplicateDecision.userErrors;
  if (error) showFailure({ message: 'The joining was not taken back', detail: error.message });
}
