import type { DraftRecord, RejectedRecord } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import type { TextLine } from '@/ingestion/source/line-splitter';
import { rejectedRaw } from '@/ingestion/source/snippet';
import { TagValues } from '@/ingestion/tagged/tag-values';
import type { LineTag, TaggedDialect } from '@/ingestion/tagged/tagged-dialect';
import type { ImportCode, RecordIssue } from '@/ingestion/types';
import { assignRisLine, readRisLine } from '@/ingestion/winnow/ris-line';

/** One record of tagged lines while they come in, and what it becomes. */
export class TaggedRecord {
  firstTag = '';
  lastTag = '';
  lastLine = '';
  isAfterBlank = false;
  /** The first tag is not spaced as the format asks, so others may not be either. */
  isLoose = false;
  private readonly values = new TagValues();
  private readonly issues: RecordIssue[] = [];
  private readonly rawLines: string[] = [];
  private length = 0;
  private end: number;
  private currentLine: number;

  constructor(
    private readonly dialect: TaggedDialect,
    private readonly line: number,
    private readonly start: number,
    private readonly maxRecordLength: number,
  ) {
    this.end = start;
    this.currentLine = line;
    this.lastTag = dialect.firstTag ?? '';
  }

  get isEmpty(): boolean {
    return this.values.size === 0;
  }

  has(tag: string): boolean {
    return this.values.has(tag);
  }

  addLine({ line, text, end, isTooLong }: TextLine): void {
    this.lastLine = text;
    this.currentLine = line;
    this.end = end;
    this.length = isTooLong ? Number.POSITIVE_INFINITY : this.length + text.length + 1;
    if (this.isWithinLimit()) this.rawLines.push(text);
  }

  addField({ tag, value, isExact }: LineTag): void {
    if (tag === '') return;
    this.lastTag = tag;
    this.isAfterBlank = false;
    if (!isExact) this.note('MALFORMED_TAG', this.lastLine);
    if (this.isEmpty) {
      this.firstTag = tag;
      this.isLoose = !isExact;
    }
    if (this.isWithinLimit()) this.values.add(tag, value);
    else this.values.touch(tag);
  }

  /** A line without a tag goes on with the field before it; in a list it is one value more. */
  addText(text: string, looksLikeTag: boolean): void {
    const part = text.trim();
    if (part === '') {
      this.isAfterBlank = true;
      return;
    }
    if (!this.dialect.isExpected(text, this, looksLikeTag)) this.note('UNTAGGED_LINE', text);
    if (this.isWithinLimit()) this.join(part);
    this.isAfterBlank = false;
  }

  /** Where the end is missing, the counter of the next record ('2.') has been read as text of this one. */
  dropTrailingCounter(counter: RegExp): void {
    if (!counter.test(this.lastLine)) return;
    const last = this.values.takeLast(this.lastTag);
    if (last === undefined) return;
    const kept = last.slice(0, last.length - this.lastLine.trim().length).trimEnd();
    if (kept !== '') this.values.add(this.lastTag, kept);
  }

  /** Each code once a record. */
  note(code: ImportCode, raw: string): void {
    if (!this.issues.some((issue) => issue.code === code)) {
      this.issues.push({ ...issueOf(code, this.currentLine, raw), field: this.lastTag });
    }
  }

  toItem(): DraftRecord | RejectedRecord {
    const { line, start, end, issues } = this;
    const raw = this.rawLines.join('\n');
    if (!this.isWithinLimit()) {
      return { kind: 'rejected', end, issue: issueOf('RECORD_TOO_LARGE', line, raw), raw: rejectedRaw(raw) };
    }
    const exported = this.values.takeRead('N1', readRisLine);
    const fields = this.dialect.takeFields(this.values, (code, field, value, message) => {
      issues.push({ ...issueOf(code, line, value, message), field });
    });
    const found = { fields, metadata: this.values.toMetadata() };
    const assigned = exported === null ? found : assignRisLine(found, exported);
    return { kind: 'record', line, start, end, raw, ...assigned, issues };
  }

  private join(part: string): void {
    const { lastTag, values } = this;
    const before = values.takeLast(lastTag) ?? '';
    if (before === '') {
      values.add(lastTag, part);
    } else if (this.dialect.isList(lastTag)) {
      values.add(lastTag, before);
      values.add(lastTag, part);
    } else {
      values.add(lastTag, `${before}${this.joint()}${part}`);
    }
  }

  private joint(): string {
    if (!this.dialect.isProse(this.lastTag)) return ' ';
    return this.isAfterBlank ? '\n\n' : this.dialect.proseJoint;
  }

  private isWithinLimit(): boolean {
    return this.length <= this.maxRecordLength;
  }
}
