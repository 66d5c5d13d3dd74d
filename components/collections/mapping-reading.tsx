'use client';

import { PreviewAgain, type PreviewView } from '@/components/collections/mapping-query';
import { useOperation } from '@/components/data/use-operation';
import { Field } from '@/components/ui/field';
import { formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';
import { Select } from '@/components/ui/select';
import { Spinner } from '@/components/ui/spinner';
import { showFailure } from '@/components/ui/toast';
import type { ImportEncoding, PreviewImportInput, PreviewImportMutation } from '@/graphql/generated/operations/graphql';

const pick = (result: PreviewImportMutation) => result.previewImport;
const FOUND = '';
const ENCODINGS: readonly { value: ImportEncoding; label: string }[] = [
  { value: 'UTF_8', label: 'UTF-8' },
  { value: 'WINDOWS_1252', label: 'Windows-1252 (Western)' },
  { value: 'UTF_16LE', label: 'UTF-16, little-endian' },
  { value: 'UTF_16BE', label: 'UTF-16, big-endian' },
];
const DELIMITERS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar' },
];

type MappingReadingProps = Readonly<{
  run: { readonly id: string };
  preview: PreviewView;
  onChanged: () => void;
}>;

/** How the file was read, and the means to have it read otherwise: letters that look wrong are seen here first. */
export function MappingReading({ run, preview, onChanged }: MappingReadingProps) {
  const again = useOperation(PreviewAgain, pick);
  const { format, encoding, delimiter, chosenEncoding, chosenDelimiter, isPending } = preview;
  const read = async (as: Pick<PreviewImportInput, 'encoding' | 'delimiter'>) => {
    const input = { importId: run.id, encoding: chosenEncoding ?? null, delimiter: chosenDelimiter ?? null, ...as };
    if (!(await again.run({ input })))
      showFailure({ message: 'The file was not read again. It may have been started.' });
    onChanged();
  };
  const tells = `${format}, by its first ${formatCount(preview.rowsRead)} ${preview.rowsRead === 1 ? 'row' : 'rows'}`;
  const isBusy = isPending || again.isRunning;
  return (
    <div className="flex flex-col gap-3">
      {preview.member ? (
        <p className="text-ink-muted [overflow-wrap:anywhere]">
          In the archive: <bdi className="font-semibold text-ink">{preview.member}</bdi>
          {encoding === null ? `, ${tells}` : null}
        </p>
      ) : null}
      {encoding === null ? null : (
        <div className="flex flex-wrap items-end gap-x-5 gap-y-2">
          <Field label="Encoding" className="w-56">
            <Select
              value={chosenEncoding ?? FOUND}
              disabled={isBusy}
              options={[{ value: FOUND, label: chosenEncoding ? 'As found' : `As found: ${encoding}` }, ...ENCODINGS]}
              onChange={(event) => read({ encoding: (event.target.value || null) as ImportEncoding | null })}
            />
          </Field>
          {delimiter === null ? null : (
            <Field label="Columns are separated by" className="w-56">
              <Select
                value={chosenDelimiter ?? FOUND}
                disabled={isBusy}
                options={[
                  { value: FOUND, label: chosenDelimiter ? 'As found' : `As found: ${delimiterWord(delimiter)}` },
                  ...DELIMITERS,
                ]}
                onChange={(event) => read({ delimiter: event.target.value || null })}
              />
            </Field>
          )}
          <p role="status" className="flex min-h-8 items-center gap-2 text-ink-muted text-sm">
            {isBusy ? (
              <>
                <Spinner /> Reading it again
              </>
            ) : (
              tells
            )}
          </p>
        </div>
      )}
      {preview.failureMessage ? (
        <Notice tone="wrong" live title="It could not be read in that way; below is how it was read before">
          {preview.failureMessage} <code className="font-mono text-xs">{preview.failureCode}</code>
        </Notice>
      ) : null}
      {preview.notices.length > 0 ? (
        <Notice title="About the file">
          <ul>
            {preview.notices.slice(0, 5).map(({ code, message, field }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a notice has no id, and the list is replaced as a whole
              <li key={index} className="[overflow-wrap:anywhere]">
                {message} {field ? <bdi>{field}</bdi> : null} <code className="font-mono text-xs">{code}</code>
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </div>
  );
}

function delimiterWord(delimiter: string): string {
  return DELIMITERS.find(({ value }) => value === delimiter)?.label.toLowerCase() ?? delimiter;
}
