'use client';

import { storedOf } from '@/components/collections/import-words';
import { request } from '@/components/data/request';
import { UndoImport } from '@/components/imports/import-report-query';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import type { ImportLineFragment, ImportStatus } from '@/graphql/generated/operations/graphql';

const ENDED: ReadonlySet<ImportStatus> = new Set(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED']);

type UndoProps = Readonly<{ run: ImportLineFragment; onChanged: () => void }>;

/**
 * Takes an import out of the project again, or the file of one that stored nothing; what people have worked on is refused
 * by the server, with how much it is.
 */
export function UndoImportButton({ run, onChanged }: UndoProps) {
  if (!ENDED.has(run.status)) return null;
  const undo = async () => {
    const { undoImport } = await request(UndoImport, { input: { importId: run.id } });
    const [error] = undoImport.userErrors;
    if (error) throw new Error(error.message);
    onChanged();
  };
  const { title, label, ...words } = wordsFor(run);
  const trigger = (
    <Button variant="quiet" size="small" aria-label={title}>
      {label}
    </Button>
  );
  return <AlertDialog title={`${title}?`} {...words} onConfirm={undo} trigger={trigger} />;
}

function wordsFor(run: ImportLineFragment) {
  const { fileName } = run;
  const count = storedOf(run);
  if (count === 0) {
    return {
      title: `Remove ${fileName}`,
      label: 'Remove',
      description:
        'The import has stored no document. Its file and its report leave the project and take no space any more.',
      confirmLabel: 'Remove file',
    };
  }
  const [documents, them] =
    count === 1 ? ['Its one document leaves', 'it'] : [`Its ${formatCount(count)} documents leave`, 'them'];
  return {
    title: `Undo the import of ${fileName}`,
    label: 'Undo',
    description: `${documents} the project, with scores, remarks and the uploaded file. Only adding the file again brings ${them} back.`,
    confirmLabel: 'Undo import',
  };
}
