'use client';

import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { mergeClasses } from '@/components/ui/merge-classes';

type FileDropProps = Readonly<{
  label: string;
  /** What is taken, in words: "CSV, TSV, JSONL, RIS or TXT, up to 5 GB each". */
  hint: ReactNode;
  /** For the file chooser, as the accept attribute: ".csv,.ris". The server decides what a file really is. */
  accept?: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: readonly File[]) => void;
  className?: string;
}>;

/** Takes files by drop or by a button; both do the same. */
export function FileDrop({ label, hint, accept, multiple = true, disabled, onFiles, className }: FileDropProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0 && !disabled) onFiles(multiple ? files : files.slice(0, 1));
  };
  const holdOver = (event: DragEvent) => {
    if (disabled || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same by keyboard
    <div
      onDragEnter={holdOver}
      onDragOver={holdOver}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
      }}
      onDrop={drop}
      className={mergeClasses(
        'flex flex-col items-center gap-2 rounded-lg border border-line-control border-dashed px-6 py-8 text-center transition-colors',
        over && 'border-accent border-solid bg-accent-soft',
        className,
      )}
    >
      <Upload aria-hidden className="size-5 stroke-[1.5] text-ink-faint" />
      <p className="font-semibold">{over ? 'Let go to add them' : label}</p>
      <p id={`${id}-hint`} className="text-ink-muted text-sm">
        {hint}
      </p>
      <Button
        className="mt-1"
        disabled={disabled}
        aria-describedby={`${id}-hint`}
        onClick={() => input.current?.click()}
      >
        {multiple ? 'Choose files' : 'Choose a file'}
      </Button>
      <input
        ref={input}
        type="file"
        tabIndex={-1}
        aria-label={label}
        accept={accept}
        multiple={multiple}
        hidden
        onChange={(event) => {
          take(event.target.files);
          // The same file may be chosen again after a failure.
          event.target.value = '';
        }}
      />
    </div>
  );
}
