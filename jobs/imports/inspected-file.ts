import { matchRole } from '@/ingestion/document/field-roles';
import type { ColumnMapping, FilePreview } from '@/ingestion/types';
import { detectLabel, type LabelChoice } from '@/jobs/imports/label-values';

/** What is kept of a file that waits for its columns to be settled; lies as JSON in ImportRun.preview. */
export interface InspectedFile extends FilePreview {
  /** The column that is a label by its name and its values. */
  readonly suggestedLabel: LabelChoice | null;
  /** Nobody needs to be asked: its text is named as such, and nothing about it was guessed. */
  readonly isUnmistakable: boolean;
}

/** What the columns of a file become; lies as JSON in ImportRun.mapping. */
export interface ImportMapping {
  readonly roles: ColumnMapping['roles'];
  readonly label: (LabelChoice & { readonly name: string }) | null;
}

/** A preview with what can be told from it. */
export function inspect(preview: FilePreview): InspectedFile {
  return { ...preview, suggestedLabel: detectLabel(preview.columns ?? []), isUnmistakable: isUnmistakable(preview) };
}

/** The mapping of a file nobody was asked about, where its names alone do not say it all: a label is never told by them. */
export function detectedMapping(file: InspectedFile, fileName: string): ImportMapping | null {
  if (!file.suggestedLabel) return null;
  const roles: ImportMapping['roles'] = {};
  for (const { name, role } of file.columns ?? []) if (role && !roles[role]) roles[role] = name;
  return { roles, label: { ...file.suggestedLabel, name: labelNameOf(fileName) } };
}

export function toColumnMapping({ roles, label }: ImportMapping): ColumnMapping {
  return { roles, label: label?.column ?? null };
}

/** What a source of labels is called where nobody has named it: after its file. */
export function labelNameOf(fileName: string): string {
  return fileName.replace(/\.[^.]{1,8}$/, '').slice(0, 120) || 'Labels';
}

const GUESSES: ReadonlySet<string> = new Set([
  'HEADER_MISSING',
  'HEADER_RENAMED',
  'TEXT_COLUMN_GUESSED',
  'ENCODING_GUESSED',
]);

function isUnmistakable({ columns, columnsLeftOut, notices }: FilePreview): boolean {
  if (!columns || columnsLeftOut > 0 || notices.some(({ code }) => GUESSES.has(code))) return false;
  // A text column may also be guessed by its values; that is for a person to see.
  return columns.some(({ name, role }) => role === 'text' && matchRole(name)?.role === 'text');
}
