import { answer } from '@/graphql/answer';
import type { Context } from '@/graphql/context';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { mappedColumns, toColumnRole, toImportEncoding } from '@/graphql/mappings/column-roles';
import { confirmImportMapping } from '@/graphql/mappings/confirm-import-mapping';
import { forgetColumnMapping } from '@/graphql/mappings/forget-column-mapping';
import { mappingOf } from '@/graphql/mappings/import-preview';
import { listColumnMappings } from '@/graphql/mappings/list-column-mappings';
import { previewImport } from '@/graphql/mappings/preview-import';
import { requireLoaded } from '@/graphql/require-loaded';
import type { ImportRunRow } from '@/graphql/rows';
import type { RecordIssue } from '@/ingestion/types';
import { labelNameOf } from '@/jobs/imports/inspected-file';
import { labelKindOf } from '@/jobs/imports/label-values';

export const mappingsResolvers: Resolvers = {
  ImportRun: {
    preview: (run) => (run.status === 'NEEDS_MAPPING' ? { run } : null),
    mapping: (run) => (run.mappingOrigin ? { run } : null),
  },
  ImportPreview: {
    version: ({ run }) => run.previewVersion,
    format: async ({ run }, _arguments, context) => (await fileOf(context, run)).format.toUpperCase(),
    member: async ({ run }, _arguments, context) => (await fileOf(context, run)).member ?? null,
    encoding: async ({ run }, _arguments, context) => (await fileOf(context, run)).encoding,
    delimiter: async ({ run }, _arguments, context) => (await fileOf(context, run)).delimiter,
    columns: async ({ run }, _arguments, context) =>
      ((await fileOf(context, run)).columns ?? []).map(({ role, ...column }) => ({
        ...column,
        role: toColumnRole(role),
        labelKind: labelKindOf(column.samples),
      })),
    columnsLeftOut: async ({ run }, _arguments, context) => (await fileOf(context, run)).columnsLeftOut,
    rowsRead: async ({ run }, _arguments, context) => (await fileOf(context, run)).rowsRead,
    rows: async ({ run }, _arguments, context) =>
      (await fileOf(context, run)).rows.map((row) => ({
        values: row.map(({ name, ...value }) => ({ column: name, ...value })),
      })),
    notices: async ({ run }, _arguments, context) => (await fileOf(context, run)).notices.map(toIssue),
    suggestedLabel: async ({ run }, _arguments, context) => (await fileOf(context, run)).suggestedLabel,
    defaultLabelName: ({ run }) => labelNameOf(run.fileName),
    chosenEncoding: ({ run }) => toImportEncoding(run.readEncoding),
    chosenDelimiter: ({ run }) => run.readDelimiter,
    isPending: ({ run }) => run.needsInspection,
    failureCode: ({ run }) => run.previewFailureCode,
    failureMessage: ({ run }) => run.previewFailureMessage,
  },
  ImportMapping: {
    origin: ({ run }) => originOf(run),
    columns: ({ run }) => mappedColumns(mappingOf(run)?.roles ?? {}),
    label: ({ run }) => mappingOf(run)?.label ?? null,
    confirmedBy: ({ run }, _arguments, context) => userOf(context, run.mappedById),
    confirmedAt: ({ run }) => run.mappedAt,
  },
  ColumnMapping: {
    id: ({ id }) => toGlobalId('ColumnMapping', id),
    columnNames: ({ columns }) => columns,
    columns: (row) => mappedColumns(mappingOf(row)?.roles ?? {}),
    label: (row) => {
      const label = mappingOf(row)?.label;
      return label ? { ...label, name: null } : null;
    },
    confirmedBy: ({ confirmedById }, _arguments, context) => userOf(context, confirmedById),
  },
  Team: {
    columnMappings: ({ id }, page) => listColumnMappings(id, page),
  },
  Mutation: {
    confirmImportMapping: (_root, { input }, context) => answer(() => confirmImportMapping(context, input)),
    previewImport: (_root, { input }, context) => answer(() => previewImport(context, input)),
    forgetColumnMapping: async (_root, { input }, context) => ({
      columnMappingId: null,
      ...(await answer(() => forgetColumnMapping(context, input))),
    }),
  },
};

function fileOf(context: Context, run: ImportRunRow) {
  return requireLoaded(context.loaders.inspectedFile.load(run.id), 'preview');
}

function toIssue({ file, line, field, code, message, snippet }: RecordIssue) {
  const place = { file: file ?? null, encoding: null, line: line > 0 ? line : null, field: field ?? null };
  return { severity: 'WARNING' as const, ...place, code, message, snippet };
}

function originOf({ mappingOrigin }: ImportRunRow) {
  if (!mappingOrigin) throw new Error('An import has a mapping once its columns are settled.');
  return mappingOrigin;
}

function userOf(context: Context, id: string | null) {
  return id === null ? null : context.loaders.user.load(id);
}
