import type { DocumentFilter, ReferenceLabelKind } from '@/graphql/generated/operations/graphql';

export const FIELD_CONDITIONS = ['is', 'contains', 'any', 'none'] as const;
export type FieldCondition = (typeof FIELD_CONDITIONS)[number];

/** One condition on a field of the source; a value only where it is compared with. */
export interface FieldFilter {
  readonly key: string;
  readonly condition: FieldCondition;
  readonly value: string;
}

export const LABEL_CHOICES = ['any', 'none', '0', '1', '2', '3', '4', '5'] as const;
export type LabelChoice = (typeof LABEL_CHOICES)[number];

export interface LabelFilter {
  readonly sourceId: string;
  readonly label: LabelChoice;
}

export interface LabelSourceView {
  readonly id: string;
  readonly name: string;
  readonly kind: ReferenceLabelKind;
}

const MOST = 5;
const LONGEST_KEY = 300;
const LONGEST_VALUE = 1_000;

/** "is:Database:PubMed", each part escaped for itself, so that a colon in a name is no separator. */
export function writeField({ key, condition, value }: FieldFilter): string {
  return [condition, key, ...(hasValue(condition) ? [value] : [])].map(escapePart).join(':');
}

/** What makes no sense is left out. */
export function readFields(texts: readonly string[]): FieldFilter[] {
  const read = texts.flatMap((text): FieldFilter[] => {
    const [name, key = '', value = '', ...more] = text.split(':').map(unescapePart);
    const condition = FIELD_CONDITIONS.find((known) => known === name);
    if (!condition || more.length > 0 || key === '' || key.length > LONGEST_KEY) return [];
    if (hasValue(condition) ? value === '' || value.length > LONGEST_VALUE : value !== '') return [];
    return [{ key, condition, value }];
  });
  return [...new Map(read.map((field) => [writeField(field), field])).values()].slice(0, MOST);
}

export function writeLabel({ sourceId, label }: LabelFilter): string {
  return `${label}:${sourceId}`;
}

/** One a source, the last. */
export function readLabels(texts: readonly string[]): LabelFilter[] {
  const read = texts.flatMap((text): [string, LabelFilter][] => {
    const [, name, sourceId] = /^(any|none|[0-5]):([A-Za-z0-9_-]{1,200})$/.exec(text) ?? [];
    const label = LABEL_CHOICES.find((known) => known === name);
    return label && sourceId ? [[sourceId, { sourceId, label }]] : [];
  });
  return [...new Map(read).values()].slice(0, MOST);
}

/** The same in the terms of the API; what is not asked is not sent. */
export function toSourceFilter(
  fields: readonly FieldFilter[],
  labels: readonly LabelFilter[],
): Pick<DocumentFilter, 'metadata' | 'referenceLabels'> {
  return {
    ...(fields.length > 0 ? { metadata: fields.map(toMetadataFilter) } : {}),
    ...(labels.length > 0 ? { referenceLabels: labels.map(toLabelFilter) } : {}),
  };
}

function toMetadataFilter({ key, condition, value }: FieldFilter) {
  if (condition === 'is') return { key, equals: value };
  return condition === 'contains' ? { key, contains: value } : { key, exists: condition === 'any' };
}

function toLabelFilter({ sourceId, label }: LabelFilter) {
  const isWhether = label === 'any' || label === 'none';
  return isWhether ? { sourceId, isLabelled: label === 'any' } : { sourceId, values: [Number(label)] };
}

/** "Database is PubMed", "Notes contains follow-up", "has Notes", "without Notes" */
export function fieldWords({ key, condition, value }: FieldFilter): string {
  if (hasValue(condition)) return `${key} ${condition} ${value}`;
  return condition === 'any' ? `Has ${key}` : `Without ${key}`;
}

/** "Cohen 2006: included" */
export function labelFilterWords({ sourceId, label }: LabelFilter, sources: readonly LabelSourceView[]): string {
  const source = sources.find(({ id }) => id === sourceId);
  return `${source?.name ?? 'Other labels'}: ${labelChoiceWord(label, source?.kind ?? 'SCALE').toLowerCase()}`;
}

export function labelChoiceWord(label: LabelChoice, kind: ReferenceLabelKind): string {
  if (label === 'any') return 'Labelled';
  if (label === 'none') return 'Not labelled';
  if (kind === 'SCALE') return `Rated ${label}`;
  return label === '1' ? 'Included' : 'Not included';
}

/** What can be asked of a source, in the order of a menu. */
export function labelChoicesOf(kind: ReferenceLabelKind): readonly LabelChoice[] {
  return kind === 'BINARY' ? ['1', '0', 'any', 'none'] : ['5', '4', '3', '2', '1', 'any', 'none'];
}

export function hasValue(condition: FieldCondition): boolean {
  return condition === 'is' || condition === 'contains';
}

function escapePart(part: string): string {
  // Half a character cannot be escaped, and matches nothing.
  return part.replace(/\p{Cs}/gu, '').replace(/[%:]/g, encodeURIComponent);
}

function unescapePart(part: string): string {
  return part.replace(/%(25|3A)/gi, decodeURIComponent);
}
