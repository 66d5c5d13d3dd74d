import type { PageLine } from '@/ingestion/pdf/page-lines';

const LARGER = 1.15;
const SAME = 0.05;
const MIN_LETTERS = 4;
const MAX_LENGTH = 300;

/** The first lines of a page in its largest letters, where they are larger than its text; null without such. */
export function largestHeading(lines: readonly PageLine[]): string | null {
  const candidates = lines.filter(({ text }) => (text.match(/\p{L}/gu)?.length ?? 0) >= MIN_LETTERS);
  const largest = Math.max(0, ...candidates.map(({ size }) => size));
  if (largest < LARGER * commonSize(lines)) return null;
  const isLargest = ({ size }: PageLine) => size > largest * (1 - SAME);
  const first = lines.findIndex((line) => isLargest(line) && candidates.includes(line));
  const rest = lines.slice(first);
  const length = rest.findIndex((line) => !isLargest(line));
  const heading = rest
    .slice(0, length < 0 ? undefined : length)
    .map(({ text }) => text)
    .join(' ');
  return heading.length > MAX_LENGTH ? null : heading;
}

/** The size most of the letters have. */
function commonSize(lines: readonly PageLine[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length);
  }
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
