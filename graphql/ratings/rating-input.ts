import { invalid } from '@/graphql/errors';
import { readFreeText } from '@/graphql/projects/project-input';

const MAX_REASON = 2_000;

/** 1 to 5 in steps of 0.1, as the nearest double: 3.3000000000000003 is 3.3, and 3.33 is refused. */
export function readRatingValue(value: number): number {
  if (!(value >= 1 && value <= 5)) throw invalid('value', 'A rating lies from 1 to 5.', 'OUT_OF_RANGE');
  const tenths = Math.round(value * 10);
  if (Math.abs(value * 10 - tenths) > 1e-9) throw invalid('value', 'Ratings go in steps of 0.1.');
  return tenths / 10;
}

export function readReason(reason: string | null | undefined): string {
  return readFreeText('reason', reason ?? '', MAX_REASON);
}
