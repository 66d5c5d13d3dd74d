import { type DetailedError, Upload } from 'tus-js-client';

export interface Sending {
  /** Stops; what has arrived stays, and the same file goes on from there. */
  readonly pause: () => void;
}

export interface Destination {
  readonly collectionId: string;
  /** Whether reviews of a Winnow export come back with it. */
  readonly restores: boolean;
}

interface Listeners {
  readonly onProgress: (sentBytes: number) => void;
  readonly onDone: () => void;
  readonly onFailure: (message: string) => void;
}

const CHUNK_BYTES = 32 * 1024 * 1024;

/** Sends one file by tus, going on where an earlier attempt with the same file into the same collection stopped. */
export function sendFile(file: File, { collectionId, restores }: Destination, listeners: Listeners): Sending {
  const upload = new Upload(file, {
    endpoint: '/api/uploads',
    chunkSize: CHUNK_BYTES,
    retryDelays: [0, 1_000, 3_000, 8_000, 20_000, 60_000],
    metadata: { collectionId, filename: file.name, restore: restores ? 'yes' : 'no' },
    fingerprint: async () => ['winnow', collectionId, file.name, file.size, file.lastModified].join('|'),
    removeFingerprintOnSuccess: true,
    onProgress: (sentBytes) => listeners.onProgress(sentBytes),
    onSuccess: () => listeners.onDone(),
    onError: (error) => listeners.onFailure(sentenceOf(error)),
  });
  void upload.findPreviousUploads().then(([previous]) => {
    if (previous) upload.resumeFromPreviousUpload(previous);
    upload.start();
  });
  return { pause: () => void upload.abort() };
}

function sentenceOf(error: Error | DetailedError): string {
  const status = 'originalResponse' in error ? error.originalResponse?.getStatus() : undefined;
  if (status === 401 || status === 403)
    return 'You may not upload here. Sign in again, or ask an admin for a role that may.';
  if (status === 404 || status === 410) return 'The server does not know this upload any more. Add the file again.';
  if (status === 413) return 'The file is larger than this installation takes.';
  if (status === 507) return 'The server’s disk is full. Go on once there is room; what has arrived is kept.';
  return 'The line was cut. Go on: what has arrived is kept.';
}
