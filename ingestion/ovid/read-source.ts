import { yearOf } from '@/ingestion/document/identifiers';
import type { TagValues } from '@/ingestion/tagged/tag-values';
import type { TakenFields } from '@/ingestion/tagged/take-fields';

/**
 * 'Ecohydrology.   8(6):1048-1064, September 2015.': the journal, and the year where no field of its own has it. The
 * source itself stays in the metadata: volume and pages stand nowhere else.
 */
export function readSource(values: TagValues, name: string, fields: TakenFields): void {
  const [source] = values.of(name);
  if (source === undefined) return;
  const journal = /^(.+?)\.(?=\s|$)/.exec(source)?.[1] ?? source;
  fields.journal ??= { name, value: journal };
  // Behind the last comma: a page number before it may look like a year.
  const year = yearOf(source.slice(journal.length).replace(/^.*,(?=[^,]*$)/s, ''));
  if (year !== null) fields.year ??= { name, value: String(year) };
}
