import { SaxesParser } from 'saxes';
import type { ImportCode } from '@/ingestion/types';
import { type RepairedMarkup, repairMarkup } from '@/ingestion/xml/repair-markup';
import type { XmlElement } from '@/ingestion/xml/xml-element';

/** Deeper elements are rejected; real articles, formulas included, stay below fifty. */
export const MAX_DEPTH = 256;

/**
 * Elements of one record beyond which it is rejected: a long article has thirty thousand, and each takes fifty times the
 * memory of the four characters it needs in a file.
 */
const MAX_ELEMENTS = 250_000;

export interface ParsedRecord {
  root: XmlElement;
  /** What had to be repaired for the text to be XML. */
  repairs: ImportCode[];
}

export interface UnparsedRecord {
  code: 'MALFORMED_XML' | 'NESTED_TOO_DEEP' | 'RECORD_TOO_LARGE';
  /** 1-based, within the record. */
  line: number;
  message: string;
}

/**
 * Parses one record, strictly; where that fails, once more after the repairs that have one clear meaning.
 *
 * @param source  From the start tag of the record's element to its end tag.
 */
export function parseRecord(source: string): ParsedRecord | UnparsedRecord {
  const strict = parse(source, false);
  if ('root' in strict) return { root: strict.root, repairs: [] };
  const repaired: RepairedMarkup | null = strict.code === 'MALFORMED_XML' ? repairMarkup(source) : null;
  const second = repaired === null ? strict : parse(repaired.source, false);
  if ('root' in second) return { root: second.root, repairs: repaired?.codes ?? [] };
  // Following the position costs a third of the time, so only a failure is asked for its own.
  const located = parse(repaired?.source ?? source, true);
  return 'root' in located ? second : located;
}

class Unparsable extends Error {
  constructor(
    message: string,
    readonly code: UnparsedRecord['code'] = 'MALFORMED_XML',
  ) {
    super(message);
  }
}

function parse(source: string, position: boolean): { root: XmlElement } | UnparsedRecord {
  const parser = new SaxesParser<{ xmlns: false; position: boolean }>({ xmlns: false, position });
  const document: XmlElement = { name: '', attributes: {}, children: [] };
  const open = [document];
  let top = document;
  let elements = 0;
  parser.on('opentag', ({ name, attributes }) => {
    elements += 1;
    if (elements > MAX_ELEMENTS) throw tooMany();
    if (open.length > MAX_DEPTH) throw tooDeep();
    const element: XmlElement = { name: localName(name), attributes, children: [] };
    top.children.push(element);
    open.push(element);
    top = element;
  });
  parser.on('closetag', () => {
    open.pop();
    top = open.at(-1) ?? document;
  });
  const addText = (text: string) => {
    top.children.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', ({ message }) => {
    const detail = message.replace(/^\d+:\d+: /, '').slice(0, 120);
    throw new Unparsable(`The record is not well-formed XML: ${detail}`);
  });
  try {
    parser.write(source).close();
  } catch (error) {
    if (!(error instanceof Unparsable)) throw error;
    return { code: error.code, line: parser.line, message: error.message };
  }
  const root = document.children.find((child) => typeof child !== 'string');
  return root === undefined ? { code: 'MALFORMED_XML', line: 1, message: 'The record has no element.' } : { root };
}

function tooDeep(): Unparsable {
  return new Unparsable(`Elements are nested more than ${MAX_DEPTH} deep.`, 'NESTED_TOO_DEEP');
}

function tooMany(): Unparsable {
  return new Unparsable(`The record has more than ${MAX_ELEMENTS} elements.`, 'RECORD_TOO_LARGE');
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
