import type { DraftRecord, ParsedItem, RejectedRecord } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { toDocument } from '@/ingestion/document/to-document';
import { isRepair } from '@/ingestion/import-codes';
import { rejectedRaw } from '@/ingestion/source/snippet';
import type { DecodingRepair, ImportDecoder } from '@/ingestion/source/text-decoder';
import {
  type EncodingName,
  type FormatName,
  type ImportCode,
  type ImportCounts,
  type ImportEvent,
  type ImportStarted,
  type ImportWarning,
  IngestionError,
} from '@/ingestion/types';

/** Turns what a parser found into events and keeps the counts, so that every record is counted exactly once. */
export class EventWriter {
  private readonly counts: ImportCounts = { read: 0, accepted: 0, repaired: 0, rejected: 0 };
  private readonly toldOutside = new Set<ImportCode>();
  private readonly firstEncoding: EncodingName | null;
  private bytesRead = 0;

  constructor(
    /** null for a format that is not text. */
    private readonly decoder: ImportDecoder | null,
    private readonly format: FormatName,
    private readonly isEncodingGuessed: boolean,
  ) {
    this.firstEncoding = decoder?.state.encoding ?? null;
  }

  *start(delimiter: string | null, columns: string[] | null): Generator<ImportStarted | ImportWarning> {
    yield { type: 'started', format: this.format, encoding: this.encoding, delimiter, columns };
    if (this.isEncodingGuessed) yield this.encodingGuessed();
  }

  private get encoding(): EncodingName | null {
    return this.decoder?.state.encoding ?? null;
  }

  /** So many bytes have been handed to the parser: whatever it finds from now on lies before there. */
  hasRead(bytes: number): void {
    this.bytesRead += bytes;
  }

  private get progress(): { bytesRead?: number } {
    return this.bytesRead > 0 ? { bytesRead: this.bytesRead } : {};
  }

  private takeRepairs(end: number): DecodingRepair[] {
    return this.decoder?.takeRepairs(end) ?? [];
  }

  private encodingGuessed(): ImportWarning {
    const message = `The file is not UTF-8; it was read as ${this.encoding}.`;
    return { type: 'warning', issue: issueOf('ENCODING_GUESSED', 0, '', message) };
  }

  *of(items: Iterable<ParsedItem>): Generator<ImportEvent> {
    for (const item of items) {
      if (item.kind === 'header') yield* this.start(item.delimiter, item.columns);
      else if (item.kind === 'notice') yield { type: 'warning', issue: item.issue };
      else if (item.kind === 'rejected') yield this.reject(item);
      else yield* this.document(item);
    }
  }

  /** @throws IngestionError NO_RECORDS when the file held none. */
  *finish(name: string): Generator<ImportEvent> {
    const { encoding } = this;
    yield* this.tellOutside(this.takeRepairs(Number.POSITIVE_INFINITY).map(({ code }) => code));
    // Bytes that are no UTF-8 may come late.
    if (encoding !== this.firstEncoding) yield this.encodingGuessed();
    if (this.counts.read === 0) {
      throw new IngestionError('NO_RECORDS', `"${name}" was read to its end as ${this.format} and holds no record.`);
    }
    yield { type: 'finished', encoding, counts: { ...this.counts } };
  }

  private *document(draft: DraftRecord): Generator<ImportEvent> {
    const repairs = this.takeRepairs(draft.end);
    yield* this.tellOutside(repairs.filter(({ offset }) => offset < draft.start).map(({ code }) => code));
    const inside = new Set(repairs.filter(({ offset }) => offset >= draft.start).map(({ code }) => code));
    const document = toDocument(draft, [...inside]);
    if (document === null) {
      const { line, raw, end } = draft;
      yield this.reject({ kind: 'rejected', end, issue: issueOf('EMPTY_RECORD', line, raw), raw: rejectedRaw(raw) });
      return;
    }
    this.counts.read += 1;
    if (document.warnings.some(({ code }) => isRepair(code))) this.counts.repaired += 1;
    else this.counts.accepted += 1;
    yield { type: 'document', document, ...this.progress };
  }

  private reject({ end, issue, raw }: RejectedRecord): ImportEvent {
    this.takeRepairs(end);
    this.counts.read += 1;
    this.counts.rejected += 1;
    return { type: 'rejected', issue, raw, ...this.progress };
  }

  /** Repairs in a header or between records belong to no record: told once for the file. */
  private *tellOutside(codes: readonly ImportCode[]): Generator<ImportWarning> {
    for (const code of codes) {
      if (this.toldOutside.has(code)) continue;
      this.toldOutside.add(code);
      yield { type: 'warning', issue: issueOf(code, 0, '') };
    }
  }
}
