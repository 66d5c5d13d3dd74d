import { squeeze } from '@/ingestion/document/read-values';

/** An element of a parsed record. Names are without their namespace prefix. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: Array<XmlElement | string>;
}

/** Its elements without the text between them; none of null. */
export function childElements(element: XmlElement | null): XmlElement[] {
  return element === null ? [] : element.children.filter((child) => typeof child !== 'string');
}

/** The first child of that name, found step by step along a path. */
export function childAt(element: XmlElement | null, ...path: readonly string[]): XmlElement | null {
  let at = element;
  for (const name of path) {
    if (at === null) return null;
    at = childElements(at).find((child) => child.name === name) ?? null;
  }
  return at;
}

/** All children of the last name, of the first element that the path before it leads to. */
export function childrenAt(element: XmlElement | null, ...path: readonly string[]): XmlElement[] {
  const parent = childAt(element, ...path.slice(0, -1));
  return childElements(parent).filter((child) => child.name === path.at(-1));
}

/** All text inside an element, markup dropped, as the file has it. */
export function textInside(element: XmlElement | null): string {
  if (element === null) return '';
  const [only] = element.children;
  if (element.children.length === 1 && typeof only === 'string') return only;
  return element.children.map((child) => (typeof child === 'string' ? child : inlineText(child))).join('');
}

/** The text on one line; null when there is none. */
export function lineOf(element: XmlElement | null): string | null {
  return squeeze(textInside(element)) || null;
}

/** The text of each on a line; those without any are left out. */
export function linesOf(elements: readonly XmlElement[]): string[] {
  return elements.map(lineOf).filter((line) => line !== null);
}

/** A formula's source (TeX) beside the formula says it twice, and holds a preamble nobody wrote. */
function inlineText(element: XmlElement): string {
  if (element.name === 'annotation' || element.name === 'annotation-xml') return '';
  if (element.name === 'tex-math') return texBody(textInside(element));
  if (element.name === 'alternatives') return alternativeText(element);
  return textInside(element);
}

function texBody(tex: string): string {
  const start = tex.indexOf('\\begin{document}');
  if (start < 0) return tex;
  const end = tex.indexOf('\\end{document}', start);
  return tex.slice(start + '\\begin{document}'.length, end < 0 ? undefined : end);
}

function alternativeText(element: XmlElement): string {
  const alternatives = childElements(element);
  const readable = alternatives.find(({ name }) => name !== 'tex-math' && name !== 'graphic') ?? alternatives[0];
  return readable === undefined ? '' : inlineText(readable);
}
