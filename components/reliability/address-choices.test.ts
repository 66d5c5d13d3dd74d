import { describe, expect, it } from 'vitest';
import { readOption, readRaters, readSample, readThreshold } from '@/components/reliability/address-choices';

const refused = { choice: null, isRefused: true };
const none = { choice: null, isRefused: false };

describe('what an address asks for', () => {
  it('is a sample that fits; one that is gone, of another kind or given twice is told', () => {
    const samples = [{ id: 'a' }, { id: 'b' }];
    expect(readSample('b', samples)).toEqual({ choice: { id: 'b' }, isRefused: false });
    expect(readSample(undefined, samples)).toEqual(none);
    expect(readSample('', samples)).toEqual(none);
    expect(readSample('c', samples)).toEqual(refused);
    expect(readSample(['a', 'b'], samples)).toEqual(refused);
    expect(readSample('a', [])).toEqual(refused);
  });

  it('is one of a few values; the usual one where it is another, and that is told', () => {
    const confidences = ['0.9', '0.95', '0.99'] as const;
    const read = (asked: string | string[] | undefined) => readOption(asked, confidences, '0.95');
    expect([read('0.9'), read('0.99')].map(({ choice }) => choice)).toEqual(['0.9', '0.99']);
    expect([read(undefined), read('')]).toEqual(Array(2).fill({ choice: '0.95', isRefused: false }));
    for (const asked of ['0.90', '0.5', '99', ['0.9', '0.99']]) {
      expect(read(asked)).toEqual({ choice: '0.95', isRefused: true });
    }
  });

  it('is a threshold on the scale, its ends included', () => {
    expect(['1', '5', '3.25', ' 2 '].map((asked) => readThreshold(asked).choice)).toEqual([1, 5, 3.25, 2]);
    expect([undefined, ''].map(readThreshold)).toEqual([none, none]);
    for (const asked of ['0.99', '5.01', 'three', 'NaN', 'Infinity', ' ', ['3', '4']]) {
      expect(readThreshold(asked)).toEqual(refused);
    }
  });

  it('is two to ten raters of those who have rated, each once', () => {
    const rated = Array.from({ length: 12 }, (_, place) => `r${place}`);
    expect(readRaters(['r0', 'r3', 'r0'], rated)).toEqual({ choice: ['r0', 'r3'], isRefused: false });
    expect(readRaters(undefined, rated)).toEqual(none);
    expect(readRaters(rated.slice(0, 10), rated).choice).toHaveLength(10);
    for (const asked of ['r0', ['r0', 'r0'], ['r0', 'stranger'], rated.slice(0, 11)]) {
      expect(readRaters(asked, rated)).toEqual(refused);
    }
  });
});
