import type { ParsedItem, RecordParser } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { RisRecord } from '@/ingestion/ris/ris-record';
import { isType, PROSE_TAGS, type RisTag, readTag } from '@/ingestion/ris/ris-tags';
import { LineSplitter, type TextLine } from '@/ingestion/source/line-splitter';

const COUNTER = /^\s*\d+[.)]?\s*$/;

/**
 * RIS as real tools write it: preambles and counters between records, tags with one space or a tab, records without ER
 * or without TY, fields over several lines, text that looks like a tag. What was bent is said by code.
 */
export class RisParser implements RecordParser {
  private readonly lines: LineSplitter;
  private record: RisRecord | null = null;
  private isInPreamble = false;
  private counterLines = 0;
  private firstCounterLine = 0;

  constructor(private readonly maxRecordLength: number) {
    this.lines = new LineSplitter(maxRecordLength);
  }

  *push(text: string): Generator<ParsedItem> {
    for (const line of this.lines.push(text)) yield* this.readLine(line);
  }

  *end(): Generator<ParsedItem> {
    for (const line of this.lines.end()) yield* this.readLine(line);
    yield* this.close('MISSING_END');
    if (this.counterLines === 0) return;
    const message = `${this.counterLines} lines between records that hold only a number were skipped.`;
    yield { kind: 'notice', issue: issueOf('PREAMBLE', this.firstCounterLine, '', message) };
  }

  private *readLine(line: TextLine): Generator<ParsedItem> {
    const tag = readTag(line.text);
    if (tag !== null && this.opensRecord(tag)) {
      yield* this.close('MISSING_END');
      this.open(line, tag);
    } else if (this.record === null) {
      yield* this.readOutside(line, tag);
    } else {
      this.record.addLine(line);
      if (tag !== null && this.endsRecord(tag, this.record)) yield* this.close(null);
      else if (tag !== null && this.isField(tag, this.record)) this.record.addField(tag);
      else this.record.addText(line.text, tag !== null);
    }
  }

  private opensRecord(tag: RisTag): boolean {
    if (tag.tag !== 'TY') return false;
    return this.record === null || isType(tag.value) || (tag.isExact && tag.value === '');
  }

  /** 'ER  - ' with something behind it ends a record too, unless it stands in the middle of prose. */
  private endsRecord(tag: RisTag, record: RisRecord): boolean {
    if (tag.tag !== 'ER') return false;
    if (tag.value === '') return true;
    if (!tag.isExact || PROSE_TAGS.has(record.lastTag)) return false;
    record.note('MALFORMED_TAG', record.lastLine);
    return true;
  }

  private open(line: TextLine, tag: RisTag): void {
    this.isInPreamble = false;
    this.record = new RisRecord(line.line, line.start, this.maxRecordLength);
    this.record.addLine(line);
    this.record.addField(tag);
    if (tag.tag !== 'TY') this.record.note('MISSING_TYPE', line.text);
  }

  private *readOutside(line: TextLine, tag: RisTag | null): Generator<ParsedItem> {
    if (tag?.isKnown && tag.tag !== 'ER' && (tag.isExact || !this.isInPreamble)) {
      this.open(line, tag);
    } else if (COUNTER.test(line.text)) {
      if (this.counterLines === 0) this.firstCounterLine = line.line;
      this.counterLines += 1;
    } else if (line.text.trim() !== '' && !this.isInPreamble) {
      this.isInPreamble = true;
      yield { kind: 'notice', issue: issueOf('PREAMBLE', line.line, line.text) };
    }
  }

  /** Inside prose, what is not exactly a known tag is text, unless the whole record is written that way. */
  private isField(tag: RisTag, record: RisRecord): boolean {
    if (tag.tag === 'ER' || tag.tag === 'TY') return false;
    if (!PROSE_TAGS.has(record.lastTag)) return true;
    return tag.isKnown && (tag.isExact || record.isLoose || tag.hasTab);
  }

  private *close(code: 'MISSING_END' | null): Generator<ParsedItem> {
    const { record } = this;
    if (record === null) return;
    this.record = null;
    if (code !== null) {
      record.dropTrailingCounter(COUNTER);
      record.note(code, record.lastLine);
    }
    yield record.toItem();
  }
}
