import type { RejectedRecord } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { rejectedRaw } from '@/ingestion/source/snippet';

const QUOTE = 34;
const SPACE = 32;
const TAB = 9;
const LF = 10;
const CR = 13;
// Going back to the line after an unclosed quote reads text again; past this sum quotes are taken as plain characters.
const REREAD_BUDGET = 256 * 1024 * 1024;
const REREAD_COUNTED_FROM = 64 * 1024;
const NONE = Number.MAX_SAFE_INTEGER;

export interface CsvRow {
  kind: 'row';
  /** 1-based first line. */
  line: number;
  /** Offsets into the whole text, [start, end), line end included. */
  start: number;
  end: number;
  values: string[];
  /** The row without its line end. */
  raw: string;
  hasStrayQuote: boolean;
}

interface QuotedValue {
  value: string;
  /** Index of the separator or line end behind the value. */
  next: number;
  hasStrayQuote: boolean;
}

/**
 * Splits decoded text into rows by RFC 4180, with exact line numbers and with a way back: a quote that is never closed
 * costs its own line, not the rest of the file.
 *
 * Why not csv-parse: with `relax_quotes` it swallows whole rows behind an unclosed quote without a word, it counts a CRLF
 * in quotes as two lines, and it parses 20 MB/s on the machine where this scanner does several times that. It is the
 * oracle of the tests for well-formed input.
 */
export class CsvScanner {
  private text = '';
  private at = 0;
  private textOffset = 0;
  private line = 1;
  private wakeLength = 0;
  private reread = 0;
  private isSkippingLine = false;
  /** Next occurrence at or behind the last place asked for, in `text`; NONE where there is none, -1 when not known. */
  private nextLf = -1;
  private nextCr = -1;
  private nextDelimiter = -1;
  private scannedTo = 0;

  constructor(
    private readonly delimiter: string,
    private readonly maxRecordLength: number,
  ) {}

  *push(chunk: string): Generator<CsvRow | RejectedRecord> {
    this.append(chunk);
    // An unfinished row is looked at again only when twice as much of it is there, so long rows cost linear time.
    if (this.text.length >= this.wakeLength) yield* this.drain(false);
  }

  *end(): Generator<CsvRow | RejectedRecord> {
    // An unfinished last row was looked at to its end already: its separators lie before the places kept.
    this.forgetPlaces();
    yield* this.drain(true);
  }

  private append(chunk: string): void {
    this.textOffset += this.at;
    this.text = this.at === this.text.length ? chunk : this.text.slice(this.at) + chunk;
    this.at = 0;
    this.forgetPlaces();
  }

  private forgetPlaces(): void {
    this.nextLf = -1;
    this.nextCr = -1;
    this.nextDelimiter = -1;
  }

  private *drain(isEnd: boolean): Generator<CsvRow | RejectedRecord> {
    this.wakeLength = 0;
    while (this.at < this.text.length) {
      if (this.isSkippingLine && !this.skipLine(isEnd)) return;
      if (this.at >= this.text.length) return;
      const row = this.scanRow(isEnd);
      if (row === 'more') {
        const length = this.text.length - this.at;
        if (length <= this.maxRecordLength) {
          this.wakeLength = Math.min(2 * length, this.maxRecordLength + 1);
          return;
        }
        yield this.giveUpLine('RECORD_TOO_LARGE');
      } else if (row === 'unclosed') {
        // What is found must not depend on how the text was cut into chunks.
        const isLong = this.scannedTo - this.at > this.maxRecordLength;
        yield this.giveUpLine(isLong ? 'RECORD_TOO_LARGE' : 'UNCLOSED_QUOTE');
      } else {
        if (row.end - row.start <= this.maxRecordLength) yield row;
        else yield this.giveUpRow(row);
      }
    }
  }

  private scanRow(isEnd: boolean): CsvRow | 'more' | 'unclosed' {
    const values: string[] = [];
    let hasStrayQuote = false;
    for (let pos = this.at; ; pos += 1) {
      const quote = this.quoteAt(pos);
      const quoted = quote < 0 ? null : this.scanQuoted(quote, isEnd);
      if (quoted === 'more' || quoted === 'unclosed') return quoted;
      if (quoted === null || quoted === 'plain') {
        hasStrayQuote ||= quoted === 'plain';
        const end = this.valueEnd(pos);
        values.push(this.text.slice(pos, end));
        pos = end;
      } else {
        hasStrayQuote ||= quoted.hasStrayQuote;
        values.push(quoted.value);
        pos = quoted.next;
      }
      if (this.text[pos] !== this.delimiter) return this.finishRow(pos, isEnd, values, hasStrayQuote);
    }
  }

  /** Index of the quote that opens the value at `pos`, blanks before it allowed; -1 when it has none. */
  private quoteAt(pos: number): number {
    if (this.reread > REREAD_BUDGET) return -1;
    const at = this.skipBlanks(pos);
    return this.text.charCodeAt(at) === QUOTE ? at : -1;
  }

  private skipBlanks(from: number): number {
    let at = from;
    for (let code = this.text.charCodeAt(at); code === SPACE || code === TAB; code = this.text.charCodeAt(at)) {
      if (this.text[at] === this.delimiter) break;
      at += 1;
    }
    return at;
  }

  /**
   * @returns 'plain' when the opening quote is an ordinary character; 'unclosed' when the value runs over its line and
   * does not end where a value can end, so that it may have swallowed other rows.
   */
  private scanQuoted(quote: number, isEnd: boolean): QuotedValue | 'more' | 'unclosed' | 'plain' {
    const { text } = this;
    const start = quote + 1;
    let hasEscape = false;
    let hasStrayQuote = false;
    for (let from = start; ; ) {
      const close = text.indexOf('"', from);
      this.scannedTo = close < 0 ? text.length : close;
      if (hasStrayQuote && this.lineEnd(quote) < (close < 0 ? text.length : close)) return 'plain';
      if (close < 0) return isEnd ? (hasStrayQuote ? 'plain' : 'unclosed') : 'more';
      if (text.charCodeAt(close + 1) === QUOTE) {
        hasEscape = true;
        from = close + 2;
        continue;
      }
      const next = this.skipBlanks(close + 1);
      if (next >= text.length && !isEnd) return 'more';
      if (next >= text.length || text[next] === this.delimiter || isLineEnd(text.charCodeAt(next))) {
        const value = text.slice(start, close);
        return { value: hasEscape ? value.replaceAll('""', '"') : value, next, hasStrayQuote };
      }
      if (this.lineEnd(quote) < close) return 'unclosed';
      hasStrayQuote = true;
      from = close + 1;
    }
  }

  private finishRow(pos: number, isEnd: boolean, values: string[], hasStrayQuote: boolean): CsvRow | 'more' {
    const { text, at } = this;
    if (pos >= text.length && !isEnd) return 'more';
    if (text.charCodeAt(pos) === CR && pos + 1 === text.length && !isEnd) return 'more';
    const end = pos >= text.length ? text.length : pos + (text.startsWith('\r\n', pos) ? 2 : 1);
    const row: CsvRow = {
      kind: 'row',
      line: this.line,
      start: this.textOffset + at,
      end: this.textOffset + end,
      values,
      raw: text.slice(at, pos),
      hasStrayQuote,
    };
    this.line += countLineEnds(row.raw) + 1;
    this.at = end;
    return row;
  }

  /** Rejects the line at hand and goes on behind it: what follows may be whole rows. */
  private giveUpLine(code: 'RECORD_TOO_LARGE' | 'UNCLOSED_QUOTE'): RejectedRecord {
    this.forgetPlaces();
    const distance = Math.min(this.scannedTo - this.at, this.maxRecordLength);
    if (distance > REREAD_COUNTED_FROM) this.reread += distance;
    const end = Math.min(this.lineEnd(this.at), this.text.length);
    const raw = this.text.slice(this.at, end);
    this.isSkippingLine = true;
    return {
      kind: 'rejected',
      end: this.textOffset + end,
      issue: issueOf(code, this.line, raw),
      raw: rejectedRaw(raw),
    };
  }

  /** @returns false when the line goes on behind the text at hand. */
  private skipLine(isEnd: boolean): boolean {
    const end = this.lineEnd(this.at);
    if (end === NONE) {
      this.at = this.text.length;
      return isEnd;
    }
    const isOpen = this.text.charCodeAt(end) === CR && end + 1 === this.text.length && !isEnd;
    this.at = isOpen ? end : end + (this.text.startsWith('\r\n', end) ? 2 : 1);
    if (isOpen) return false;
    this.line += 1;
    this.isSkippingLine = false;
    return true;
  }

  private giveUpRow({ line, start }: CsvRow): RejectedRecord {
    this.at = start - this.textOffset;
    this.line = line;
    this.scannedTo = this.at + this.maxRecordLength;
    return this.giveUpLine('RECORD_TOO_LARGE');
  }

  private valueEnd(from: number): number {
    if (this.nextDelimiter < from) this.nextDelimiter = indexOr(this.text.indexOf(this.delimiter, from));
    return Math.min(this.nextDelimiter, this.lineEnd(from), this.text.length);
  }

  /** Index of the next LF or CR, NONE without one. `from` must not go back between two calls of `forgetPlaces`. */
  private lineEnd(from: number): number {
    if (this.nextLf < from) this.nextLf = indexOr(this.text.indexOf('\n', from));
    if (this.nextCr < from) this.nextCr = indexOr(this.text.indexOf('\r', from));
    return Math.min(this.nextLf, this.nextCr);
  }
}

function indexOr(index: number): number {
  return index < 0 ? NONE : index;
}

function isLineEnd(code: number): boolean {
  return code === LF || code === CR;
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== LF) count += 1;
  }
  return count;
}
