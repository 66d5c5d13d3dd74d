'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { MappingForm } from '@/components/collections/mapping-form';
import { ImportPreviewQuery } from '@/components/collections/mapping-query';
import { request } from '@/components/data/request';
import { useProjectChanges } from '@/components/data/use-project-changes';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/page-states';
import { Skeleton } from '@/components/ui/skeleton';

type MappingPanelProps = Readonly<{
  run: { readonly id: string; readonly fileName: string };
  projectId: string;
  /** The first of several that wait is open by itself. */
  startsOpen: boolean;
  onChanged: () => void;
}>;

/** A file that waits for somebody to say what its columns mean: nothing of it is stored before that. */
export function MappingPanel({ run, projectId, startsOpen, onChanged }: MappingPanelProps) {
  const [choice, setChoice] = useState<boolean | null>(null);
  const isOpen = choice ?? startsOpen;
  return (
    <section aria-label={`Columns of ${run.fileName}`} className="w-full basis-full">
      <Button
        variant={isOpen ? 'quiet' : 'secondary'}
        size="small"
        aria-expanded={isOpen}
        onClick={() => setChoice(!isOpen)}
      >
        {isOpen ? 'Close the columns' : 'Match its columns'}
      </Button>
      {isOpen ? <OpenPanel run={run} projectId={projectId} onChanged={onChanged} /> : null}
    </section>
  );
}

function OpenPanel({ run, projectId, onChanged }: Omit<MappingPanelProps, 'startsOpen'>) {
  const client = useQueryClient();
  const key = ['import-preview', run.id];
  const preview = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const { node } = await request(ImportPreviewQuery, { id: run.id }, signal);
      return node?.__typename === 'ImportRun' ? (node.preview ?? null) : null;
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is made of the run's id alone
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: key }), [client, run.id]);
  useProjectChanges(projectId, refresh);
  const changed = () => {
    refresh();
    onChanged();
  };
  if (preview.isPending) return <Skeleton className="mt-3 h-96 w-full" />;
  if (preview.isError) {
    return (
      <ErrorState
        level={3}
        className="mx-0 px-0 py-6"
        title="The columns could not be read"
        action={<Button onClick={() => preview.refetch()}>Try again</Button>}
      >
        {preview.error.message}
      </ErrorState>
    );
  }
  if (!preview.data) return <p className="mt-2 text-ink-muted">It does not wait any more.</p>;
  // What was chosen belongs to the columns it was chosen on.
  const columnsKey = preview.data.columns.map(({ name }) => name).join('\n');
  return <MappingForm key={columnsKey} run={run} preview={preview.data} onChanged={changed} />;
}
