import { expect, it } from 'vitest';
import { contentWords } from '@/components/collections/content-words';

it.each([
  [{ documentCount: 0, duplicateCount: 0 }, '0 documents'],
  [{ documentCount: 1, duplicateCount: 0 }, '1 document'],
  [{ documentCount: 1_235, duplicateCount: 31 }, '1,204 documents, 31 duplicates'],
  [{ documentCount: 2, duplicateCount: 1 }, '1 document, 1 duplicate'],
  [{ documentCount: 2, duplicateCount: 2 }, '0 documents, 2 duplicates'],
  [{ documentCount: 1, duplicateCount: 2 }, '0 documents, 2 duplicates'],
])('a collection of %j is said to hold %s', (collection, words) => expect(contentWords(collection)).toBe(words));
