import type { Readable } from 'node:stream';
import { type ArchivePlace, outside } from '@/ingestion/archive/archive-place';
import { readGzip } from '@/ingestion/archive/read-gzip';
import { readZip } from '@/ingestion/archive/read-zip';
import { CsvParser } from '@/ingestion/csv/read-csv';
import { sniffTable } from '@/ingestion/csv/sniff-delimiter';
import type { BinaryReader, ParsedItem, RecordParser } from '@/ingestion/document/draft-record';
import { readDocx } from '@/ingestion/docx/read-docx';
import { ENDNOTE_XML } from '@/ingestion/endnote-xml/read-reference';
import { EventWriter } from '@/ingestion/event-writer';
import { FORMAT_LABELS } from '@/ingestion/format-labels';
import { HtmlParser } from '@/ingestion/html/read-html';
import { jatsXml } from '@/ingestion/jats-xml/read-article';
import { JsonParser } from '@/ingestion/json/read-json';
import { JsonLinesParser } from '@/ingestion/json/read-jsonl';
import { readParquet } from '@/ingestion/parquet/read-parquet';
import { readPdf } from '@/ingestion/pdf/read-pdf';
import { PUBMED_XML } from '@/ingestion/pubmed-xml/read-citation';
import { chooseEncoding, chosenEncoding } from '@/ingestion/source/choose-encoding';
import { isSingleByte } from '@/ingestion/source/single-byte';
import { looksBinary, sniffBinary } from '@/ingestion/source/sniff-binary';
import { sniffContainer } from '@/ingestion/source/sniff-container';
import { sniffTextFormat, type TextFormat } from '@/ingestion/source/sniff-text-format';
import { ImportDecoder } from '@/ingestion/source/text-decoder';
import { readOds } from '@/ingestion/spreadsheet/read-ods';
import { readXlsx } from '@/ingestion/spreadsheet/read-xlsx';
import { TAGGED_DIALECTS } from '@/ingestion/tagged/tagged-dialects';
import { TaggedParser } from '@/ingestion/tagged/tagged-parser';
import { TextParser } from '@/ingestion/txt/read-txt';
import {
  DEFAULT_MAX_RECORD_LENGTH,
  type DetectedFormat,
  FORMAT_NAMES,
  type FormatName,
  type ImportEvent,
  type ImportSource,
  IngestionError,
  type ReadOptions,
} from '@/ingestion/types';
import { XmlParser } from '@/ingestion/xml/read-xml';

/** What a person can do with a file that is not read. */
const ADVICE: Partial<Record<DetectedFormat, string>> = {
  xls: ' Open it in a spreadsheet program, save it as XLSX, and import that.',
  doc: ' Open it in a word processor, save it as DOCX, and import that.',
  rtf: ' Open it in a word processor, save it as DOCX, and import that.',
  odt: ' Open it in a word processor, save it as DOCX, and import that.',
  archive: ' Unpack it and import its files, or pack them as ZIP.',
  binary: ' If it is a text, save it as UTF-8, and import that.',
  xlsb: ' Open it in Excel, save it as XLSX, and import that.',
};

// Enough for every signature, and for the first rows of any table people make.
const HEAD_BYTES = 64 * 1024;

/** Readers of formats that are not text. */
const BINARY_READERS: Partial<Record<FormatName, BinaryReader>> = {
  xlsx: readXlsx,
  ods: readOds,
  parquet: readParquet,
  docx: readDocx,
  pdf: readPdf,
};

/**
 * Reads a file as a stream and yields its records as documents.
 *
 * Format and encoding are found by content (the name decides between formats the content allows); memory stays within a
 * few times `maxRecordLength` whatever the size of the file; nothing is fetched and nothing written.
 *
 * @returns Events in the order that `ImportEvent` states. The counts of `finished` add up: read = accepted + repaired +
 *   rejected. Whoever leaves the loop early closes the file.
 * @throws IngestionError with a code of severity 'file' when the file fails as a whole: EMPTY_FILE, NO_RECORDS,
 *   UNSUPPORTED_FORMAT (`detected` names the kind), UNKNOWN_FORMAT, FORMAT_MISMATCH, UNSUPPORTED_ENCODING,
 *   TOO_MANY_COLUMNS, ENTITY_EXPANSION, EXTERNAL_ENTITY, ENTITY_TOO_LARGE, UNREADABLE_FILE, CANCELLED. Documents yielded before stay valid.
 */
export async function* readDocuments(source: ImportSource, options: ReadOptions = {}): AsyncGenerator<ImportEvent> {
  yield* readPlaced(source, options, outside(source, options));
}

async function* readPlaced(
  source: ImportSource,
  options: ReadOptions,
  place: ArchivePlace,
): AsyncGenerator<ImportEvent> {
  const archive = await archiveKind(source, options);
  if (archive === 'gzip') yield* readGzip(source, options, place, readPlaced);
  else if (archive !== null) yield* readZip(source, archive, options, place, readPlaced);
  else yield* readInto(source, options, (...found) => new EventWriter(...found));
}

/** Null for what is no archive. */
export async function archiveKind(source: ImportSource, options: ReadOptions) {
  const chunks = readChunks(source, options);
  try {
    const { head } = await readHead(chunks);
    const kind = await sniffContainer(sniffBinary(head), source);
    return kind === 'zip' || kind === 'gzip' || kind === 'asreview' ? kind : null;
  } finally {
    await chunks.return(undefined);
  }
}

/** What is made of a file's records while they are read. */
export interface ItemSink<T> {
  start(delimiter: string | null, columns: string[] | null): Iterable<T>;
  of(items: Iterable<ParsedItem>): Iterable<T>;
  /** So many more bytes of the file have been handed to the parser. */
  hasRead?(bytes: number): void;
  finish(name: string): Iterable<T>;
}

type SinkOf<T> = (...found: ConstructorParameters<typeof EventWriter>) => ItemSink<T>;

/** Reads a file as `readDocuments` does and yields what a sink makes of its records. */
export async function* readInto<T>(source: ImportSource, options: ReadOptions, sinkOf: SinkOf<T>): AsyncGenerator<T> {
  const chunks = readChunks(source, options);
  try {
    const { head, isWhole } = await readHead(chunks);
    if (head.length === 0) throw new IngestionError('EMPTY_FILE', `"${source.name}" is empty (0 bytes).`);
    const binary = await sniffContainer(sniffBinary(head), source);
    if (binary !== null) {
      yield* readBinary(binary, source, options, sinkOf);
      return;
    }
    const { decoder, text, isGuessed, contradiction } = startDecoding(head, isWhole, source.name, options);
    const shape = shapeOf(text, isWhole, source.name, options);
    const format = readableFormat(shape.format, source.name);
    const events = sinkOf(decoder, format, isGuessed);
    const parser = await createParser(format, shape, options);

    if (format !== 'csv' && format !== 'tsv') yield* events.start(null, null);
    if (contradiction !== null) yield* events.of([contradiction]);
    events.hasRead?.(head.length);
    yield* events.of(parser.push(decoder.push(head)));
    for await (const chunk of chunks) {
      events.hasRead?.(chunk.length);
      yield* events.of(parser.push(decoder.push(chunk)));
    }
    yield* events.of(parser.push(decoder.end()));
    yield* events.of(parser.end());
    yield* events.finish(source.name);
  } finally {
    await chunks.return(undefined);
  }
}

async function* readBinary<T>(
  detected: DetectedFormat,
  source: ImportSource,
  options: ReadOptions,
  sinkOf: SinkOf<T>,
): AsyncGenerator<T> {
  const format = readableFormat(detected, source.name);
  if (format === 'zip' || format === 'gzip' || format === 'asreview') {
    // Its files are read by `readDocuments`, each by itself; a look says no more than what it is.
    yield* sinkOf(null, format, false).start(null, null);
    return;
  }
  const read = BINARY_READERS[format];
  if (read === undefined) throw unsupported(detected, source.name);
  const events = sinkOf(null, format, false);
  let hasStarted = false;
  for await (const item of read(source, options)) {
    if (options.signal?.aborted) throw new IngestionError('CANCELLED', 'Reading was stopped on request.');
    // A table's header is what starts it; documents have none.
    if (!hasStarted && item.kind !== 'header') yield* events.start(null, null);
    hasStarted = true;
    yield* events.of([item]);
  }
  yield* events.finish(source.name);
}

async function* readChunks(source: ImportSource, { signal }: ReadOptions): AsyncGenerator<Buffer> {
  let stream: Readable | null = null;
  try {
    stream = source.open();
    for await (const chunk of stream) {
      if (signal?.aborted) throw new IngestionError('CANCELLED', 'Reading was stopped on request.');
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof IngestionError) throw error;
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new IngestionError('UNREADABLE_FILE', `The stored file could not be read${reason}.`);
  } finally {
    stream?.destroy();
  }
}

async function readHead(chunks: AsyncGenerator<Buffer>): Promise<{ head: Buffer; isWhole: boolean }> {
  const parts: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const { value, done } = await chunks.next();
    if (done) return { head: Buffer.concat(parts), isWhole: true };
    parts.push(value);
    length += value.length;
  }
  return { head: Buffer.concat(parts), isWhole: false };
}

function startDecoding(head: Buffer, isWhole: boolean, name: string, options: ReadOptions) {
  const { encoding, isDeclared, contradiction } =
    options.encoding === undefined ? chooseEncoding(head, name) : chosenEncoding(options.encoding);
  const isUtf16 = encoding === 'utf-16le' || encoding === 'utf-16be';
  if (!isUtf16 && looksBinary(head)) throw unsupported('binary', name);
  const isChosen = options.encoding !== undefined || isDeclared;
  const preview = new ImportDecoder(encoding, isChosen);
  const text = preview.push(head) + (isWhole ? preview.end() : '');
  if (isWhole && text.trim() === '') throw new IngestionError('EMPTY_FILE', `"${name}" holds nothing but blanks.`);
  const hasMark = head[0] === 0xff || head[0] === 0xfe;
  const isGuessed = !isChosen && (isSingleByte(encoding) || (isUtf16 && !hasMark));
  return { decoder: new ImportDecoder(encoding, isChosen, preview), text, isGuessed, contradiction };
}

function shapeOf(text: string, isWhole: boolean, name: string, { format, delimiter }: ReadOptions): TextFormat {
  const shape = format === undefined ? sniffTextFormat(text, isWhole, name) : chosenShape(format, text, isWhole);
  const isTable = shape.format === 'csv' || shape.format === 'tsv';
  return isTable && delimiter !== undefined ? { ...shape, delimiter } : shape;
}

function chosenShape(format: FormatName, text: string, isWhole: boolean): TextFormat {
  if (format === 'tsv') return { format, delimiter: '\t' };
  return { format, delimiter: format === 'csv' ? sniffTable(text, isWhole, ',').delimiter : null };
}

function readableFormat(format: DetectedFormat, name: string): FormatName {
  const known = FORMAT_NAMES.find((candidate) => candidate === format);
  if (known === undefined) throw unsupported(format, name);
  return known;
}

function unsupported(detected: DetectedFormat, name: string): IngestionError {
  return new IngestionError(
    'UNSUPPORTED_FORMAT',
    `"${name}" is ${FORMAT_LABELS[detected]}, which is not read.${ADVICE[detected] ?? ''}`,
    detected,
  );
}

async function createParser(
  format: FormatName,
  { delimiter }: TextFormat,
  options: ReadOptions,
): Promise<RecordParser> {
  const { maxRecordLength = DEFAULT_MAX_RECORD_LENGTH, isFullText = false, mapping } = options;
  switch (format) {
    case 'csv':
    case 'tsv':
      return new CsvParser(delimiter ?? ',', maxRecordLength, mapping);
    case 'jsonl':
      return new JsonLinesParser(maxRecordLength, mapping);
    case 'json':
      return new JsonParser(maxRecordLength, mapping);
    case 'ris':
    case 'nbib':
    case 'wos':
    case 'refer':
    case 'ovid':
    case 'silverplatter':
      return new TaggedParser(TAGGED_DIALECTS[format], maxRecordLength);
    case 'bibtex':
      return new (await import('@/ingestion/bibtex/read-bibtex')).BibtexParser(maxRecordLength);
    case 'txt':
      return new TextParser(maxRecordLength);
    case 'pubmed-xml':
      return new XmlParser(PUBMED_XML, maxRecordLength);
    case 'endnote-xml':
      return new XmlParser(ENDNOTE_XML, maxRecordLength);
    case 'jats-xml':
      return new XmlParser(jatsXml(isFullText), maxRecordLength);
    case 'html':
      return new HtmlParser(maxRecordLength, isFullText);
    default:
      throw new IngestionError('FORMAT_MISMATCH', `The file is a text, not ${FORMAT_LABELS[format]}.`);
  }
}
