import { FORMAT_LABELS } from '@/ingestion/format-labels';
import { looksBinary, sniffBinary } from '@/ingestion/source/sniff-binary';
import { sniffEncoding } from '@/ingestion/source/sniff-encoding';
import { ImportDecoder } from '@/ingestion/source/text-decoder';
import { SetupError } from '../setup-error';

/** Judged by its beginning: a line of it, or this much. */
const HEAD_BYTES = 64 * 1024;
const LF = 10;
/** A single NUL in a short line makes no binary file of it. */
const ENOUGH_TO_JUDGE = 1024;

/**
 * The text of a stream as an import would read it: UTF-8 with or without a mark, UTF-16, else Windows-1252; NUL bytes
 * are left out, bytes that are no UTF-8 are read as Windows-1252.
 *
 * @throws SetupError for content that is no text (an archive, an office file).
 */
export async function* decodeInput(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  let head: Buffer = Buffer.alloc(0);
  let decoder: ImportDecoder | null = null;
  for await (const chunk of source) {
    if (decoder) {
      yield decoder.push(Buffer.from(chunk));
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES && !head.includes(LF)) continue;
    decoder = decoderFor(head, name);
    yield decoder.push(head);
  }
  if (!decoder) {
    decoder = decoderFor(head, name);
    yield decoder.push(head);
  }
  yield decoder.end();
}

function decoderFor(head: Buffer, name: string): ImportDecoder {
  const encoding = sniffEncoding(head);
  const isUtf16 = encoding === 'utf-16le' || encoding === 'utf-16be';
  // A NUL here and there is left out; a file full of control characters is no text.
  const binary =
    sniffBinary(head) ?? (!isUtf16 && head.length >= ENOUGH_TO_JUDGE && looksBinary(head) ? 'binary' : null);
  if (binary === null) return new ImportDecoder(encoding);
  throw new SetupError(
    `${name} is ${FORMAT_LABELS[binary]}, which is no text.`,
    'Name a JSONL, CSV, TSV or TXT file, unpacked.',
  );
}
