import type { NamedValue } from '@/ingestion/document/draft-record';
import { readSource } from '@/ingestion/ovid/read-source';
import type { TagValues } from '@/ingestion/tagged/tag-values';
import { give, type SingleTags, type TakenFields, takeSingles } from '@/ingestion/tagged/take-fields';

/** Names that fill a field with one value, best first; the others stay in the metadata. */
const SINGLE: SingleTags = [
  ['title', ['Title', 'Original Title', 'Book Title']],
  ['text', ['Abstract', 'Original Abstract']],
  ['year', ['Year of Publication', 'Publication Year', 'Date of Publication', 'Publication Date']],
  ['journal', ['Journal Name', 'Journal', 'Source Title']],
  ['doi', ['DOI Number', 'Digital Object Identifier', 'DOI']],
  ['pmid', ['PMID', 'PubMed ID', 'Medline Identifier']],
  ['url', ['Link to the Ovid Full Text or citation', 'URL', 'Full Text']],
];
/** Ovid ends these with a full stop. */
const STOPPED: SingleTags = [
  ['language', ['Language', 'Language of Article']],
  ['externalId', ['Unique Identifier', 'Accession Number']],
];
const KEYWORDS = ['Author Keywords', 'Keywords', 'Key Words', 'MeSH Subject Headings', 'Subject Headings'];

export function takeOvidFields(values: TagValues): TakenFields {
  const fields = takeSingles(values, SINGLE);
  for (const [role, tags] of STOPPED) give(fields, role, withoutStop(values.takeFirst(tags)));
  give(fields, 'authors', values.takeSplit(['Author', 'Authors', 'Author Name'], /;/));
  give(fields, 'keywords', withoutStops(values.takeSplit(KEYWORDS, /;/)));
  readSource(values, 'Source', fields);
  return fields;
}

function withoutStop(field: NamedValue | null): NamedValue | null {
  return field === null ? null : { ...field, value: String(field.value).replace(/\.$/, '') };
}

function withoutStops(field: NamedValue | null): NamedValue | null {
  if (field === null || !Array.isArray(field.value)) return field;
  return { ...field, value: field.value.map((value) => String(value).trim().replace(/\.$/, '')) };
}
