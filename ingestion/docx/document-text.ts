/** Elements as mammoth gives them to `transformDocument`; only what is used here. */
export interface DocxElement {
  type: string;
  children?: DocxElement[];
  /** Of a text. */
  value?: string;
  /** Of a paragraph, as the file's own style list calls it. */
  styleName?: string | null;
  breakType?: string;
  noteType?: string;
  noteId?: string;
  /** Of the document: what a reference to a note leads to. */
  notes?: { resolve(reference: DocxElement): { body?: DocxElement[] } | undefined };
}

export interface DocxText {
  text: string;
  /** Of the first paragraph in the style of a title, else of a heading of the first level. */
  heading: string | null;
}

const TITLE_STYLE = /^title$/i;
const HEADING_STYLE = /^heading 1$/i;
const BLOCKS = new Set(['paragraph', 'table', 'tableRow']);

/** The text of a document: paragraphs apart by a blank line, cells by tabs, notes numbered and at the end. */
export function documentText(document: DocxElement): DocxText {
  const reader = new TextReader(document.notes);
  const blocks = reader.blocksOf(document.children ?? []);
  const notes = reader.notes();
  const text = [...blocks, ...notes].join('\n\n');
  return { text, heading: reader.title ?? reader.heading };
}

class TextReader {
  title: string | null = null;
  heading: string | null = null;
  private readonly references: DocxElement[] = [];

  constructor(private readonly source: DocxElement['notes']) {}

  blocksOf(elements: readonly DocxElement[]): string[] {
    return elements.flatMap((element) => this.blocks(element)).filter((block) => block !== '');
  }

  notes(): string[] {
    // A note may refer to others, which then follow.
    const notes: string[] = [];
    for (let at = 0; at < this.references.length; at += 1) {
      const reference = this.references[at];
      const note = reference === undefined ? undefined : this.source?.resolve(reference);
      notes.push(`[${at + 1}] ${this.blocksOf(note?.body ?? []).join(' ')}`);
    }
    return notes;
  }

  private blocks(element: DocxElement): string[] {
    const { type, children = [] } = element;
    if (type === 'paragraph') return this.paragraph(element);
    if (type === 'tableRow')
      return [
        children
          .map((cell) => this.blocksOf(cell.children ?? []).join(' '))
          .join('\t')
          .trim(),
      ];
    if (type === 'table') return [this.blocksOf(children).join('\n')];
    return children.length > 0 ? this.blocksOf(children) : [this.inline(element)];
  }

  /** A text box lies within a paragraph and has paragraphs of its own. */
  private paragraph(element: DocxElement): string[] {
    const inside: string[] = [];
    const own = this.inlines(element.children ?? [], inside)
      .replace(/[^\S\n\t]+/g, ' ')
      .trim();
    this.noteHeading(element.styleName ?? '', own);
    return [own, ...inside];
  }

  private inlines(elements: readonly DocxElement[], inside: string[]): string {
    return elements
      .map((element) => {
        if (BLOCKS.has(element.type)) {
          inside.push(...this.blocks(element).filter((block) => block !== ''));
          return '';
        }
        return element.children === undefined ? this.inline(element) : this.inlines(element.children, inside);
      })
      .join('');
  }

  private inline(element: DocxElement): string {
    if (element.type === 'text') return element.value ?? '';
    if (element.type === 'tab') return '\t';
    if (element.type === 'break') return '\n';
    if (element.type !== 'noteReference') return '';
    const known = this.references.findIndex(
      ({ noteType, noteId }) => noteType === element.noteType && noteId === element.noteId,
    );
    if (known >= 0) return `[${known + 1}]`;
    this.references.push(element);
    return `[${this.references.length}]`;
  }

  private noteHeading(style: string, text: string): void {
    const line = text
      .replace(/\[\d+\]/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (line === '') return;
    if (TITLE_STYLE.test(style)) this.title ??= line;
    if (HEADING_STYLE.test(style)) this.heading ??= line;
  }
}
