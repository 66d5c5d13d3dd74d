import { DraftBuilder } from '@/ingestion/document/draft-builder';
import type { ParsedItem, RecordParser } from '@/ingestion/document/draft-record';
import { issueOf } from '@/ingestion/document/record-issue';
import { rejectedRaw } from '@/ingestion/source/snippet';
import type { ImportCode } from '@/ingestion/types';
import { parseRecord } from '@/ingestion/xml/parse-record';
import { type CutPiece, RecordCutter } from '@/ingestion/xml/record-cutter';
import type { RecordNames } from '@/ingestion/xml/record-patterns';
import type { XmlElement } from '@/ingestion/xml/xml-element';

const LINE_END = /\r\n|\r|\n/g;

/** A kind of XML: which elements are records, and what one of them holds. */
export interface XmlVocabulary {
  names: RecordNames;
  /** Fills the draft from the record's element; or returns what it is instead of a record. */
  read(root: XmlElement, draft: DraftBuilder, piece: CutPiece): ParsedItem | undefined;
}

/**
 * XML as a list of records: cut out of the file one by one (record-cutter.ts), each parsed on its own and strictly
 * (parse-record.ts), so that a damaged record costs itself and no other.
 */
export class XmlParser implements RecordParser {
  private readonly cutter: RecordCutter;

  constructor(
    private readonly vocabulary: XmlVocabulary,
    maxRecordLength: number,
  ) {
    this.cutter = new RecordCutter(vocabulary.names, maxRecordLength);
  }

  *push(text: string): Generator<ParsedItem> {
    for (const piece of this.cutter.push(text)) yield* this.read(piece);
  }

  *end(): Generator<ParsedItem> {
    for (const piece of this.cutter.end()) yield* this.read(piece);
  }

  private *read(piece: CutPiece): Generator<ParsedItem> {
    if (piece.kind === 'whole') yield this.readRecord(piece);
    else if (piece.kind === 'between') yield* readBetween(piece);
    else if (piece.kind === 'tooLarge') yield reject(piece, 'RECORD_TOO_LARGE');
    else if (piece.kind === 'truncated') yield reject(piece, 'TRUNCATED_RECORD');
    else if (piece.kind === 'stray') yield reject(withoutBlankStart(piece), 'STRAY_TEXT');
    else if (piece.kind === 'openComment') {
      const message = 'A comment that begins here is never closed; records in it were not read.';
      yield { kind: 'notice', issue: issueOf('TRUNCATED_FILE', piece.line, '', message) };
    } else {
      const message = `The record has no end tag before the next begins on line ${piece.endLine}.`;
      yield reject(piece, 'MALFORMED_XML', message);
    }
  }

  private readRecord(piece: CutPiece): ParsedItem {
    const parsed = parseRecord(piece.raw);
    if (!('root' in parsed)) return reject(piece, parsed.code, parsed.message, piece.line + parsed.line - 1);
    const draft = new DraftBuilder(piece);
    for (const code of parsed.repairs) draft.issues.push(issueOf(code, piece.line, piece.raw));
    return this.vocabulary.read(parsed.root, draft, piece) ?? draft.toItem();
  }
}

function reject(piece: CutPiece, code: ImportCode, message?: string, line = piece.line): ParsedItem {
  const raw = piece.raw.trimEnd();
  return { kind: 'rejected', end: piece.end, issue: issueOf(code, line, raw, message), raw: rejectedRaw(raw) };
}

/** Tags between records are the file's frame; words there are lost, and that is said. */
function* readBetween(piece: CutPiece): Generator<ParsedItem> {
  const words = piece.raw.replace(/<[^<>]*>/g, (tag) => (tag.match(LINE_END) ?? []).join(''));
  if (!/[^\s<>]/.test(words)) return;
  const { line, raw } = withoutBlankStart({ ...piece, raw: words });
  yield { kind: 'notice', issue: issueOf('PREAMBLE', line, raw) };
}

function withoutBlankStart(piece: CutPiece): CutPiece {
  const raw = piece.raw.trimStart();
  const blank = piece.raw.slice(0, piece.raw.length - raw.length);
  return { ...piece, raw, line: piece.line + (blank.match(LINE_END)?.length ?? 0) };
}
