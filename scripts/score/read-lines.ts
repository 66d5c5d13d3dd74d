/** A line that is longer than any text the engine reads is not kept; only its number is. */
export type InputLine =
  | { readonly number: number; readonly text: string; readonly isTooLong: false }
  | { readonly number: number; readonly text: null; readonly isTooLong: true };

const MAX_LINE_CHARS = 64 * 1024 * 1024;

/**
 * The lines of a UTF-8 stream without their endings, numbered from 1; a byte order mark is dropped. Memory holds one
 * line and one chunk, whatever the stream's length.
 */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  maxLineChars = MAX_LINE_CHARS,
): AsyncGenerator<InputLine> {
  const decoder = new TextDecoder('utf-8');
  let parts: string[] = [];
  let chars = 0;
  let number = 0;
  const finish = (): InputLine => {
    number++;
    const line = parts.join('').replace(/\r$/, '');
    const isTooLong = chars > maxLineChars;
    parts = [];
    chars = 0;
    return isTooLong ? { number, text: null, isTooLong } : { number, text: line, isTooLong };
  };
  const keep = (part: string) => {
    chars += part.length;
    if (chars > maxLineChars) parts = [];
    else parts.push(part);
  };
  for await (const bytes of source) {
    const [first = '', ...rest] = decoder.decode(bytes, { stream: true }).split('\n');
    keep(first);
    for (const part of rest) {
      yield finish();
      keep(part);
    }
  }
  keep(decoder.decode());
  if (chars > 0) yield finish();
}
