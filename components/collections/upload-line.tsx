import { Pause, Play, X } from 'lucide-react';
import type { UploadView } from '@/components/collections/use-uploads';
import { formatBytes } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';

type UploadLineProps = Readonly<{
  upload: UploadView;
  onPause: (key: string) => void;
  onGoOn: (upload: UploadView) => void;
  onDismiss: (key: string) => void;
}>;

/** One file on its way: how much of it has arrived, and a way to hold it. */
export function UploadLine({ upload, onPause, onGoOn, onDismiss }: UploadLineProps) {
  const { key, file, sentBytes, state, failure } = upload;
  return (
    <li className="flex flex-col gap-1 border-line border-b py-2">
      <div className="flex items-center gap-3">
        <bdi className="min-w-0 flex-1 truncate font-semibold">{file.name}</bdi>
        <span className="text-ink-muted text-sm tabular-nums">{wordsOf(upload)}</span>
        {state === 'sending' || state === 'cut' || state === 'waiting' ? (
          <IconButton label={`Hold ${file.name}`} icon={<Pause aria-hidden />} onClick={() => onPause(key)} />
        ) : null}
        {state === 'paused' || state === 'failed' ? (
          <IconButton label={`Go on with ${file.name}`} icon={<Play aria-hidden />} onClick={() => onGoOn(upload)} />
        ) : null}
        {state === 'done' || state === 'failed' || state === 'paused' ? (
          <IconButton
            label={`Take ${file.name} off this list`}
            icon={<X aria-hidden />}
            onClick={() => onDismiss(key)}
          />
        ) : null}
      </div>
      <div className="h-1 overflow-hidden rounded-full bg-line">
        <div
          className="h-full rounded-full bg-accent"
          style={{ width: `${file.size === 0 ? 100 : (100 * sentBytes) / file.size}%` }}
        />
      </div>
      {failure ? (
        <p role="alert" className="text-sm text-wrong">
          {failure}
        </p>
      ) : null}
    </li>
  );
}

const STOPPED: Partial<Record<UploadView['state'], string>> = {
  paused: ', held',
  cut: ', the line is cut and tried again',
};

function wordsOf({ state, sentBytes, file }: UploadView): string {
  if (state === 'waiting') return 'in line';
  if (state === 'done') return `${formatBytes(file.size)} arrived`;
  return `${formatBytes(sentBytes)} of ${formatBytes(file.size)}${STOPPED[state] ?? ''}`;
}
