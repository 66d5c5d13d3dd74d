import { plainValue, takeEntryFields } from '@/ingestion/bibtex/entry-fields';
import type { BibtexBlock } from '@/ingestion/bibtex/entry-splitter';
import type { Macros } from '@/ingestion/bibtex/macros';
import type { BibtexEntry, EntryField } from '@/ingestion/bibtex/read-entry';
import type { DraftRecord } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { TagValues } from '@/ingestion/tagged/tag-values';
import type { ImportCode, RecordIssue } from '@/ingestion/types';

/** What an entry takes from the one its 'crossref' names, where it has none of its own. */
const INHERITED = (
  'title booktitle year date editor publisher series volume address location organization isbn issn journal ' +
  'journaltitle eventtitle'
).split(' ');

/** An entry with its macros resolved, before its values become fields. */
export class BibtexRecord {
  readonly key: string;
  readonly crossref: string | null;
  private readonly values = new TagValues();
  private readonly issues: RecordIssue[] = [];
  private authors: string | null = null;
  private length = 0;

  /** @param macros  Those defined before the entry. */
  constructor(
    readonly block: BibtexBlock,
    entry: BibtexEntry,
    macros: Macros,
    private readonly maxRecordLength: number,
  ) {
    this.key = entry.key;
    this.values.add('entrytype', block.type);
    for (const field of entry.fields) this.addField(field, macros);
    this.crossref = this.values.of('crossref')[0] ?? null;
    if (entry.missingCommas > 0) {
      this.note('MALFORMED_TAG', null, `A comma is missing between two fields (${entry.missingCommas} times).`);
    }
  }

  /** False when macros made it longer than a record may be. */
  get isWithinLimit(): boolean {
    return this.length <= this.maxRecordLength;
  }

  /** What other entries may take from this one. */
  heritage(): Map<string, string> {
    const heritage = new Map<string, string>();
    for (const name of INHERITED) {
      const [value] = this.values.of(name);
      if (value !== undefined) heritage.set(name, value);
    }
    // The title of the proceedings is the book title of the paper.
    const container = this.block.type === 'periodical' ? 'journaltitle' : 'booktitle';
    const title = heritage.get('title');
    if (title !== undefined && !heritage.has(container)) heritage.set(container, title);
    return heritage;
  }

  inherit(heritage: ReadonlyMap<string, string>): void {
    for (const [name, value] of heritage) {
      if (this.values.of(name).length === 0) this.values.add(name, value);
    }
  }

  noteMissingParent(): void {
    this.note('CROSSREF_MISSING', 'crossref');
  }

  toDraft(): DraftRecord {
    const { line, start, end, raw } = this.block;
    const fields = takeEntryFields(this.values, this.key, this.authors);
    return { kind: 'record', line, start, end, raw, fields, metadata: this.values.toMetadata(), issues: this.issues };
  }

  private addField({ name: given, parts }: EntryField, macros: Macros): void {
    const name = given === '__proto__' ? '__proto__ (field)' : given;
    if (name !== given) this.note('FIELD_RENAMED', name);
    const { pieces, unknown } = macros.resolve(parts);
    if (unknown.length > 0) this.note('UNKNOWN_MACRO', name);
    this.length += pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (!this.isWithinLimit) return;
    const tex = pieces.join('');
    if (this.values.has(name)) this.note('SECOND_VALUE', name);
    if (name === 'author' && this.authors === null) this.authors = tex;
    else this.values.add(name, plainValue(name, tex));
  }

  /** Each code once an entry. */
  private note(code: ImportCode, field: string | null, message?: string): void {
    if (this.issues.some((issue) => issue.code === code)) return;
    const issue = issueOf(code, this.block.line, this.block.raw, message);
    this.issues.push(field === null ? issue : { ...issue, field });
  }
}
