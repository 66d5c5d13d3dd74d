import type { ExportRunRow } from '@/graphql/rows';
import type { ExportFormat } from '@/prisma/generated/enums';

const FILES: Readonly<Record<ExportFormat, { readonly extension: string; readonly type: string }>> = {
  CSV: { extension: 'csv', type: 'text/csv; charset=utf-8; header=present' },
  JSONL: { extension: 'jsonl', type: 'application/x-ndjson; charset=utf-8' },
  XLSX: { extension: 'xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  RIS: { extension: 'ris', type: 'application/x-research-info-systems; charset=utf-8' },
  PARQUET: { extension: 'parquet', type: 'application/vnd.apache.parquet' },
};

export function exportType(format: ExportFormat): string {
  return FILES[format].type;
}

/** `asthma-trials-2026-11-25-1b4e.csv`: the project's name in letters that every file system takes, the day, the export. */
export function exportFileName(projectName: string, { id, format, createdAt }: ExportRunRow): string {
  const name = projectName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  const day = createdAt.toISOString().slice(0, 10);
  return `${name || 'winnow'}-${day}-${id.slice(-4)}.${FILES[format].extension}`;
}
