import type { ImportRejects } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import type { ImportRunRow } from '@/graphql/rows';
import { rejectsShapeOf } from '@/jobs/rejects-file';

/** Null when the run has kept none. */
export function describeRejects(run: ImportRunRow): ImportRejects | null {
  if (run.rejectsKept === 0) return null;
  return {
    path: `/api/imports/${toGlobalId('ImportRun', run.id)}/rejects`,
    fileName: rejectsFileName(run),
    sizeBytes: run.rejectsBytes,
    records: run.rejectsKept,
    cut: run.rejectsCut,
    leftOut: run.rejectedCount - run.rejectsKept,
  };
}

/** 'trials.csv' → 'trials-rejected.csv'. */
export function rejectsFileName({ fileName, format }: Pick<ImportRunRow, 'fileName' | 'format'>): string {
  const base = fileName.replace(/\.[^.]{1,8}$/, '') || 'import';
  return `${base}-rejected.${rejectsShapeOf(format).extension}`;
}
