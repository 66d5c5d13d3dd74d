import { UploadLine } from '@/components/collections/upload-line';
import type { Uploads } from '@/components/collections/use-uploads';
import { Button } from '@/components/ui/button';

/** Files on their way, and those that have arrived until somebody takes them off. */
export function UploadList({
  uploads: { uploads, pause, goOn, dismiss, dismissDone },
}: Readonly<{ uploads: Uploads }>) {
  if (uploads.length === 0) return null;
  const done = uploads.filter(({ state }) => state === 'done').length;
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label="Files on their way" className="border-line border-t">
        {uploads.map((upload) => (
          <UploadLine key={upload.key} upload={upload} onPause={pause} onGoOn={goOn} onDismiss={dismiss} />
        ))}
      </ul>
      {done > 1 ? (
        <Button variant="quiet" size="small" className="-ml-2.5 self-start" onClick={dismissDone}>
          Clear finished
        </Button>
      ) : null}
    </div>
  );
}
