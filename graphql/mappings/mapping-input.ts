import { invalid } from '@/graphql/errors';
import type { ConfirmImportMappingInput } from '@/graphql/generated/resolver-types';
import { requireLine } from '@/graphql/input-text';
import { toFieldRole } from '@/graphql/mappings/column-roles';
import { type ImportMapping, type InspectedFile, labelNameOf } from '@/jobs/imports/inspected-file';

const MAX_LABEL_NAME = 120;

/** What a person says the columns mean, held against the file as it was looked at. */
export function readMapping(input: ConfirmImportMappingInput, file: InspectedFile, fileName: string): ImportMapping {
  const known = new Set((file.columns ?? []).map(({ name }) => name));
  return { roles: readRoles(input.columns, known), label: readLabelInput(input.label, known, fileName) };
}

function readRoles(columns: ConfirmImportMappingInput['columns'], known: ReadonlySet<string>): ImportMapping['roles'] {
  const roles: ImportMapping['roles'] = {};
  for (const { name, role } of columns) {
    if (!known.has(name)) throw invalid('columns', 'The file has no column of that name.');
    const field = toFieldRole(role);
    if (roles[field]) throw invalid('columns', `Two columns cannot both be the ${role.toLowerCase()}.`, 'TAKEN');
    roles[field] = name;
  }
  if (roles.title || roles.text) return roles;
  throw invalid('columns', 'Say which column holds the title or the text.', 'REQUIRED');
}

function readLabelInput(
  label: ConfirmImportMappingInput['label'],
  known: ReadonlySet<string>,
  fileName: string,
): ImportMapping['label'] {
  if (!label) return null;
  const { column, kind, name } = label;
  if (!known.has(column)) throw invalid('label', 'The file has no column of that name.');
  return { column, kind, name: name == null ? labelNameOf(fileName) : requireLine('name', name, MAX_LABEL_NAME) };
}
