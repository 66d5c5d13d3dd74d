import type { BegunMember, DetectedFormat, FilePreview, ImportCode, ImportEvent, ReadOptions } from '@/ingestion/types';

/** What the reading process is asked, once: its events, or a look at the beginning. */
export interface ReadRequest {
  type: 'read' | 'preview';
  path: string;
  name: string;
  options: Omit<ReadOptions, 'signal' | 'onMember'>;
}

/** One batch has been taken: another may be sent. */
export interface BatchTaken {
  type: 'taken';
}

export type MessageToChild = ReadRequest | BatchTaken;

/** A file of an archive is about to be opened; `events` were given before it, sent or not. */
export interface MemberBegun extends BegunMember {
  type: 'member';
  events: number;
}

export type MessageFromChild =
  | { type: 'events'; events: ImportEvent[] }
  | MemberBegun
  | { type: 'preview'; preview: FilePreview }
  | { type: 'done' }
  | { type: 'failed'; code: ImportCode; message: string; detected: DetectedFormat | null }
  /** A bug; the stack is for the log, not for the person. */
  | { type: 'crashed'; stack: string };

/** Batches that may be under way unanswered: one is being taken while the next is made. */
export const BATCHES_UNDER_WAY = 2;
