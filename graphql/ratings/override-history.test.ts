import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OverrideEntry, overridesInForce } from '@/graphql/ratings/override-history';

/** Lines in the order given, each superseding the one before. */
function lines(...values: (number | null)[]): OverrideEntry[] {
  return values.map((value, place) => ({
    id: `r${place}`,
    value,
    supersedesId: place === 0 ? null : `r${place - 1}`,
  }));
}

describe('overridesInForce', () => {
  it('has nothing in force where nothing was written', () => {
    expect(overridesInForce([])).toEqual({ newest: null, inForce: null, below: null });
  });

  it('has the last value in force and the one before it below', () => {
    const { newest, inForce, below } = overridesInForce(lines(2, 4));
    expect([newest?.id, inForce?.value, below?.value]).toEqual(['r1', 4, 2]);
  });

  it('brings back the value before at an undo, and what was below that at the next', () => {
    expect(overridesInForce(lines(2, 4, null)).inForce?.id).toBe('r0');
    expect(overridesInForce(lines(2, 4, null, null)).inForce).toBeNull();
    expect(overridesInForce(lines(2, 4, null, null)).newest?.id).toBe('r3');
  });

  it('puts a new value on top of what an undo brought back', () => {
    const { inForce, below } = overridesInForce(lines(2, 4, null, 5));
    expect([inForce?.value, below?.value]).toEqual([5, 2]);
  });

  it('reads the same story from lines in any order', () => {
    const value = fc.option(fc.integer({ min: 1, max: 5 }), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (values, noise) => {
        const story = lines(...values);
        const shuffled = story
          .map((line) => ({ line, place: noise.next().value }))
          .sort((a, b) => a.place - b.place)
          .map(({ line }) => line);
        expect(overridesInForce(shuffled)).toEqual(overridesInForce(story));
      }),
    );
  });
});
