import { childAt, lineOf, type XmlElement } from '@/ingestion/xml/xml-element';

/** A date as PubMed prints it ('2013 Spring', '1998 Dec-1999 Jan', '2018 05 17'); null when there is none. */
export function dateText(date: XmlElement | null): string | null {
  const free = lineOf(childAt(date, 'MedlineDate'));
  if (free !== null) return free;
  const parts = ['Year', 'Season', 'Month', 'Day'].map((name) => lineOf(childAt(date, name)));
  return parts.filter((part) => part !== null).join(' ') || null;
}
