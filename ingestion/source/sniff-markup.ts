import type { DetectedFormat } from '@/ingestion/types';
import { type XmlRoot, xmlRoot } from '@/ingestion/xml/xml-root';

const HTML_ROOTS = new Set(['html', 'head', 'body', 'title', 'meta', 'link', 'script', 'style']);
const PUBMED_RECORDS = 'PubmedArticle|PubmedBookArticle|MedlineCitation|DeleteCitation|BookDocument';
const PUBMED_ROOT = new RegExp(`^(?:${PUBMED_RECORDS})(?:Set)?$`);
const PUBMED_TAG = new RegExp(`<(?:[\\w.-]{1,32}:)?(?:${PUBMED_RECORDS}|PubmedArticleSet)[\\s>]`);
const ENDNOTE_TAG = /<(?:ref-type|source-app|contributors|titles|rec-number)[\s/>]/;
const JATS_ROOT = /^(?:article|pmc-articleset)$/;
const JATS_TAG = /<(?:[\w.-]{1,32}:)?(?:front|journal-meta|article-meta)[\s/>]|\bJATS\b|\/\/NLM\/\/DTD|-\/\/NLM\/\//;

/**
 * Names the kind of markup a text is, by its root element.
 *
 * @param head  The beginning of the text, from its first character that is no blank.
 * @returns null when it is no markup.
 * @throws IngestionError when entities are declared that are refused (doctype.ts).
 */
export function markupFormat(head: string): DetectedFormat | null {
  if (!head.startsWith('<')) return null;
  const root = xmlRoot(head);
  if (root === null) return null;
  if (HTML_ROOTS.has(root.name.toLowerCase()) || root.doctype.toLowerCase() === 'html') return 'html';
  const known = knownXml(root, head.slice(root.start));
  if (known !== null) return known;
  return /^<\?xml|<!DOCTYPE/i.test(head.slice(0, root.start)) ? 'xml' : null;
}

function knownXml({ name, doctype }: XmlRoot, head: string): DetectedFormat | null {
  // Answers of web services wrap records in elements of their own.
  if (PUBMED_ROOT.test(name) || PUBMED_TAG.test(head)) return 'pubmed-xml';
  if (/^(?:xml|records)$/.test(name) && /<record[\s>]/.test(head) && ENDNOTE_TAG.test(head)) return 'endnote-xml';
  if (JATS_ROOT.test(name) && (JATS_ROOT.test(doctype) || JATS_TAG.test(head))) return 'jats-xml';
  return name === 'OAI-PMH' && /<article[\s>]/.test(head) && JATS_TAG.test(head) ? 'jats-xml' : null;
}
