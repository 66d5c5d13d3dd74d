import type { ColumnRole, ImportEncoding } from '@/graphql/generated/resolver-types';
import type { ColumnMapping, EncodingName, FieldRole } from '@/ingestion/types';

const ROLES: Readonly<Record<ColumnRole, FieldRole>> = {
  EXTERNAL_ID: 'externalId',
  TITLE: 'title',
  TEXT: 'text',
  AUTHORS: 'authors',
  YEAR: 'year',
  JOURNAL: 'journal',
  DOI: 'doi',
  PMID: 'pmid',
  URL: 'url',
  LANGUAGE: 'language',
  KEYWORDS: 'keywords',
};
const NAMES = new Map(Object.entries(ROLES).map(([name, role]) => [role, name as ColumnRole]));

const ENCODINGS: Readonly<Record<ImportEncoding, EncodingName>> = {
  UTF_8: 'utf-8',
  UTF_16LE: 'utf-16le',
  UTF_16BE: 'utf-16be',
  WINDOWS_1252: 'windows-1252',
};

export function toFieldRole(role: ColumnRole): FieldRole {
  return ROLES[role];
}

export function toColumnRole(role: FieldRole | null): ColumnRole | null {
  return role === null ? null : (NAMES.get(role) ?? null);
}

/** The columns that have a role, in the order of the roles. */
export function mappedColumns(roles: ColumnMapping['roles']): { name: string; role: ColumnRole }[] {
  return (Object.keys(ROLES) as ColumnRole[]).flatMap((role) => {
    const name = roles[ROLES[role]];
    return name ? [{ name, role }] : [];
  });
}

export function toEncodingName(encoding: ImportEncoding): EncodingName {
  return ENCODINGS[encoding];
}

export function toImportEncoding(name: string | null): ImportEncoding | null {
  return (Object.keys(ENCODINGS) as ImportEncoding[]).find((encoding) => ENCODINGS[encoding] === name) ?? null;
}
