import { suspectLabels } from '@/calibration/label-errors';
import { randomOrder } from '@/calibration/random-order';
import type { NamedLabel } from '@/calibration/sampling-design';

/** From here on label and score are too far apart for both to be right: a step of the scale. */
const LEAST_GAP = 1;

export interface ChosenLook {
  readonly label: NamedLabel;
  readonly isSuspect: boolean;
}

/** Labels at least a step from their score, largest distance first, among those not looked at again. */
export function findSuspects(labels: readonly NamedLabel[], seen: ReadonlySet<string>): readonly NamedLabel[] {
  const open = new Map(labels.filter(({ id }) => !seen.has(id)).map((label) => [label.id, label]));
  return suspectLabels([...open.values()], open.size).flatMap(({ id, gap }) => {
    const label = open.get(id);
    return label && Math.abs(gap) >= LEAST_GAP ? [label] : [];
  });
}

/** How many of each kind can be shown: as many others as suspects, whatever there is less of. */
export function sizeOfHalf(open: number, suspects: number, most: number): number {
  return Math.min(suspects, most, Math.floor(open / 2));
}

/**
 * Suspects and as many others in one random order, which the seed repeats: neither the order nor being shown says
 * which is which. The others are drawn at random from all that is not among the suspects shown.
 */
export function chooseLooks(
  labels: readonly NamedLabel[],
  seen: ReadonlySet<string>,
  most: number,
  seed: string,
): ChosenLook[] {
  const open = labels.filter(({ id }) => !seen.has(id));
  const suspects = findSuspects(labels, seen);
  const half = sizeOfHalf(open.length, suspects.length, most);
  const shown = suspects.slice(0, half);
  const taken = new Set(shown.map(({ id }) => id));
  const rest = sortById(open.filter(({ id }) => !taken.has(id)));
  const others = pick(rest, randomOrder(JSON.stringify([seed, 'others']), rest.length, half));
  const mixed = sortById([...shown, ...others]);
  return pick(mixed, randomOrder(JSON.stringify([seed, 'shown']), mixed.length, mixed.length)).map((label) => ({
    label,
    isSuspect: taken.has(label.id),
  }));
}

function sortById(labels: readonly NamedLabel[]): NamedLabel[] {
  return labels.toSorted((left, right) => (left.id < right.id ? -1 : 1));
}

function pick<Item>(items: readonly Item[], places: readonly number[]): Item[] {
  return places.flatMap((place) => items[place] ?? []);
}
