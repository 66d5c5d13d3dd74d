import {
  type DraftRecord,
  emptyMetadata,
  type NamedValue,
  type RejectedRecord,
} from '@/ingestion/document/draft-record';
import type { FieldRole } from '@/ingestion/document/field-roles';
import { squeeze } from '@/ingestion/document/read-values';
import { issueOf } from '@/ingestion/document/record-issue';
import { PROSE_TAGS, type RisTag } from '@/ingestion/ris/ris-tags';
import type { TextLine } from '@/ingestion/source/line-splitter';
import { rejectedRaw } from '@/ingestion/source/snippet';
import type { ImportCode, RecordIssue } from '@/ingestion/types';

/** Tags that fill a field with one value, best first; the others stay in the metadata. */
const SINGLE: ReadonlyArray<readonly [FieldRole, readonly string[]]> = [
  ['title', ['TI', 'T1', 'CT', 'BT', 'ST']],
  ['year', ['PY', 'Y1', 'YR', 'DA']],
  ['journal', ['JF', 'JO', 'T2', 'JA', 'J1', 'J2']],
  ['doi', ['DO', 'DI']],
  ['pmid', ['PM']],
  ['url', ['UR']],
  ['language', ['LA']],
  ['externalId', ['ID', 'AN']],
];
const AUTHOR_TAGS = ['AU', 'A1'];
const TITLE_TAGS = ['TI', 'T1'];

/** One RIS record while its lines come in, and what it becomes. */
export class RisRecord {
  lastTag = 'TY';
  lastLine = '';
  /** The first tag is not spaced as the format asks, so others may not be either. */
  isLoose = false;
  private readonly values = new Map<string, string[]>();
  private readonly issues: RecordIssue[] = [];
  private readonly rawLines: string[] = [];
  private length = 0;
  private end: number;
  private currentLine: number;
  private isAfterBlank = false;

  constructor(
    private readonly line: number,
    private readonly start: number,
    private readonly maxRecordLength: number,
  ) {
    this.end = start;
    this.currentLine = line;
  }

  addLine({ line, text, end, isTooLong }: TextLine): void {
    this.lastLine = text;
    this.currentLine = line;
    this.end = end;
    this.length = isTooLong ? Number.POSITIVE_INFINITY : this.length + text.length + 1;
    if (this.isWithinLimit()) this.rawLines.push(text);
  }

  addField({ tag, value, isExact }: RisTag): void {
    this.lastTag = tag;
    this.isAfterBlank = false;
    if (!isExact) this.note('MALFORMED_TAG', this.lastLine);
    if (this.values.size === 0) this.isLoose = !isExact;
    const values = this.values.get(tag);
    if (values === undefined) this.values.set(tag, [value]);
    else if (this.isWithinLimit()) values.push(value);
  }

  /** A line without a tag goes on with the field before it; below keywords each line is one more. */
  addText(text: string, looksLikeTag: boolean): void {
    const part = text.trim();
    if (part === '') {
      this.isAfterBlank = true;
      return;
    }
    if (this.lastTag === 'KW' || this.isAfterBlank || looksLikeTag) this.note('UNTAGGED_LINE', text);
    const values = this.values.get(this.lastTag) ?? [];
    const before = values.pop() ?? '';
    if (this.isWithinLimit()) {
      if (this.lastTag === 'KW') values.push(before, part);
      else values.push(before === '' ? part : `${before}${this.joint()}${part}`);
    }
    this.isAfterBlank = false;
  }

  /** Where ER is missing, the counter of the next record ('2.') has been read as text of this one. */
  dropTrailingCounter(counter: RegExp): void {
    if (!counter.test(this.lastLine)) return;
    const values = this.values.get(this.lastTag);
    const last = values?.pop();
    if (values === undefined || last === undefined) return;
    const kept = last.slice(0, last.length - this.lastLine.trim().length).trimEnd();
    if (kept !== '') values.push(kept);
  }

  /** Each code once a record. */
  note(code: ImportCode, raw: string): void {
    if (!this.issues.some((issue) => issue.code === code)) {
      this.issues.push({ ...issueOf(code, this.currentLine, raw), field: this.lastTag });
    }
  }

  toItem(): DraftRecord | RejectedRecord {
    const { line, start, end } = this;
    const raw = this.rawLines.join('\n');
    if (!this.isWithinLimit()) {
      return { kind: 'rejected', end, issue: issueOf('RECORD_TOO_LARGE', line, raw), raw: rejectedRaw(raw) };
    }
    const fields = this.takeFields();
    const metadata = emptyMetadata();
    for (const [tag, values] of this.values) {
      const [first, ...others] = values.filter((value) => value !== '');
      if (first !== undefined) metadata[tag] = others.length === 0 ? first : [first, ...others];
    }
    return { kind: 'record', line, start, end, raw, fields, metadata, issues: this.issues };
  }

  private isWithinLimit(): boolean {
    return this.length <= this.maxRecordLength;
  }

  private joint(): string {
    if (!PROSE_TAGS.has(this.lastTag)) return ' ';
    return this.isAfterBlank ? '\n\n' : '\n';
  }

  private takeFields(): DraftRecord['fields'] {
    const fields: DraftRecord['fields'] = {};
    this.noteSecondTitle();
    for (const [role, tags] of SINGLE) {
      const field = this.takeFirst(tags);
      if (field !== null) fields[role] = field;
    }
    const authors = AUTHOR_TAGS.flatMap((tag) => this.takeAll(tag));
    if (authors.length > 0) fields.authors = { name: 'AU', value: authors };
    const keywords = this.takeAll('KW');
    if (keywords.length > 0) fields.keywords = { name: 'KW', value: keywords };
    const text = this.takeText();
    if (text !== null) fields.text = text;
    return fields;
  }

  private takeFirst(tags: readonly string[]): NamedValue | null {
    for (const tag of tags) {
      const values = this.values.get(tag);
      const index = values?.findIndex((value) => value !== '') ?? -1;
      if (values === undefined || index < 0) continue;
      const [value = ''] = values.splice(index, 1);
      return { name: tag, value };
    }
    return null;
  }

  private takeAll(tag: string): string[] {
    const values = (this.values.get(tag) ?? []).filter((value) => value !== '');
    this.values.delete(tag);
    return values;
  }

  /** AB and N2 are both abstracts; the longer is the text, the other is kept where it says something else. */
  private takeText(): NamedValue | null {
    const [longer, other] = ['AB', 'N2']
      .map((tag) => ({ name: tag, value: this.takeAll(tag).join('\n') }))
      .sort((a, b) => b.value.length - a.value.length);
    if (longer === undefined || longer.value === '') return null;
    if (other !== undefined && other.value !== '' && squeeze(other.value) !== squeeze(longer.value)) {
      this.values.set(other.name, [other.value]);
      this.issues.push({ ...issueOf('SECOND_VALUE', this.line, other.value), field: other.name });
    }
    return longer;
  }

  private noteSecondTitle(): void {
    const [title, other] = TITLE_TAGS.map((tag) => this.values.get(tag)?.find((value) => value !== ''));
    if (title === undefined || other === undefined) return;
    if (squeeze(title) === squeeze(other)) this.values.delete('T1');
    else this.issues.push({ ...issueOf('SECOND_VALUE', this.line, other), field: 'T1' });
  }
}
