import type { PreviewColumn } from '@/ingestion/types';

export type LabelKind = 'BINARY' | 'SCALE';

export interface LabelChoice {
  readonly column: string;
  readonly kind: LabelKind;
}

const WORDS = {
  1: ['1', 'y', 'yes', 't', 'true', 'include', 'included', 'relevant', 'positive', 'accept', 'accepted'],
  0: [
    '0',
    'n',
    'no',
    'f',
    'false',
    'exclude',
    'excluded',
    'irrelevant',
    'not relevant',
    'negative',
    'reject',
    'rejected',
  ],
} as const;
const BINARY = new Map<string, number>(
  Object.entries(WORDS).flatMap(([value, words]) => words.map((word): [string, number] => [word, Number(value)])),
);
/** ASReview writes -1 for a record that nobody has labelled; the rest is how tables say nothing. */
const NO_LABEL: ReadonlySet<string> = new Set([
  '',
  '-1',
  'na',
  'n/a',
  'nan',
  'none',
  'null',
  'unlabelled',
  'unlabeled',
  '?',
]);

/**
 * What a label's text says: 1 or 0, or a score from 1 to 5; `'none'` where it says that there is no label, null where
 * it cannot be read. Case and outer blanks do not matter; 1.0 is 1.
 */
export function readLabel(text: string, kind: LabelKind): number | 'none' | null {
  const word = text.trim().toLowerCase();
  const plain = /^-?\d+\.0+$/.test(word) ? word.replace(/\.0+$/, '') : word;
  if (NO_LABEL.has(plain)) return 'none';
  if (kind === 'BINARY') return BINARY.get(plain) ?? null;
  const score = /^\d(?:[.,]\d+)?$/.test(plain) ? Number(plain.replace(',', '.')) : Number.NaN;
  return score >= 1 && score <= 5 ? score : null;
}

/** Names of ASReview and of the collections made for it, and what people call such a column; best first. */
const LABEL_NAMES = [
  'label_included',
  'included',
  'asreview_label',
  'label_abstract_included',
  'label_abstract_screening',
  'final_included',
  'included_label',
  'label',
  'include',
  'inclusion',
  'relevant',
  'relevance',
  'rating',
];

/** The column that is a label by its name and by every value looked at; null where none is. */
export function detectLabel(columns: readonly Pick<PreviewColumn, 'name' | 'samples'>[]): LabelChoice | null {
  for (const known of LABEL_NAMES) {
    const column = columns.find(({ name }) => keyOf(name) === known);
    const kind = column && labelKindOf(column.samples);
    if (kind) return { column: column.name, kind };
  }
  return null;
}

/** How the values could be read; null where one of them is no label, or none of them says anything. */
export function labelKindOf(samples: readonly string[]): LabelKind | null {
  for (const kind of ['BINARY', 'SCALE'] as const) {
    const read = samples.map((sample) => readLabel(sample, kind));
    if (!read.includes(null) && read.some((value) => value !== 'none')) return kind;
  }
  return null;
}

function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}
