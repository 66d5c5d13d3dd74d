import { displayOrder } from '@/calibration/sampling';
import type { SampleKind } from '@/graphql/generated/resolver-types';

/**
 * Where documents that are drawn together are shown, in the order of the list. A simple random sample is shown in its
 * own random order; strata are mixed, behind what was drawn before.
 *
 * @param size   Of the sample before: its positions end there.
 * @param drawn  By stratum and by place.
 */
export function positionsOf(
  { kind, seed }: { readonly kind: SampleKind; readonly seed: string },
  size: number,
  drawn: readonly { readonly place: number }[],
): number[] {
  if (kind === 'SIMPLE_RANDOM') return drawn.map(({ place }) => place + 1);
  const positions = new Array<number>(drawn.length);
  for (const [index, at] of displayOrder(seed, size, drawn.length).entries()) positions[at] = size + 1 + index;
  return positions;
}
