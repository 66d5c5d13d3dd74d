import { type DetailedError, Upload } from 'tus-js-client';

export interface Sending {
  /** Stops; what has arrived stays, and the same file goes on from there. */
  readonly pause: () => void;
}

export interface Destination {
  readonly collectionId: string;
  /** Whether reviews of a Winnow export come back with it. */
  readonly restores: boolean;
  /** Whether articles and pages that have an abstract are read with their body. */
  readonly isFullText: boolean;
}

interface Listeners {
  readonly onProgress: (sentBytes: number) => void;
  /** The line is cut or the server away; it is tried again by itself. */
  readonly onCut: () => void;
  readonly onDone: () => void;
  readonly onFailure: (message: string) => void;
}

const CHUNK_BYTES = 32 * 1024 * 1024;

interface FileToSend {
  readonly file: File;
  readonly into: Destination;
  /** Where the server waits for the rest of it, when that is known. */
  readonly path: string | null;
}

/**
 * Sends one file by tus, going on where an earlier attempt stopped: at the place that is given, else where this browser
 * remembers to have sent the same file into the same collection.
 */
export function sendFile({ file, into, path }: FileToSend, listeners: Listeners): Sending {
  const { collectionId, restores, isFullText } = into;
  const upload = new Upload(file, {
    endpoint: '/api/uploads',
    ...(path ? { uploadUrl: path } : {}),
    onShouldRetry: (error) => {
      const retries = mayRetry(error.originalResponse?.getStatus() ?? 0);
      if (retries) listeners.onCut();
      return retries;
    },
    chunkSize: CHUNK_BYTES,
    retryDelays: [0, 1_000, 3_000, 8_000, 20_000, 60_000],
    metadata: {
      collectionId,
      filename: file.name,
      restore: restores ? 'yes' : 'no',
      fullText: isFullText ? 'yes' : 'no',
    },
    fingerprint: async () => ['winnow', collectionId, file.name, file.size, file.lastModified].join('|'),
    removeFingerprintOnSuccess: true,
    onProgress: (sentBytes) => listeners.onProgress(sentBytes),
    onSuccess: () => listeners.onDone(),
    onError: (error) => listeners.onFailure(sentenceOf(error)),
  });
  void upload.findPreviousUploads().then(([previous]) => {
    if (previous && !path) upload.resumeFromPreviousUpload(previous);
    upload.start();
  });
  return { pause: () => void upload.abort() };
}

/** A cut line, a server that starts again, a lock, too many files at once: what a while can mend. No room is no such thing. */
function mayRetry(status: number): boolean {
  return status === 409 || status === 423 || status === 429 || status < 400 || (status >= 500 && status !== 507);
}

function sentenceOf(error: Error | DetailedError): string {
  const status = 'originalResponse' in error ? error.originalResponse?.getStatus() : undefined;
  if (status === 401 || status === 403)
    return 'You may not upload here. Sign in again, or ask an admin for a role that may.';
  if (status === 404 || status === 410) return 'The server does not know this upload any more. Add the file again.';
  const quota = quotaSentence(error);
  if (quota) return quota;
  if (status === 413) return 'The file is larger than this installation takes.';
  if (status === 429) return 'Too many files are under way at once. Go on once one of them has ended.';
  if (status === 507) return 'The server’s disk is full. Go on once there is room; what has arrived is kept.';
  return 'The line was cut. Go on: what has arrived is kept.';
}

/** What the server says of a quota, without the code before it: numbers that only it knows. */
function quotaSentence(error: Error | DetailedError): string | null {
  const body = 'originalResponse' in error ? error.originalResponse?.getBody() : undefined;
  return /^QUOTA_[A-Z_]+: (.+)$/m.exec(body ?? '')?.[1] ?? null;
}
