const MAX_TITLE_LENGTH = 200;
// 'Doctor: …' above 'Patient: …' is a conversation, not a heading.
const SPEAKER = /^\p{L}[\p{L} _]{0,24}:\s/u;

/**
 * A heading that a text begins with, for texts that come without a title of their own.
 *
 * The first line is one when it is short, more text follows, and the line after it does not go on in the middle of a
 * sentence (as text wrapped at a fixed width does).
 *
 * @returns The heading on one line, or null. The text itself is not touched.
 */
export function deriveTitle(text: string): string | null {
  const lineEnd = text.indexOf('\n');
  // A longer line is no heading, however much of it is blank.
  if (lineEnd < 0 || lineEnd > 2 * MAX_TITLE_LENGTH) return null;
  const first = text.slice(0, lineEnd);
  const rest = text.slice(lineEnd + 1, lineEnd + 200).trimStart();
  if (rest === '') return null;
  const title = first
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const isHeading = title.length >= 3 && title.length <= MAX_TITLE_LENGTH && !/[,;–-]$/.test(title);
  if (SPEAKER.test(title) && SPEAKER.test(rest)) return null;
  return isHeading && /\p{L}/u.test(title) && !/^\p{Ll}/u.test(rest) ? title : null;
}
