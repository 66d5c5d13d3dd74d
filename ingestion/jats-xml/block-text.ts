import { squeeze } from '@/ingestion/document/read-values';
import { childAt, childElements, lineOf, textInside, type XmlElement } from '@/ingestion/xml/xml-element';

const BLOCKS = new Set([
  'p',
  'title',
  'sec',
  'list',
  'list-item',
  'def-list',
  'def-item',
  'disp-quote',
  'disp-formula',
  'boxed-text',
  'fig',
  'fig-group',
  'table-wrap',
  'caption',
  'table',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'verse-group',
  'verse-line',
  'statement',
  'speech',
  'supplementary-material',
]);
// Addresses of files, and numbers that stand apart from what they number.
const LEFT_OUT = new Set(['graphic', 'media', 'object-id', 'label', 'inline-graphic']);
const FORMULAS = new Set(['math', 'tex-math', 'alternatives']);

/** Text with each block (heading, paragraph, list item, row) on a line of its own, inline markup dropped. */
export function blockText(element: XmlElement): string {
  const lines: string[] = [];
  let line = '';
  const endLine = () => {
    const text = squeeze(line);
    if (text !== '') lines.push(text);
    line = '';
  };
  const read = (parent: XmlElement) => {
    for (const child of parent.children) {
      if (typeof child === 'string') line += child;
      else if (LEFT_OUT.has(child.name)) continue;
      else if (BLOCKS.has(child.name)) {
        endLine();
        read(child);
        endLine();
      } else if (child.name === 'td' || child.name === 'th') {
        read(child);
        line += ' ';
      } else if (FORMULAS.has(child.name)) line += textInside({ ...parent, children: [child] });
      else {
        read(child);
        if (child.name === 'break') line += ' ';
      }
    }
  };
  read(element);
  endLine();
  return lines.join('\n');
}

/** An abstract, its sections as PubMed gives them ('Background: …'), one a line. */
export function abstractText(abstract: XmlElement): string | null {
  const lines: string[] = [];
  for (const child of childElements(abstract)) {
    if (child.name === 'title' && /^(?:abstract|summary)$/i.test(lineOf(child) ?? '')) continue;
    const title = child.name === 'sec' ? lineOf(childAt(child, 'title')) : null;
    const rest = child.children.filter((part) => typeof part === 'string' || part.name !== 'title' || title === null);
    const text = blockText({ ...child, children: rest });
    lines.push(title === null ? text : `${title.replace(/[:.]$/, '')}: ${text}`);
  }
  const text = lines.filter((line) => line !== '').join('\n');
  return text === '' ? lineOf(abstract) : text;
}
