import type { TextItem } from 'pdfjs-dist/types/src/display/api';

/** A line of a page, in points of the page, y upwards. */
export interface PageLine {
  text: string;
  /** Size of the largest letters. */
  size: number;
  x: number;
  y: number;
}

type Item = TextItem | { type: string };

/** The lines of a page in the order its content gives them, which is the order it is read in but for odd layouts. */
export function pageLines(items: readonly Item[]): PageLine[] {
  const lines: PageLine[] = [];
  let line: PageLine | null = null;
  for (const item of items) {
    if (!('str' in item)) continue;
    const size = Math.abs(item.height) || Math.hypot(item.transform[2] ?? 0, item.transform[3] ?? 0);
    const [x, y] = [Number(item.transform[4]), Number(item.transform[5])];
    if (item.str !== '') {
      line ??= { text: '', size: 0, x, y };
      line.text += item.str;
      if (item.str.trim() !== '') line.size = Math.max(line.size, size);
    }
    if (!item.hasEOL || line === null) continue;
    lines.push(line);
    line = null;
  }
  if (line !== null) lines.push(line);
  return lines
    .map((found) => ({ ...found, text: found.text.replace(/\s+/g, ' ').trim() }))
    .filter(({ text }) => text !== '');
}
