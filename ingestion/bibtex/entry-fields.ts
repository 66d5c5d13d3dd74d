import { texToText } from '@/ingestion/bibtex/tex-text';
import type { NamedValue } from '@/ingestion/document/draft-record';
import { normaliseUrl } from '@/ingestion/document/identifiers';
import type { TagValues } from '@/ingestion/tagged/tag-values';
import { give, type SingleTags, type TakenFields, takeSingles } from '@/ingestion/tagged/take-fields';

/** Fields that fill one of a document's, best first; the others stay in the metadata. */
const SINGLE: SingleTags = [
  ['title', ['title', 'booktitle', 'maintitle']],
  ['text', ['abstract']],
  ['year', ['year', 'date']],
  ['journal', ['journal', 'journaltitle', 'fjournal', 'booktitle']],
  ['doi', ['doi']],
  ['pmid', ['pmid']],
  ['language', ['language', 'langid']],
  ['keywords', ['keywords', 'keyword']],
];
/** Addresses, paths and names of other entries: TeX means nothing in them. */
const VERBATIM = /^(?:doi|url|urlraw|file|files|pdf|eprint|crossref|xref|related|groups|bdsk-.*|local-url|verb[abc])$/;

/** The value of a field as text. */
export function plainValue(name: string, tex: string): string {
  if (!VERBATIM.test(name)) return texToText(tex);
  if (!/^(?:doi|url)/.test(name)) return tex.trim();
  return tex
    .replace(/^\s*\\url\s*\{([^{}]*)\}\s*$/, '$1')
    .replace(/\{\\(?:textasciitilde|~)\}|\\~\{\}/g, '~')
    .replace(/\\([_%&#$~])/g, '$1')
    .replace(/[{}]/g, '')
    .trim();
}

/** @param authors  As TeX: 'and' inside braces belongs to a name. */
export function takeEntryFields(values: TagValues, key: string, authors: string | null): TakenFields {
  const fields = takeSingles(values, SINGLE);
  const [subtitle] = values.of('subtitle');
  if (fields.title?.name === 'title' && subtitle !== undefined) {
    fields.title.value = `${String(fields.title.value)}: ${subtitle}`;
    values.takeAll('subtitle');
  }
  if (key !== '') fields.externalId = { name: 'key', value: key };
  if (authors !== null) give(fields, 'authors', authorsOf(authors));
  if (values.of('url').some((url) => normaliseUrl(url) !== null)) give(fields, 'url', values.takeFirst(['url']));
  return fields;
}

function authorsOf(tex: string): NamedValue | null {
  const names = splitNames(tex).map((name) => (name.trim() === 'others' ? 'et al.' : texToText(name)));
  return names.length === 0 ? null : { name: 'author', value: names };
}

/** Parts at 'and' between blanks and outside braces. */
function splitNames(tex: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: found, index } of tex.matchAll(/[{}]|\sand(?=\s)/gi)) {
    if (found === '{') depth += 1;
    else if (found === '}') depth -= 1;
    else if (depth === 0) {
      names.push(tex.slice(from, index));
      from = index + found.length;
    }
  }
  return [...names, tex.slice(from)].filter((name) => name.trim() !== '');
}
