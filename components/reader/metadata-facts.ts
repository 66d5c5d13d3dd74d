export interface Fact {
  readonly term: string;
  readonly detail: string;
}

const MAX_FACTS = 100;
const MAX_DETAIL = 2_000;

/** A source's other fields as plain words, whatever shape they have; nothing of them is interpreted. */
export function metadataFacts(metadata: unknown): Fact[] {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return [];
  return Object.entries(metadata)
    .map(([term, value]) => ({ term, detail: sayValue(value) }))
    .filter(({ detail }) => detail !== '')
    .slice(0, MAX_FACTS);
}

function sayValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item !== 'object');
  const text = isPlainList
    ? value.join(', ')
    : typeof value === 'object'
      ? JSON.stringify(value, null, 2)
      : String(value);
  return text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL)}…` : text;
}
