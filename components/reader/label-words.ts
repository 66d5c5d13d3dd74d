import type { ReferenceLabelKind } from '@/graphql/generated/operations/graphql';

/** How a label of another review reads: "included", "not included", "rated 4". */
export function labelWord(kind: ReferenceLabelKind, value: number): string {
  if (kind === 'SCALE') return `rated ${value}`;
  return value === 1 ? 'included' : 'not included';
}
