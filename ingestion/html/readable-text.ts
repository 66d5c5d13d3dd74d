import { Parser } from 'htmlparser2';
import { squeeze } from '@/ingestion/document/read-values';
import { PageMeta } from '@/ingestion/html/page-meta';

/** Browsers stop nesting at 512 too. */
export const MAX_DEPTH = 512;

const DROPPED = new Set(
  'script style noscript nav template svg iframe object embed canvas audio video select button textarea datalist'.split(
    ' ',
  ),
);
const BLOCKS = new Set(
  `address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form
  h1 h2 h3 h4 h5 h6 header hr html legend li main ol option p pre section summary table tbody tfoot thead tr ul`.split(
    /\s+/,
  ),
);
const CELLS = new Set(['td', 'th']);
const HEADING = /^h[1-6]$/;

/**
 * Reads HTML as a stream: what a person would read of it, each block on a line of its own, and what its head says.
 * Scripts, styles, menus and embedded media are dropped; nothing is fetched.
 */
export class ReadableText {
  readonly meta = new PageMeta();
  title = '';
  /** Text of the first h1 to h6. */
  heading = '';
  language: string | null = null;
  canonicalUrl: string | null = null;
  isTooDeep = false;
  private readonly lines: string[] = [];
  private line: string[] = [];
  private depth = 0;
  /** Depth of the element whose content is dropped, of the title, of the first heading and of a pre; 0: in none. */
  private droppedAt = 0;
  private titleAt = 0;
  private headingAt = 0;
  private preAt = 0;
  private readonly parser = new Parser({
    onopentag: (name, attributes) => this.open(name, attributes),
    ontext: (text) => this.addText(text),
    onclosetag: (name) => this.close(name),
  });

  write(html: string): void {
    if (!this.isTooDeep) this.parser.write(html);
  }

  end(): string {
    if (!this.isTooDeep) this.parser.end();
    this.endLine();
    return this.lines.join('\n');
  }

  private open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.isTooDeep = true;
    if (this.isTooDeep) this.parser.pause();
    if (this.droppedAt > 0) return;
    if (DROPPED.has(name)) this.droppedAt = this.depth;
    else if (name === 'title' && this.title === '') this.titleAt = this.depth;
    else if (name === 'meta') this.meta.add(attributes);
    else if (name === 'link' && /\bcanonical\b/i.test(attributes.rel ?? ''))
      this.canonicalUrl ??= attributes.href ?? null;
    else if (name === 'html') this.language ??= attributes.lang ?? attributes['xml:lang'] ?? null;
    else if (name === 'br') this.endLine();
    else if (name === 'pre') this.preAt ||= this.depth;
    if (BLOCKS.has(name)) this.endLine();
    if (HEADING.test(name) && this.heading === '') this.headingAt ||= this.depth;
  }

  private addText(text: string): void {
    if (this.droppedAt > 0) return;
    if (this.titleAt > 0) {
      this.title += text;
      return;
    }
    if (this.headingAt > 0) this.heading += text;
    if (this.preAt === 0) {
      this.line.push(text);
      return;
    }
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) this.endLine();
      this.line.push(part);
    }
  }

  private close(name: string): void {
    const at = this.depth;
    this.depth -= 1;
    if (this.droppedAt > 0) {
      if (this.droppedAt === at) this.droppedAt = 0;
      return;
    }
    if (CELLS.has(name)) this.line.push(' ');
    if (BLOCKS.has(name)) this.endLine();
    if (this.titleAt === at) this.titleAt = 0;
    if (this.headingAt === at) this.headingAt = 0;
    if (this.preAt === at) this.preAt = 0;
  }

  private endLine(): void {
    if (this.line.length === 0) return;
    const text = squeeze(this.line.join(''));
    this.line = [];
    if (text !== '') this.lines.push(text);
  }
}

/** The text of a piece of HTML. */
export function readableText(html: string): string {
  const reader = new ReadableText();
  reader.write(html);
  return reader.end();
}
