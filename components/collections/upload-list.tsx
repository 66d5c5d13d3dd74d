import { UploadLine } from '@/components/collections/upload-line';
import type { Uploads } from '@/components/collections/use-uploads';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';

/** Files that have arrived and are listed one by one. */
const MOST_DONE = 3;

/** Files on their way, and those that have arrived until somebody takes them off. */
export function UploadList({
  uploads: { uploads, pause, goOn, dismiss, dismissDone },
}: Readonly<{ uploads: Uploads }>) {
  if (uploads.length === 0) return null;
  const done = uploads.filter(({ state }) => state === 'done').length;
  // Each of them stands below as an import: beyond a few, one line says as much.
  const listed = done > MOST_DONE ? uploads.filter(({ state }) => state !== 'done') : uploads;
  return (
    <div className="flex flex-col gap-2">
      {listed.length > 0 ? (
        <ul aria-label="Files on their way" className="border-line border-t">
          {listed.map((upload) => (
            <UploadLine key={upload.key} upload={upload} onPause={pause} onGoOn={goOn} onDismiss={dismiss} />
          ))}
        </ul>
      ) : null}
      {done > 1 ? (
        <p className="flex flex-wrap items-center gap-x-3 text-ink-muted text-sm">
          {done > MOST_DONE ? (
            <span role="status">{`${formatCount(done)} of ${formatCount(uploads.length)} files have arrived; what became of each stands below.`}</span>
          ) : null}
          <Button variant="quiet" size="small" className="-ml-2.5" onClick={dismissDone}>
            Clear finished
          </Button>
        </p>
      ) : null}
    </div>
  );
}
