import { describe, expect, it } from 'vitest';
import { sharedAuthors } from '@/jobs/duplicates/author-names';

describe('authors that two lists share', () => {
  it.each([
    ['a comma and initials', ['Müller, K.'], ['Muller K']],
    ['initials before and behind', ['K. J. Müller'], ['MÜLLER KJ']],
    ['a given name in full', ['Karl Müller'], ['Müller, Karl']],
    ['a name of several words', ['van der Berg, J'], ['van der Berg J']],
  ])('are found by family name: %s', (_what, first, second) => {
    expect(sharedAuthors(first, second)).toMatchObject({ share: 1 });
  });

  it('are counted against the shorter list, as lists are cut', () => {
    const long = ['Heron, A', 'Stork, B', 'Crane, C', 'Ibis, D'];
    expect(sharedAuthors(long, ['Stork, B', 'Other, X'])).toEqual({ names: ['Stork'], share: 0.5 });
  });

  it('are none where a list is empty or the names differ', () => {
    expect(sharedAuthors([], ['Heron, A'])).toEqual({ names: [], share: 0 });
    expect(sharedAuthors(['Heron, A'], ['Stork, A'])).toEqual({ names: [], share: 0 });
  });
});
