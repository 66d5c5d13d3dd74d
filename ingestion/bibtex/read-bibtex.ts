import { BibtexRecord } from '@/ingestion/bibtex/bibtex-record';
import { CrossrefQueue } from '@/ingestion/bibtex/crossref-queue';
import { type BibtexBlock, EntrySplitter } from '@/ingestion/bibtex/entry-splitter';
import { Macros } from '@/ingestion/bibtex/macros';
import { type BibtexEntry, BibtexFault, readEntry, readMacros } from '@/ingestion/bibtex/read-entry';
import type { ParsedItem, RecordParser, RejectedRecord } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { LineSplitter } from '@/ingestion/source/line-splitter';
import { rejectedRaw } from '@/ingestion/source/snippet';
import type { ImportCode } from '@/ingestion/types';

const STATE_CODES = { unclosed: 'UNCLOSED_BRACE', truncated: 'TRUNCATED_RECORD', tooLong: 'RECORD_TOO_LARGE' } as const;

/**
 * BibTeX and BibLaTeX, entry by entry: macros, accents, 'crossref' to entries before and behind. An entry that is not
 * BibTeX is one rejected record. Comments, preambles and what JabRef keeps in comments are no records.
 */
export class BibtexParser implements RecordParser {
  private readonly lines: LineSplitter;
  private readonly splitter: EntrySplitter;
  private readonly macros = new Macros();
  private readonly queue: CrossrefQueue;
  private isInPreamble = false;

  constructor(private readonly maxRecordLength: number) {
    this.lines = new LineSplitter(maxRecordLength);
    this.splitter = new EntrySplitter(maxRecordLength);
    this.queue = new CrossrefQueue(maxRecordLength);
  }

  *push(text: string): Generator<ParsedItem> {
    for (const line of this.lines.push(text)) {
      for (const block of this.splitter.add(line)) yield* this.readBlock(block);
    }
  }

  *end(): Generator<ParsedItem> {
    for (const line of this.lines.end()) {
      for (const block of this.splitter.add(line)) yield* this.readBlock(block);
    }
    for (const block of this.splitter.end()) yield* this.readBlock(block);
    yield* this.queue.end();
  }

  private *readBlock(block: BibtexBlock): Generator<ParsedItem> {
    if (block.type === '') {
      yield* this.readOutside(block);
      return;
    }
    this.isInPreamble = false;
    if (block.state !== 'whole') yield* this.queue.add(reject(block, STATE_CODES[block.state]));
    else if (block.type === 'string') yield* this.defineMacros(block);
    else if (block.type !== 'comment' && block.type !== 'preamble') yield* this.readRecord(block);
  }

  /** Lines behind '%' are comments; other text outside of entries is told once a stretch. */
  private *readOutside({ line, raw }: BibtexBlock): Generator<ParsedItem> {
    if (this.isInPreamble || /^\s*%/.test(raw)) return;
    this.isInPreamble = true;
    yield* this.queue.add({ kind: 'notice', issue: issueOf('PREAMBLE', line, raw) });
  }

  private *defineMacros(block: BibtexBlock): Generator<ParsedItem> {
    const fields = unlessFaulty(() => readMacros(block.body));
    const isDefined = !(fields instanceof BibtexFault) && fields.every((field) => this.macros.define(field));
    if (isDefined) return;
    const message = 'A @string that is not valid or too long was skipped.';
    yield* this.queue.add({ kind: 'notice', issue: issueOf('UNKNOWN_MACRO', block.line, block.raw, message) });
  }

  private *readRecord(block: BibtexBlock): Generator<ParsedItem> {
    const entry = unlessFaulty((): BibtexEntry => readEntry(block.body));
    if (entry instanceof BibtexFault) {
      const line = block.line + lineEndsIn(block.raw.slice(0, block.raw.length - 1 - block.body.length + entry.at));
      yield* this.queue.add(reject(block, 'INVALID_BIBTEX', `${capital(entry.message)} (line ${line}).`));
      return;
    }
    const record = new BibtexRecord(block, entry, this.macros, this.maxRecordLength);
    yield* this.queue.add(record.isWithinLimit ? record : reject(block, 'RECORD_TOO_LARGE'));
  }
}

function unlessFaulty<T>(read: () => T): T | BibtexFault {
  try {
    return read();
  } catch (error) {
    if (error instanceof BibtexFault) return error;
    throw error;
  }
}

function reject({ line, end, raw }: BibtexBlock, code: ImportCode, message?: string): RejectedRecord {
  return { kind: 'rejected', end, issue: issueOf(code, line, raw, message), raw: rejectedRaw(raw) };
}

function lineEndsIn(text: string): number {
  return text.split('\n').length - 1;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
