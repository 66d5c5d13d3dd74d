import { requireCount } from './input-checks';
import type { GroupedRating } from './subgroup-metrics';

/** A label's place in one group, with the document it belongs to: one with several tags stands in several. */
export interface GroupMember extends GroupedRating {
  readonly id: string;
}

/** The largest groups as they are, and what lies beyond them as one. */
export interface GatheredGroups<Member extends GroupMember> {
  readonly kept: readonly Member[];
  /** Documents of the groups beyond, each once; empty where there are none. */
  readonly gathered: readonly Member[];
  /** How many groups were gathered. */
  readonly groups: number;
}

/**
 * Keeps the `most` largest groups (ties by name) and gathers the members of all others, each document once.
 *
 * @param most  A whole number >= 1.
 * @throws CalibrationError NOT_A_COUNT
 */
export function gatherGroups<Member extends GroupMember>(
  members: readonly Member[],
  most: number,
): GatheredGroups<Member> {
  requireCount('most', most, 1);
  const sizes = new Map<string, number>();
  for (const { group } of members) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const bySize = [...sizes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const large = new Set(bySize.slice(0, most).map(([group]) => group));
  const beyond = members.filter(({ group }) => !large.has(group));
  return {
    kept: members.filter(({ group }) => large.has(group)),
    gathered: [...new Map(beyond.map((member) => [member.id, member])).values()],
    groups: bySize.length - large.size,
  };
}
