import { getPool } from '../client';

/** Of the pool, what may be held by work that is ahead of its turn. */
const SPARE_SHARE = 1 / 3;

const held = new WeakMap<object, number>();

/**
 * Room for a connection that will be held while its owner waits for another's commit: a third of the pool at most, none
 * in a pool of one or two, so that whoever is waited for never lacks one.
 *
 * @returns How to let go of it, which may be said twice; null where there is none to spare.
 */
export function holdSpareConnection(): (() => void) | null {
  const pool = getPool();
  const count = held.get(pool) ?? 0;
  if (count >= Math.floor(pool.options.max * SPARE_SHARE)) return null;
  held.set(pool, count + 1);
  let isHeld = true;
  return () => {
    if (isHeld) held.set(pool, (held.get(pool) ?? 1) - 1);
    isHeld = false;
  };
}
