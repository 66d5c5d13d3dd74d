/** Of the file system, of a quota on it, and of PostgreSQL, which says so with a class of its own (53100 disk_full). */
const CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', '53100']);

/** Whether it failed because no room is left: no other try helps until somebody makes some. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CODES.has(error.code);
}
