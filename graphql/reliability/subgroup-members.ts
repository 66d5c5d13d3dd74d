import type { GroupMember } from '@/calibration/gather-groups';
import type { NamedLabel } from '@/calibration/sampling-design';
import { type Band, lengthBand, yearBand } from '@/calibration/subgroup-bands';
import type { SubgroupBy } from '@/graphql/generated/resolver-types';
import { getDatabase } from '@/prisma/client';
import {
  type DocumentTraits,
  findCollectionsOf,
  findTagsOf,
  findTraits,
  type NamedGroup,
} from '@/prisma/queries/reliability';

/** A label in one of its groups; `group` tells groups apart, `label` is shown. */
export interface SubgroupMember extends GroupMember {
  readonly label: string;
  /** Place among the bands of years or lengths; 0 where groups have no order of their own. */
  readonly order: number;
}

interface Group {
  readonly group: string;
  readonly label: string;
  readonly order: number;
}

/** Every label in every group that its document is in. */
export async function subgroupMembers(
  projectId: string,
  labels: readonly NamedLabel[],
  by: SubgroupBy,
): Promise<SubgroupMember[]> {
  const ids = labels.map(({ id }) => id);
  const groups = await readGroups(projectId, ids, by);
  return labels.flatMap(({ id, score, rating }) =>
    (groups.get(id) ?? [NONE[by] ?? UNKNOWN]).map((group) => ({ id, score, rating, ...group })),
  );
}

const UNKNOWN: Group = { group: 'unknown', label: 'unknown', order: Number.POSITIVE_INFINITY };
const NONE: Partial<Record<SubgroupBy, Group>> = { TAG: { group: 'none', label: 'without a tag', order: 0 } };

async function readGroups(projectId: string, ids: readonly string[], by: SubgroupBy): Promise<Map<string, Group[]>> {
  const db = getDatabase();
  if (by === 'TAG') return named(await findTagsOf(db, projectId, ids));
  if (by === 'COLLECTION') return named(await findCollectionsOf(db, projectId, ids));
  const thisYear = new Date().getUTCFullYear();
  const traits = await findTraits(db, projectId, ids);
  return new Map(traits.map((document) => [document.documentId, [groupOf(document, by, thisYear)]]));
}

function groupOf(document: DocumentTraits, by: SubgroupBy, thisYear: number): Group {
  if (by === 'YEAR') return banded(yearBand(document.year, thisYear));
  if (by === 'LENGTH') return banded(lengthBand(document.tokensTotal));
  if (by === 'LANGUAGE') return document.language ? plain(document.language) : UNKNOWN;
  if (document.isTruncated === null) return UNKNOWN;
  return plain(document.isTruncated ? 'cut off' : 'read whole');
}

function banded({ order, label }: Band): Group {
  return { group: label, label, order };
}

function plain(label: string): Group {
  return { group: `= ${label}`, label, order: 0 };
}

function named(rows: readonly NamedGroup[]): Map<string, Group[]> {
  const groups = new Map<string, Group[]>();
  for (const { documentId, groupId, name } of rows) {
    const group = { group: groupId, label: name, order: 0 };
    groups.set(documentId, [...(groups.get(documentId) ?? []), group]);
  }
  return groups;
}
