import type { DraftBuilder } from '@/ingestion/document/draft-builder';
import { childrenAt, lineOf, type XmlElement } from '@/ingestion/xml/xml-element';

/**
 * An abstract with each of its sections on a line of its own, begun by its label ('BACKGROUND: …').
 *
 * @returns null when there is none.
 */
export function abstractText(abstract: XmlElement | null): string | null {
  const sections = childrenAt(abstract, 'AbstractText').map(sectionText);
  const lines = sections.filter((section) => section !== null);
  // Before sections had labels the text stood in the abstract itself.
  return lines.length > 0 || abstract === null ? lines.join('\n') || null : directText(abstract);
}

/** Abstracts by others, or in other languages: the first is the text where there is no other, the rest is kept. */
export function readOtherAbstracts(citation: XmlElement, draft: DraftBuilder): void {
  for (const other of childrenAt(citation, 'OtherAbstract')) {
    const { Type, Language } = other.attributes;
    const isText = !draft.has('text');
    draft.set('text', 'OtherAbstract', abstractText(other));
    if (isText && draft.has('text'))
      draft.keep('AbstractSource', ['OtherAbstract', Type, Language].filter(Boolean).join(' '));
  }
}

function sectionText(section: XmlElement): string | null {
  const text = lineOf(section);
  const label = (section.attributes.Label ?? '').trim();
  if (text === null || label === '' || label.toUpperCase() === 'UNLABELLED') return text;
  return `${label.replace(/:$/, '')}: ${text}`;
}

function directText(abstract: XmlElement): string | null {
  const children = abstract.children.filter(
    (child) => typeof child === 'string' || child.name !== 'CopyrightInformation',
  );
  return lineOf({ ...abstract, children });
}
