import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseBlockShape, layOutBlocks } from './block-layout';

/** For each row of the batch the rows it sees, read back from a layout. */
function visibleRows(textCount: number, length: number, reach: number): number[][] {
  const layout = layOutBlocks(textCount, length, reach);
  const { queriesPerBlock, keysPerBlock } = layout;
  return Array.from(layout.resultRows, (slot, row) => {
    const position = Number(slot);
    expect(Number(layout.queryRows[position])).toBe(row);
    const block = Math.floor(position / queriesPerBlock);
    const keys = Array.from(layout.keyRows.subarray(block * keysPerBlock, (block + 1) * keysPerBlock), Number);
    return keys.filter((_, k) => layout.bias[position * keysPerBlock + k] === 0);
  });
}

/** The definition: rows of the same text at a distance of at most reach. */
function definedRows(textCount: number, length: number, reach: number): number[][] {
  return Array.from({ length: textCount * length }, (_, row) => {
    const start = row - (row % length);
    const from = Math.max(start, row - reach);
    const to = Math.min(start + length - 1, row + reach);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

describe('a block layout', () => {
  it.each([1, 2, 63, 64, 65, 127, 128, 129, 193, 300])('lets each of %i tokens see 64 to each side', (length) => {
    expect(visibleRows(1, length, 64)).toEqual(definedRows(1, length, 64));
  });

  it('lets each token see exactly its neighbours in its own text, at any size', () => {
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 260 }),
      fc.integer({ min: 0, max: 70 }),
    );
    fc.assert(
      fc.property(sizes, ([texts, length, reach]) => {
        expect(visibleRows(texts, length, reach)).toEqual(definedRows(texts, length, reach));
      }),
      { numRuns: 60 },
    );
  });

  it('scores pairs in proportion to the length, not to its square', () => {
    const pairs = (length: number) => {
      const shape = chooseBlockShape(length, 64);
      return shape.blocksPerText * shape.queriesPerBlock * shape.keysPerBlock;
    };
    expect(pairs(8192) / pairs(1024)).toBeLessThan(8.5);
    expect(pairs(4096)).toBeLessThan((4096 * 4096) / 15);
  });
});
