import type { ParsedItem, RecordParser } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { LineSplitter, type TextLine } from '@/ingestion/source/line-splitter';
import type { LineTag, TaggedDialect } from '@/ingestion/tagged/tagged-dialect';
import { TaggedRecord } from '@/ingestion/tagged/tagged-record';

const COUNTER = /^\s*\d+[.)]?\s*$/;

/**
 * Formats in which a line is a tag and a value, as real tools write them: preambles and counters between records,
 * records without their end or their type, fields over several lines, text that looks like a tag. What was bent is said
 * by code. What differs between RIS, MEDLINE, Web of Science, refer, Ovid and SilverPlatter is their `TaggedDialect`.
 */
export class TaggedParser implements RecordParser {
  private readonly lines: LineSplitter;
  private record: TaggedRecord | null = null;
  private isInPreamble = false;
  private counterLines = 0;
  private firstCounterLine = 0;
  // Read lines put items here: a generator for each line would cost more than the line.
  private found: ParsedItem[] = [];

  constructor(
    private readonly dialect: TaggedDialect,
    private readonly maxRecordLength: number,
  ) {
    this.lines = new LineSplitter(maxRecordLength);
  }

  *push(text: string): Generator<ParsedItem> {
    for (const line of this.lines.push(text)) {
      this.readLine(line);
      if (this.found.length > 0) yield* this.takeFound();
    }
  }

  *end(): Generator<ParsedItem> {
    for (const line of this.lines.end()) this.readLine(line);
    this.close();
    if (this.counterLines > 0) {
      const message = `${this.counterLines} lines between records that hold only a number were skipped.`;
      this.found.push({ kind: 'notice', issue: issueOf('PREAMBLE', this.firstCounterLine, '', message) });
    }
    yield* this.takeFound();
  }

  private takeFound(): ParsedItem[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  private readLine(line: TextLine): void {
    const { record } = this;
    const tag = this.dialect.readTag(line.text);
    if (tag !== null) {
      this.readTagged(line, tag);
    } else if (record === null) {
      this.readOutside(line);
    } else {
      record.addLine(line);
      record.addText(line.text, false);
    }
  }

  private readTagged(line: TextLine, tag: LineTag): void {
    const { record } = this;
    const meaning = this.dialect.meaningOf(tag, record, this.isInPreamble);
    if (meaning === 'opens') {
      this.close();
      this.open(line, tag);
    } else if (meaning === 'frame') {
      this.close();
      this.isInPreamble = false;
    } else if (record === null || meaning === 'outside') {
      this.readOutside(line);
    } else {
      record.addLine(line);
      if (meaning === 'ends') this.closeAtEnd();
      else if (meaning === 'field') record.addField(tag);
      else record.addText(line.text, true);
    }
  }

  private open(line: TextLine, tag: LineTag): void {
    this.isInPreamble = false;
    this.record = new TaggedRecord(this.dialect, line.line, line.start, this.maxRecordLength);
    this.record.addLine(line);
    this.record.addField(tag);
    const { firstTag } = this.dialect;
    if (firstTag !== null && tag.tag !== firstTag) this.record.note('MISSING_TYPE', line.text);
  }

  private readOutside(line: TextLine): void {
    if (COUNTER.test(line.text)) {
      if (this.counterLines === 0) this.firstCounterLine = line.line;
      this.counterLines += 1;
    } else if (line.text.trim() !== '' && !this.isInPreamble) {
      this.isInPreamble = true;
      this.found.push({ kind: 'notice', issue: issueOf('PREAMBLE', line.line, line.text) });
    }
  }

  private closeAtEnd(): void {
    if (this.record !== null) this.found.push(this.record.toItem());
    this.record = null;
  }

  /** The record ends because another begins, or with the file. */
  private close(): void {
    const { record } = this;
    if (record !== null && this.dialect.hasEndTag) {
      record.dropTrailingCounter(COUNTER);
      record.note('MISSING_END', record.lastLine);
    }
    this.closeAtEnd();
  }
}
