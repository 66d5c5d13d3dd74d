import { describe, expect, it } from 'vitest';
import { detectLabel, labelKindOf, readLabel } from '@/jobs/imports/label-values';

describe('a label', () => {
  it.each([
    ...['1', '1.0', ' Yes ', 'Y', 'TRUE', 'include', 'Included', 'relevant'].map((text) => [text, 1] as const),
    ...['0', '0.0', 'no', 'N', 'false', 'Exclude', 'excluded', 'irrelevant', 'not relevant'].map(
      (text) => [text, 0] as const,
    ),
    ...['', '-1', '-1.0', 'NaN', 'n/a', 'None', 'null'].map((text) => [text, 'none'] as const),
    ...['2', 'maybe', '0.5', 'yes/no', '11', '−1'].map((text) => [text, null] as const),
  ])('of a binary source: %j says %j', (text, said) => {
    expect(readLabel(text, 'BINARY')).toBe(said);
  });

  it.each([
    ['1', 1],
    ['4.5', 4.5],
    ['3,5', 3.5],
    ['5.0', 5],
    ['-1', 'none'],
    ['', 'none'],
    ['0', null],
    ['5.01', null],
    ['6', null],
    ['yes', null],
    ['1e0', null],
  ])('of a scale: %j says %j', (text, said) => {
    expect(readLabel(text, 'SCALE')).toBe(said);
  });
});

describe('a column', () => {
  it.each([
    [['1', '0'], 'BINARY'],
    [['yes', '-1', ''], 'BINARY'],
    [['1', '3', '5'], 'SCALE'],
    [['1'], 'BINARY'],
    [['-1'], null],
    [[], null],
    [['1', '7'], null],
    [['2019', '2020'], null],
  ])('with %j is read as %j', (samples, kind) => {
    expect(labelKindOf(samples)).toBe(kind);
  });

  it('is a label by name and values together, the best name first', () => {
    const columns = [
      { name: 'relevant', samples: ['yes'] },
      { name: 'Label-Included', samples: ['1', '0', '-1'] },
      { name: 'included', samples: ['see notes'] },
    ];
    expect(detectLabel(columns)).toEqual({ column: 'Label-Included', kind: 'BINARY' });
    expect(detectLabel(columns.slice(2))).toBeNull();
    expect(detectLabel([{ name: 'year', samples: ['1', '2'] }])).toBeNull();
  });
});
