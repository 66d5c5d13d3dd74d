import { setText } from '@/ingestion/document/choose-text';
import type { DraftBuilder } from '@/ingestion/document/draft-builder';
import { abstractText, blockText } from '@/ingestion/jats-xml/block-text';
import { childAt, childrenAt, type XmlElement } from '@/ingestion/xml/xml-element';

/** The abstract is what other sources give for the same work; the body is the text where there is none. */
export function readAbstracts(
  article: XmlElement,
  meta: XmlElement | null,
  draft: DraftBuilder,
  isFullText: boolean,
): void {
  const abstracts = [...childrenAt(meta, 'abstract'), ...childrenAt(meta, 'trans-abstract')];
  const main = abstracts.find(isMain) ?? abstracts.find(({ name }) => name === 'trans-abstract') ?? null;
  const abstract = main === null ? null : abstractText(main);
  const bodyElement = childAt(article, 'body');
  const body = bodyElement === null ? '' : blockText(bodyElement);
  setText(draft, abstract, body, isFullText);
  for (const other of abstracts) {
    if (other !== main) draft.keep(otherName(other), abstractText(other));
  }
}

/** Graphical, short and lay abstracts have a type; the abstract has none. */
function isMain({ name, attributes }: XmlElement): boolean {
  const type = attributes['abstract-type'] ?? '';
  return name === 'abstract' && (type === '' || type === 'section' || type === 'structured');
}

function otherName({ name, attributes }: XmlElement): string {
  const kind = attributes['abstract-type'] ?? attributes['xml:lang'];
  return kind === undefined ? name : `${name} (${kind})`;
}
