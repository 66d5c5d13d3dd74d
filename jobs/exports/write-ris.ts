import { RIS_TAGS } from '@/ingestion/ris/ris-tags';
import type { JsonObject, JsonValue } from '@/ingestion/types';
import { risLine } from '@/ingestion/winnow/ris-line';
import type { ExportRecord } from '@/jobs/exports/export-table';
import type { ExportWriter } from '@/jobs/exports/export-writer';

/** Fields as other programs read them; DOCUMENT_COLUMNS has their order. */
const FIELD_TAGS: Readonly<Record<string, string>> = {
  id: 'ID',
  title: 'TI',
  text: 'AB',
  authors: 'AU',
  year: 'PY',
  journal: 'T2',
  doi: 'DO',
  pmid: 'PM',
  url: 'UR',
  language: 'LA',
  keywords: 'KW',
};
/** Tags that a reader takes for a field: metadata under one of these stays in the line of Winnow's own. */
const READ_TAGS = new Set(
  'TY ER ID AN TI T1 CT BT ST AB N2 AU A1 PY Y1 YR DA JF JO T2 JA J1 J2 DO DI PM UR LA KW'.split(' '),
);
const TYPE = /^[A-Z][A-Z0-9]{1,9}$/;

/** One record for each document; what RIS has no tag for stands in one note of it (ingestion/winnow/ris-line.ts). */
export const writeRis: ExportWriter = async function* (_table, batches) {
  for await (const batch of batches) yield Buffer.from(batch.map(toRis).join(''));
};

function toRis({ document, metadata, review }: ExportRecord): string {
  const lines = [`TY  - ${typeof metadata.TY === 'string' && TYPE.test(metadata.TY) ? metadata.TY : 'GEN'}`];
  const exact: JsonObject = {};
  for (const [column, value] of document) {
    const parts = textsOf(value).map((text) => ({ text, line: squeezed(text) }));
    lines.push(...parts.map(({ line }) => `${FIELD_TAGS[column]}  - ${line}`));
    if (parts.some(({ text, line }) => text !== line)) exact[column] = value;
  }
  for (const [tag, value] of Object.entries(metadata)) {
    if (RIS_TAGS.has(tag) && !READ_TAGS.has(tag))
      lines.push(...textsOf(value).map((text) => `${tag}  - ${squeezed(text)}`));
  }
  const hasExact = Object.keys(exact).length > 0;
  lines.push(`N1  - ${risLine({ ...Object.fromEntries(review), metadata, ...(hasExact ? { exact } : {}) })}`);
  return `${lines.join('\r\n')}\r\nER  - \r\n\r\n`;
}

function textsOf(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value === null || typeof value === 'object') return [];
  return [String(value)];
}

/** A line of RIS ends at any line end: what follows would be another field, or another record. */
function squeezed(text: string): string {
  return text.replace(/\s*[\n\r\u2028\u2029\u0085\f\v]+\s*/g, ' ').trim();
}
