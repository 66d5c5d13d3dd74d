import { SaxesParser } from 'saxes';
import { IngestionError } from '@/ingestion/types';

// A cell holds 32,767 characters; whatever is longer without a tag is no sheet.
const MAX_TOKEN_LENGTH = 16 * 1024 * 1024;
const MAX_DEPTH = 256;

export type XmlAttributes = Readonly<Record<string, string>>;

/** Told elements by their local names: who wrote the file chose the prefixes. */
export interface XmlHandler {
  open(name: string, attributes: XmlAttributes): void;
  close(name: string): void;
  text(text: string): void;
}

/**
 * Parses one part of an office file, chunk by chunk. Nothing is expanded: a document type that declares anything
 * ends the reading.
 *
 * @returns After each chunk, so that the handler can be asked what it found.
 * @throws IngestionError DAMAGED_FILE, ENTITY_EXPANSION.
 */
export async function* parseXml(
  name: string,
  chunks: AsyncIterable<Buffer>,
  handler: XmlHandler,
): AsyncGenerator<void> {
  let sinceLast = 0;
  let depth = 0;
  const names = new Map<string, string>();
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('opentag', ({ name: tag, attributes }) => {
    sinceLast = 0;
    depth += 1;
    if (depth > MAX_DEPTH) throw broken(name, `elements are nested more than ${MAX_DEPTH} deep`);
    handler.open(localName(tag, names), attributes);
  });
  parser.on('closetag', ({ name: tag }) => {
    sinceLast = 0;
    depth -= 1;
    handler.close(localName(tag, names));
  });
  const text = (part: string) => {
    sinceLast = 0;
    handler.text(part);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('doctype', (doctype) => {
    if (!doctype.includes('[')) return;
    throw new IngestionError('ENTITY_EXPANSION', `"${name}" was not read: a part of it declares a document type.`);
  });
  parser.on('error', ({ message }) => {
    // A character XML forbids is data all the same; it is tidied where values are.
    if (!/disallowed character\.$/.test(message)) throw broken(name, `a part is no XML (${message.slice(0, 120)})`);
  });
  for await (const part of decode(chunks)) {
    sinceLast += part.length;
    parser.write(part);
    if (sinceLast > MAX_TOKEN_LENGTH) throw broken(name, 'a part has a stretch of many megabytes without an element');
    yield;
  }
  parser.close();
  yield;
}

/** UTF-8, or UTF-16 where its mark says so. */
async function* decode(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function localName(tag: string, names: Map<string, string>): string {
  const known = names.get(tag);
  if (known !== undefined) return known;
  const local = tag.slice(tag.indexOf(':') + 1);
  if (names.size < 1_000) names.set(tag, local);
  return local;
}

function broken(name: string, what: string): IngestionError {
  return new IngestionError('DAMAGED_FILE', `"${name}" is damaged: ${what}.`);
}
