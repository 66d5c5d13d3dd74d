'use client';

import { request } from '@/components/data/request';
import { UndoImport } from '@/components/imports/import-report-query';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import type { ImportLineFragment, ImportStatus } from '@/graphql/generated/operations/graphql';

const ENDED: ReadonlySet<ImportStatus> = new Set(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED']);

type UndoProps = Readonly<{ run: ImportLineFragment; onChanged: () => void }>;

/** Takes an import out of the project again; what people have worked on is refused by the server, with how much it is. */
export function UndoImportButton({ run, onChanged }: UndoProps) {
  if (!ENDED.has(run.status) || (run.status === 'FAILED' && countDocuments(run) === 0)) return null;
  const undo = async () => {
    const { undoImport } = await request(UndoImport, { input: { importId: run.id } });
    const [error] = undoImport.userErrors;
    if (error) throw new Error(error.message);
    onChanged();
  };
  return (
    <AlertDialog
      title={`Undo the import of ${run.fileName}?`}
      description={`${documentsOf(run)} the project, with scores, remarks and the uploaded file. Only adding the file again brings ${
        countDocuments(run) === 1 ? 'it' : 'them'
      } back.`}
      confirmLabel="Undo import"
      onConfirm={undo}
      trigger={
        <Button variant="quiet" size="small" aria-label={`Undo the import of ${run.fileName}`}>
          Undo
        </Button>
      }
    />
  );
}

function countDocuments({ accepted, repaired, duplicates }: ImportLineFragment): number {
  return accepted + repaired + duplicates;
}

function documentsOf(run: ImportLineFragment): string {
  const count = countDocuments(run);
  return count === 1 ? 'Its one document leaves' : `Its ${formatCount(count)} documents leave`;
}
