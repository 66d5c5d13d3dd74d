import type { Asked } from '@/components/reliability/address-choices';
import type { Measure } from '@/components/reliability/subgroup-section';
import type { SubgroupBy } from '@/graphql/generated/operations/graphql';

export const SUBGROUPS: Readonly<Record<SubgroupBy, string>> = {
  COLLECTION: 'By collection',
  YEAR: 'By year',
  LANGUAGE: 'By language',
  LENGTH: 'By length',
  TRUNCATED: 'By whether read whole',
  TAG: 'By tag',
};

/** What an address asks for; anything else is the first choice. */
export function readSubgroupBy(asked: Asked): SubgroupBy {
  return typeof asked === 'string' && Object.hasOwn(SUBGROUPS, asked) ? (asked as SubgroupBy) : 'COLLECTION';
}

export function readMeasure(asked: Asked): Measure {
  return asked === 'precision' || asked === 'f1' || asked === 'accuracy' ? asked : 'recall';
}
