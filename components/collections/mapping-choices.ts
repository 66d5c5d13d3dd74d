import type { PreviewView } from '@/components/collections/mapping-query';
import type { ColumnRole, ConfirmImportMappingInput, ReferenceLabelKind } from '@/graphql/generated/operations/graphql';

/** What a column may become; without one it stays a field of the source. */
export type Choice = ColumnRole | 'LABEL';

export const CHOICE_WORDS: Readonly<Record<Choice, string>> = {
  TITLE: 'Title',
  TEXT: 'Text or abstract',
  EXTERNAL_ID: 'Id',
  YEAR: 'Year',
  LABEL: 'Label of another review',
  AUTHORS: 'Authors',
  JOURNAL: 'Journal',
  DOI: 'DOI',
  PMID: 'PubMed id',
  URL: 'Web address',
  LANGUAGE: 'Language',
  KEYWORDS: 'Keywords',
};

/** A column for each role that is taken. A map, for a file may name a column 'constructor'. */
export interface MappingChoices {
  readonly columns: ReadonlyMap<Choice, string>;
  readonly labelKind: ReferenceLabelKind;
  readonly labelName: string;
  readonly remembers: boolean;
}

/** What the file says by itself. */
export function firstChoices({ columns, suggestedLabel, defaultLabelName }: PreviewView): MappingChoices {
  const taken = new Map<Choice, string>();
  for (const { name, role } of columns) if (role && !taken.has(role)) taken.set(role, name);
  if (suggestedLabel) taken.set('LABEL', suggestedLabel.column);
  return {
    columns: taken,
    labelKind: suggestedLabel?.kind ?? 'BINARY',
    labelName: defaultLabelName,
    remembers: true,
  };
}

/** The column becomes this; what became it before stays a field of the source. */
export function choose(
  choices: MappingChoices,
  { name, labelKind }: Pick<PreviewView['columns'][number], 'name' | 'labelKind'>,
  choice: Choice | null,
): MappingChoices {
  const columns = new Map([...choices.columns].filter(([, column]) => column !== name));
  if (choice) columns.set(choice, name);
  const kind = choice === 'LABEL' && labelKind ? labelKind : choices.labelKind;
  return { ...choices, columns, labelKind: kind };
}

export function choiceOf({ columns }: MappingChoices, name: string): Choice | null {
  for (const [choice, column] of columns) if (column === name) return choice;
  return null;
}

/** Why it cannot start; null when it can. */
export function missingChoice({ columns, labelName }: MappingChoices): string | null {
  if (!columns.has('TITLE') && !columns.has('TEXT')) return 'Say which column holds the title or the text.';
  if (columns.has('LABEL') && labelName.trim() === '') return 'Say whose labels they are.';
  return null;
}

export function toMappingInput(
  importId: string,
  { columns, labelKind, labelName, remembers }: MappingChoices,
  expectedVersion: number,
): ConfirmImportMappingInput {
  const label = columns.get('LABEL');
  return {
    importId,
    expectedVersion,
    remember: remembers,
    columns: [...columns].flatMap(([choice, name]) => (choice === 'LABEL' ? [] : [{ role: choice, name }])),
    ...(label === undefined ? {} : { label: { column: label, kind: labelKind, name: labelName.trim() } }),
  };
}

export interface PreviewDocument {
  readonly title: string | null;
  readonly text: string | null;
  readonly isTextShortened: boolean;
  /** Id, year, journal and what else stands beside a title, in this order. */
  readonly facts: readonly string[];
  readonly label: string | null;
  /** Fields that stay as the file has them. */
  readonly otherFields: number;
}

const FACTS = ['AUTHORS', 'YEAR', 'JOURNAL', 'EXTERNAL_ID', 'DOI', 'PMID', 'LANGUAGE', 'KEYWORDS', 'URL'] as const;

/** The first documents as they would be. Whole values only, shortened where they are long: nothing is computed here. */
export function previewDocuments({ rows }: PreviewView, { columns }: MappingChoices): PreviewDocument[] {
  const used = new Set(columns.values());
  return rows.map(({ values }) => {
    const held = new Map(values.map((value) => [value.column, value]));
    const heldBy = (choice: Choice) => held.get(columns.get(choice) ?? '') ?? null;
    const text = heldBy('TEXT');
    return {
      title: heldBy('TITLE')?.value ?? null,
      text: text?.value ?? null,
      isTextShortened: text?.isShortened ?? false,
      facts: FACTS.flatMap((choice) => heldBy(choice)?.value ?? []),
      label: heldBy('LABEL')?.value ?? null,
      otherFields: values.filter(({ column }) => !used.has(column)).length,
    };
  });
}
