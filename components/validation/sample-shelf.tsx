'use client';

import { useRouter } from 'next/navigation';
import { request } from '@/components/data/request';
import { useOperation } from '@/components/data/use-operation';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';
import { showFailure, showToast } from '@/components/ui/toast';
import { ArchiveSample, DeleteSample, RestoreSample } from '@/components/validation/validation-query';
import type { ArchiveSampleMutation, RestoreSampleMutation } from '@/graphql/generated/operations/graphql';

const pickArchive = (result: ArchiveSampleMutation) => result.archiveSample;
const pickRestore = (result: RestoreSampleMutation) => result.restoreSample;

type SampleShelfProps = Readonly<{
  sample: Readonly<{ id: string; size: number; archivedAt?: string | null | undefined; isDeletable: boolean }>;
  onDone: () => void;
}>;

/** Puts a sample away, or brings it back; one that nobody has answered in can be deleted instead. */
export function SampleShelf({ sample, onDone }: SampleShelfProps) {
  const router = useRouter();
  const archive = useOperation(ArchiveSample, pickArchive);
  const restore = useOperation(RestoreSample, pickRestore);
  const input = { sampleId: sample.id };
  const done = (message: string, undo?: () => void) => {
    showToast({ message, ...(undo ? { undo } : {}) });
    router.refresh();
    onDone();
  };
  const bringBack = async () => {
    if (await restore.run({ input })) done('Sample brought back');
    else showFailure({ message: 'The sample was not brought back', detail: 'Look at the archived samples.' });
  };
  const putAway = async () => {
    if (await archive.run({ input })) done('Sample archived', bringBack);
  };
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      {archive.errors.map(({ message }) => (
        <Notice key={message} tone="wrong">
          {message}
        </Notice>
      ))}
      <p className="text-ink-muted">{wordsFor(sample)}</p>
      <span className="flex flex-wrap gap-2">
        {sample.archivedAt ? (
          <Button loading={restore.isRunning} onClick={bringBack}>
            Bring back
          </Button>
        ) : null}
        {!sample.archivedAt && !sample.isDeletable ? (
          <Button loading={archive.isRunning} onClick={putAway}>
            Archive sample
          </Button>
        ) : null}
        {sample.isDeletable ? <DeleteButton sample={sample} onDone={() => done('Sample deleted')} /> : null}
      </span>
    </div>
  );
}

function wordsFor({ archivedAt, isDeletable }: SampleShelfProps['sample']): string {
  if (archivedAt) return `Archived on ${archivedAt.slice(0, 10)}: it is rated no more, and its answers are kept.`;
  return isDeletable
    ? 'Nobody has answered in this sample.'
    : 'An archived sample leaves the lists and is rated no more. Its answers, and versions computed from it, stay.';
}

function DeleteButton({ sample, onDone }: SampleShelfProps) {
  const remove = async () => {
    const { deleteSample } = await request(DeleteSample, { input: { sampleId: sample.id } });
    const [error] = deleteSample.userErrors;
    if (error) throw new Error(error.message);
    onDone();
  };
  return (
    <AlertDialog
      title="Delete this sample?"
      description={`Its ${formatCount(sample.size)} drawn documents and the random order go for good. Nobody has answered in it; that it was drawn, with its seed, stays in Activity.`}
      confirmLabel="Delete sample"
      onConfirm={remove}
      trigger={<Button>Delete sample</Button>}
    />
  );
}
