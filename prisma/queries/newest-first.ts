/** Where a page of a list by time starts: after this row, which need not exist any more. */
export interface TimeKeyPage {
  readonly take: number;
  readonly after: { readonly createdAt: Date; readonly id: string } | null;
}

export const NEWEST_FIRST = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

/** The rows that come after this one, newest first. */
export function newestFirstAfter(after: TimeKeyPage['after']) {
  if (!after) return {};
  const { createdAt, id } = after;
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}
