import { describe, expect, it } from 'vitest';
import { edgeLabels, type OverlaidBin, overlaidTable, toShares } from '@/components/charts/overlaid-shares';

const binsOf = (count: number, width: number, start = 0, isOpen = false): OverlaidBin[] =>
  Array.from({ length: count }, (_, place) => ({
    from: start + place * width,
    to: isOpen && place === count - 1 ? null : start + (place + 1) * width,
    reference: 0,
    current: 0,
  }));
const labelsOf = (bins: readonly OverlaidBin[], most: number) => edgeLabels(bins, most).map(({ label }) => label);

describe('two distributions in the same bins', () => {
  it('are shares of their own side, and nothing where a side has nothing', () => {
    const bins = [
      { from: 1, to: 2, reference: 1, current: 0 },
      { from: 2, to: null, reference: 3, current: 0 },
    ];
    const shares = toShares(bins);
    expect(shares.map(({ referenceShare, currentShare }) => [referenceShare, currentShare])).toEqual([
      [0.25, 0],
      [0.75, 0],
    ]);
    const names = { reference: 'Then', current: 'Now' };
    expect(overlaidTable(shares, names, 'Tokens', String)).toEqual({
      columns: ['Tokens from', 'to', 'Then', 'Then, share', 'Now', 'Now, share'],
      rows: [
        ['1', '2', 1, 0.25, 0, 0],
        ['2', 'and above', 3, 0.75, 0, 0],
      ],
    });
  });

  it('are labelled at round steps, ends included', () => {
    expect(labelsOf(binsOf(20, 0.2, 1), 8)).toEqual(['1', '2', '3', '4', '5']);
    expect(labelsOf(binsOf(20, 0.2, 1), 4)).toEqual(['1', '2', '3', '4', '5']);
    expect(labelsOf([], 8)).toEqual([]);
  });

  it('say where the open bin begins, and leave out what would stand in its way', () => {
    expect(edgeLabels(binsOf(21, 10, 0, true), 8)).toEqual([
      { place: 0, label: '0' },
      { place: 5, label: '50' },
      { place: 10, label: '100' },
      { place: 15, label: '150' },
      { place: 20.5, label: '200+' },
    ]);
    expect(labelsOf(binsOf(12, 1, 0, true), 8)).toEqual(['0', '2', '4', '6', '8', '10', '11+']);
    expect(labelsOf(binsOf(12, 1, 0, true), 5)).toEqual(['0', '5', '11+']);
    expect(labelsOf(binsOf(2, 1, 0, true), 8)).toEqual(['0', '1+']);
  });
});
