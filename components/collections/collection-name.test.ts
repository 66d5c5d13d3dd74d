import { describe, expect, it } from 'vitest';
import { LONGEST_NAME, nameAfter } from '@/components/collections/collection-name';

const named = (...names: string[]) => nameAfter(names.map((name) => ({ name })));

describe('the name of a new collection', () => {
  it.each([
    [['trials.csv'], 'trials'],
    [['trials.2019.nbib'], 'trials.2019'],
    [['.csv'], 'Collection'],
    [['a.ris', 'b.ris', 'c.ris'], 'a and 2 more'],
  ])('of %j is %s', (names, name) => {
    expect(named(...names)).toBe(name);
  });

  it('is as long as the API takes, whole characters and how many more there are included', () => {
    const name = named(`${'🩺'.repeat(200)}.csv`, 'b.csv');
    expect([...name]).toHaveLength(LONGEST_NAME);
    expect(name.endsWith('🩺 and 1 more')).toBe(true);
  });
});
