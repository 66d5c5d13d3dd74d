'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { otherErrors, useOperation } from '@/components/data/use-operation';
import { type DocumentFilters, hasFilters, toDocumentFilter } from '@/components/documents/document-filters';
import { FORMAT_WORDS } from '@/components/exports/export-words';
import { CreateExport } from '@/components/exports/exports-query';
import { Button, ButtonLink } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { RadioGroup, Segmented } from '@/components/ui/choice';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { formatCount, formatScore } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';
import type { CreateExportMutation, ExportFormat } from '@/graphql/generated/operations/graphql';

type ExportDialogProps = Readonly<{
  projectId: string;
  filters: DocumentFilters;
  /** Documents under the filters; null when there are too many to count. */
  total: number | null;
  threshold: number | null;
}>;

const FORMATS: readonly ExportFormat[] = ['CSV', 'XLSX', 'JSONL', 'RIS', 'PARQUET'];
const pick = (result: CreateExportMutation) => result.createExport;

/** A file of the list as it is filtered now, or of what lies above the threshold. */
export function ExportDialog(props: ExportDialogProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      title="Export"
      description="One row a document: every field it came with, and what Winnow and its reviewers say of it."
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button variant="quiet" size="small" icon={<Download aria-hidden />} className="-my-1.5 shrink-0">
          {exportLabel(props.total)}
        </Button>
      }
    >
      {isOpen ? <ExportForm {...props} onClose={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function exportLabel(total: number | null): string {
  if (total === null) return 'Export these';
  return total === 1 ? 'Export this one' : `Export these ${formatCount(total)}`;
}

function ExportForm({ projectId, filters, total, threshold, onClose }: ExportDialogProps & { onClose: () => void }) {
  const create = useOperation(CreateExport, pick);
  const [format, setFormat] = useState<ExportFormat>('CSV');
  const [scope, setScope] = useState<'list' | 'above'>('list');
  const [isSafe, setSafe] = useState(true);
  const [hasMark, setMark] = useState(false);
  const [withDuplicates, setDuplicates] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const isSheet = format === 'CSV' || format === 'XLSX';

  const send = async () => {
    const filter = scope === 'list' ? toDocumentFilter(filters) : { isIncluded: true };
    const options = { neutralise: isSafe, byteOrderMark: hasMark, withDuplicates };
    // The same press sent twice over a poor line makes one export; another choice is another wish.
    const idempotencyKey = [key, format, scope, isSafe, hasMark, withDuplicates].join(':');
    if (await create.run({ input: { projectId, format, filter, ...options, idempotencyKey } })) setAsked(true);
  };
  if (isAsked) return <Asked projectId={projectId} onClose={onClose} />;
  return (
    <form
      className="flex flex-col gap-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {otherErrors(create.errors, []).map((message) => (
        <Notice key={message} tone="wrong" live>
          {message}
        </Notice>
      ))}
      {threshold === null ? (
        <p className="text-ink-muted">{listWords(total, filters)}</p>
      ) : (
        <Field label="Documents" group>
          <Segmented
            value={scope}
            onValueChange={setScope}
            options={[
              { value: 'list', label: total === null ? 'This list' : `This list (${formatCount(total)})` },
              { value: 'above', label: `All from ${formatScore(threshold)} up` },
            ]}
          />
        </Field>
      )}
      <Field label="Format" group>
        <RadioGroup
          value={format}
          onValueChange={setFormat}
          options={FORMATS.map((value) => ({ value, ...FORMAT_WORDS[value] }))}
        />
      </Field>
      <Checkbox
        label="With duplicates"
        hint="Records that repeat a document of the list follow it, each with the id of the document it repeats. They have no scores of their own."
        checked={withDuplicates}
        onCheckedChange={setDuplicates}
      />
      {isSheet ? (
        <Checkbox
          label="Keep spreadsheets from computing texts"
          hint="A text that begins like a formula gets an apostrophe before it; an import into Winnow takes it off. Off, such a text runs when the file is opened."
          checked={isSafe}
          onCheckedChange={setSafe}
        />
      ) : null}
      {format === 'CSV' ? (
        <Checkbox
          label="Mark the file as UTF-8 for Excel"
          hint="Three bytes at its beginning. Without them Excel shows accents as other signs."
          checked={hasMark}
          onCheckedChange={setMark}
        />
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" loading={create.isRunning}>
          Make the file
        </Button>
      </div>
    </form>
  );
}

function listWords(total: number | null, filters: DocumentFilters): string {
  const amount = total === null ? 'All documents' : `${formatCount(total)} ${total === 1 ? 'document' : 'documents'}`;
  return hasFilters(filters)
    ? `${amount} under the filters in use, in the order of the list.`
    : `${amount}, in the order of the list.`;
}

function Asked({ projectId, onClose }: Readonly<{ projectId: string; onClose: () => void }>) {
  return (
    <div className="flex flex-col gap-4 pb-4">
      <Notice tone="correct" live title="A worker makes the file">
        It stays under Exports for seven days. You may go on meanwhile, or close the page.
      </Notice>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Back to the list</Button>
        <ButtonLink variant="primary" href={`/projects/${projectId}/exports`}>
          See it under Exports
        </ButtonLink>
      </div>
    </div>
  );
}
