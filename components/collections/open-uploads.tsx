'use client';

import { useRef, useState } from 'react';
import type { UploadView } from '@/components/collections/use-uploads';
import { Button } from '@/components/ui/button';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import { showFailure } from '@/components/ui/toast';
import type { OpenUploadFragment } from '@/graphql/generated/operations/graphql';

type OpenUploadsProps = Readonly<{
  uploads: readonly OpenUploadFragment[];
  /** Those beyond the list too. */
  totalCount: number;
  /** What this page is sending itself is not offered a second time. */
  underWay: readonly UploadView[];
  onFile: (file: File, collectionId: string, path: string) => void;
  onChanged: () => void;
}>;

/** Files that began to arrive and stopped: a closed laptop, another browser. The server has what it has for a day. */
export function OpenUploads({ uploads, totalCount, underWay, onFile, onChanged }: OpenUploadsProps) {
  const waiting = uploads.filter((upload) => !underWay.some((view) => isSame(view, upload)));
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="open-uploads">
      <h3 id="open-uploads" className="font-semibold">
        Files that have not arrived whole
      </h3>
      <p className="text-ink-muted text-sm">
        Choose the same file to go on where it stopped. What has arrived is kept for a day.
        {totalCount > uploads.length
          ? ` The newest ${formatCount(uploads.length)} of ${formatCount(totalCount)} are listed.`
          : null}
      </p>
      <ul className="mt-2 border-line border-t">
        {waiting.map((upload) => (
          <OpenUploadLine key={upload.path} upload={upload} onFile={onFile} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}

function isSame({ file, into, path }: UploadView, upload: OpenUploadFragment): boolean {
  if (path) return path === upload.path;
  return into.collectionId === upload.collection.id && file.name === upload.fileName && file.size === upload.sizeBytes;
}

type LineProps = Readonly<{ upload: OpenUploadFragment }> & Pick<OpenUploadsProps, 'onFile' | 'onChanged'>;

function OpenUploadLine({ upload, onFile, onChanged }: LineProps) {
  const { path, fileName, sizeBytes, receivedBytes, collection } = upload;
  const input = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = (file: File | undefined) => {
    if (!file) return;
    const isSameFile = file.name === fileName && file.size === sizeBytes;
    setRefusal(isSameFile ? null : `That is another file: ${file.name}, ${formatBytes(file.size)}.`);
    if (isSameFile) onFile(file, collection.id, path);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-2">
      <div className="min-w-0 flex-1 basis-60">
        <bdi className="block truncate font-semibold">{fileName}</bdi>
        <p className="text-ink-muted text-sm">
          {formatBytes(receivedBytes)} of {formatBytes(sizeBytes)} have arrived, for <bdi>{collection.name}</bdi>
        </p>
        {refusal ? (
          <p role="alert" className="text-sm text-wrong [overflow-wrap:anywhere]">
            {refusal}
          </p>
        ) : null}
      </div>
      <div className="flex gap-1">
        <Button size="small" aria-label={`Choose ${fileName} to go on`} onClick={() => input.current?.click()}>
          Choose the same file
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label={`Give up ${fileName}`}
          onClick={() => void giveUp(path).then(onChanged)}
        >
          Give up
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        aria-label={`The rest of ${fileName}`}
        onChange={({ target }) => {
          take(target.files?.[0]);
          target.value = '';
        }}
      />
    </li>
  );
}

async function giveUp(path: string): Promise<void> {
  const answer = await fetch(path, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } }).catch(() => null);
  if (answer?.ok || answer?.status === 404 || answer?.status === 410) return;
  showFailure({ message: 'The upload was not given up', detail: 'Try again in a moment.' });
}
