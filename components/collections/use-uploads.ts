'use client';

import { useCallback, useRef, useState } from 'react';
import { type Destination, type Sending, sendFile } from '@/components/collections/send-file';

export interface UploadView {
  readonly key: string;
  readonly file: File;
  readonly into: Destination;
  readonly sentBytes: number;
  /** Cut: the line is away, and is tried again by itself. */
  readonly state: 'waiting' | 'sending' | 'cut' | 'paused' | 'failed' | 'done';
  readonly failure: string | null;
  /** Where the server waits for the rest of it; null for one that begins, or whose beginning this browser remembers. */
  readonly path: string | null;
}

/** Two at once fill most lines; more only make each slower. */
const AT_ONCE = 2;

export type Uploads = ReturnType<typeof useUploads>;

/** The files this page is sending, a few at a time and the rest in line. */
export function useUploads(onArrived: () => void) {
  const [uploads, setUploads] = useState<readonly UploadView[]>([]);
  const sendings = useRef(new Map<string, Sending>());
  const waiting = useRef<UploadView[]>([]);

  const change = useCallback((key: string, part: Partial<UploadView>) => {
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)));
  }, []);

  /** Bytes that go out also say that the line is back; one that was held meanwhile stays held. */
  const progress = useCallback((key: string, sentBytes: number) => {
    setUploads((all) =>
      all.map((upload) => {
        if (upload.key !== key) return upload;
        return { ...upload, sentBytes, state: upload.state === 'cut' ? 'sending' : upload.state };
      }),
    );
  }, []);

  const startNext = useCallback(() => {
    while (sendings.current.size < AT_ONCE) {
      const next = waiting.current.shift();
      if (!next) return;
      const { key, file } = next;
      change(key, { state: 'sending', failure: null });
      const settle = (part: Partial<UploadView>) => {
        sendings.current.delete(key);
        change(key, part);
        startNext();
      };
      sendings.current.set(
        key,
        sendFile(next, {
          onProgress: (sentBytes) => progress(key, sentBytes),
          onCut: () => change(key, { state: 'cut' }),
          onDone: () => {
            settle({ state: 'done', sentBytes: file.size });
            onArrived();
          },
          onFailure: (failure) => settle({ state: 'failed', failure }),
        }),
      );
    }
  }, [change, progress, onArrived]);

  const put = useCallback(
    (views: readonly UploadView[]) => {
      setUploads((all) => [...all, ...views]);
      waiting.current.push(...views);
      startNext();
    },
    [startNext],
  );
  const add = useCallback(
    (files: readonly File[], into: Destination) => put(files.map((file) => toView(file, into, null))),
    [put],
  );
  /** The rest of a file whose beginning the server has, from whatever browser it came. */
  const resume = useCallback(
    // What is to become of it was said when it began.
    (file: File, collectionId: string, path: string) =>
      put([toView(file, { collectionId, restores: false, isFullText: false }, path)]),
    [put],
  );

  const pause = useCallback(
    (key: string) => {
      sendings.current.get(key)?.pause();
      sendings.current.delete(key);
      waiting.current = waiting.current.filter((upload) => upload.key !== key);
      change(key, { state: 'paused' });
      startNext();
    },
    [change, startNext],
  );

  const goOn = useCallback(
    (upload: UploadView) => {
      waiting.current.push(upload);
      change(upload.key, { state: 'waiting', failure: null });
      startNext();
    },
    [change, startNext],
  );

  const dismiss = useCallback((key: string) => setUploads((all) => all.filter((upload) => upload.key !== key)), []);
  const dismissDone = useCallback(() => setUploads((all) => all.filter(({ state }) => state !== 'done')), []);
  return { uploads, add, resume, pause, goOn, dismiss, dismissDone };
}

function toView(file: File, into: Destination, path: string | null): UploadView {
  return { key: crypto.randomUUID(), file, into, path, sentBytes: 0, state: 'waiting', failure: null };
}
