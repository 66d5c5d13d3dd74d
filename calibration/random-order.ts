import { createHash } from 'node:crypto';

import { CalibrationError } from './calibration-error';
import { requireCount, requirePartOf } from './input-checks';

/** Recorded with every sample, so that it can be drawn again by anyone, in any language, for ever. */
export const RANDOM_ORDER_METHOD = 'xoshiro128**-1.1/sha-256/fisher-yates/v1';

/** A stream of 32-bit random numbers. */
export interface RandomSource {
  nextUint32(): number;
}

/**
 * The first `count` places of the random order of 0..populationSize-1 that `seed` stands for.
 *
 * A longer prefix begins with every shorter one, which is what lets a sample be topped up later. Forward Fisher-Yates
 * on a sparse array: O(count) time and memory, whatever the population.
 *
 * @param seed            Any non-empty string; its UTF-8 bytes are hashed. SEED_EMPTY otherwise.
 * @param populationSize  A whole number in [0, 2^32].
 * @param count           A whole number in [0, populationSize].
 */
export function randomOrder(seed: string, populationSize: number, count: number): number[] {
  requirePartOf('count', count, 'populationSize', populationSize);
  const source = randomSource(seed);
  const displaced = new Map<number, number>();
  const order: number[] = [];
  for (let place = 0; place < count; place++) {
    const chosen = place + uniformBelow(source, populationSize - place);
    order.push(displaced.get(chosen) ?? chosen);
    displaced.set(chosen, displaced.get(place) ?? place);
    displaced.delete(place);
  }
  return order;
}

/** The generator a seed stands for: xoshiro128** started from the first 128 bits of a labelled SHA-256 of the seed. */
export function randomSource(seed: string): RandomSource {
  if (seed === '') throw new CalibrationError('SEED_EMPTY', 'a sample needs a non-empty seed');
  const hash = createHash('sha256').update(`winnow-random-order-v1\0${seed}`, 'utf8').digest();
  return xoshiro128StarStar([hash.readUInt32BE(0), hash.readUInt32BE(4), hash.readUInt32BE(8), hash.readUInt32BE(12)]);
}

/**
 * xoshiro128** 1.1. Whole 32-bit arithmetic only, so every engine on every platform gives the same numbers.
 *
 * @param state  Four 32-bit words, not all zero (SEED_EMPTY).
 * @see Blackman and Vigna, ACM Transactions on Mathematical Software 47 (2021)
 */
export function xoshiro128StarStar(state: readonly [number, number, number, number]): RandomSource {
  let [a, b, c, d] = state;
  if ((a | b | c | d) === 0)
    throw new CalibrationError('SEED_EMPTY', 'the generator needs a state that is not all zero');
  return {
    nextUint32() {
      const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = rotateLeft(d, 11);
      return result;
    },
  };
}

/** A whole number in [0, limit), each equally likely: values that would favour the small ones are drawn again. */
export function uniformBelow(source: RandomSource, limit: number): number {
  requireCount('limit', limit, 1);
  if (limit > WORDS)
    throw new CalibrationError('OUT_OF_RANGE', `a random order holds at most 2^32 places, got ${limit}`);
  const fair = WORDS - (WORDS % limit);
  let word = source.nextUint32();
  while (word >= fair) word = source.nextUint32();
  return word % limit;
}

/** A number in [0, 1) on a grid of 2^-32. */
export function uniformShare(source: RandomSource): number {
  return source.nextUint32() / WORDS;
}

const WORDS = 2 ** 32;

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
