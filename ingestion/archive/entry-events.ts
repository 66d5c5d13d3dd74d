import { endsArchive } from '@/ingestion/archive/archive-budget';
import { issueOf } from '@/ingestion/document/record-issue';
import { countEvent, noCounts } from '@/ingestion/event-counts';
import {
  ARCHIVE_PATH_KEY,
  type EncodingName,
  type GivenUpMember,
  type ImportCode,
  type ImportCounts,
  type ImportEvent,
  type ImportFinished,
  type ImportStarted,
  IngestionError,
  type RecordIssue,
  type SourceDocument,
} from '@/ingestion/types';

export interface EntryNotes {
  /** Called with what the entry's own reading began with. */
  onStart?: (started: ImportStarted) => ImportEvent | null;
}

/** Turns the events of the files of an archive into those of the archive, and adds up what they give. */
export class EntryEvents {
  readonly counts: ImportCounts = noCounts();
  encoding: EncodingName | null = null;

  /**
   * The events of one entry under its path. A file that fails becomes one rejected record; what it gave before stays.
   *
   * @throws IngestionError when the archive as a whole must not be read on.
   */
  async *of(
    path: string,
    events: AsyncIterable<ImportEvent>,
    { onStart }: EntryNotes = {},
  ): AsyncGenerator<ImportEvent> {
    let isEncodingTold = false;
    try {
      for await (const event of events) {
        if (event.type === 'warning' && event.issue.code === 'ENCODING_GUESSED') isEncodingTold = true;
        if (event.type === 'started') {
          const started = onStart?.(event) ?? null;
          if (started !== null) yield started;
        } else if (event.type === 'finished') {
          this.encoding = event.encoding;
          if (!isEncodingTold) yield* encodingNotice(path, event);
        } else yield this.take(placed(path, event));
      }
    } catch (error) {
      if (!(error instanceof IngestionError) || endsArchive(error)) throw error;
      yield this.reject(path, error.code, error.message);
    }
  }

  reject(path: string | null, code: ImportCode, message?: string): ImportEvent {
    const issue = issueOf(code, 0, '', message);
    return this.take({ type: 'rejected', issue: path === null ? issue : { ...issue, file: path }, raw: '' });
  }

  /** A file that has killed the process which read it, and is not opened again. */
  giveUp(path: string, { member, code, message }: GivenUpMember): ImportEvent {
    const issue = { ...issueOf(code, 0, '', message), file: path };
    return this.take({ type: 'rejected', issue, raw: '', givenUp: member });
  }

  private take(event: ImportEvent): ImportEvent {
    countEvent(this.counts, event);
    return event;
  }
}

export function notice(code: ImportCode, path: string | null, message?: string): ImportEvent {
  const issue = issueOf(code, 0, '', message);
  return { type: 'warning', issue: path === null ? issue : { ...issue, file: path } };
}

function* encodingNotice(path: string, { encoding }: ImportFinished): Generator<ImportEvent> {
  if (encoding === null || encoding === 'utf-8' || encoding === 'utf-8-bom') return;
  yield notice('ENTRY_ENCODING', path, `The file was read as ${encoding}.`);
}

/** What was read of an entry says nothing of how much of the archive is read, so it is left out. */
function placed(path: string, event: ImportEvent): ImportEvent {
  if (event.type === 'document') return { type: 'document', document: placedDocument(path, event.document) };
  if (event.type === 'rejected') {
    const { issue, raw, givenUp } = event;
    return { type: 'rejected', issue: placedIssue(path, issue), raw, ...(givenUp === undefined ? {} : { givenUp }) };
  }
  if (event.type === 'warning') return { ...event, issue: placedIssue(path, event.issue) };
  return event;
}

function placedDocument(path: string, document: SourceDocument): SourceDocument {
  const { metadata, warnings } = document;
  const inner = metadata[ARCHIVE_PATH_KEY];
  metadata[ARCHIVE_PATH_KEY] = typeof inner === 'string' ? `${path}/${inner}` : path;
  return { ...document, warnings: warnings.map((issue) => placedIssue(path, issue)) };
}

function placedIssue(path: string, issue: RecordIssue): RecordIssue {
  return { ...issue, file: issue.file === undefined ? path : `${path}/${issue.file}` };
}
