import { describe, expect, it } from 'vitest';
import { labelSentence, mappingSentence } from '@/components/collections/mapping-words';
import type { ImportLineFragment } from '@/graphql/generated/operations/graphql';

const NOW = new Date('2026-11-25T09:00:00Z');
type Mapping = NonNullable<ImportLineFragment['mapping']>;
const mapping = (overrides: Partial<Mapping>): { mapping: Mapping } => ({
  mapping: {
    origin: 'REMEMBERED',
    confirmedAt: '2026-03-03T22:00:00.000Z',
    confirmedBy: { id: 'u', name: 'Ann' },
    ...overrides,
  },
});

describe('what an import says of its columns', () => {
  it.each([
    ['remembered', mapping({}), 'Mapped as on 3 March by Ann'],
    [
      'remembered from another year',
      mapping({ confirmedAt: '2025-12-31T23:59:00.000Z' }),
      'Mapped as on 31 December 2025 by Ann',
    ],
    ['remembered from one who has left', mapping({ confirmedBy: null }), 'Mapped as on 3 March'],
    ['confirmed', mapping({ origin: 'CONFIRMED' }), 'Columns matched by Ann'],
    ['told by names', mapping({ origin: 'DETECTED' }), null],
    ['not settled', { mapping: null }, null],
  ])('when they were %s', (_how, run, sentence) => {
    expect(mappingSentence(run, NOW)).toBe(sentence);
  });

  it('and of labels that came with it', () => {
    const source = { id: 's', name: 'Cohen 2006', labelled: 1_100 };
    const binary = {
      ...source,
      kind: 'BINARY' as const,
      counts: [
        { value: 1, documents: 25 },
        { value: 0, documents: 1_075 },
      ],
    };
    expect(labelSentence({ referenceSource: binary })).toBe('Labels of Cohen 2006: 25 included, 1,075 not included');
    const scale = { ...source, kind: 'SCALE' as const, counts: [{ value: 4, documents: 3 }] };
    expect(labelSentence({ referenceSource: scale })).toBe('Labels of Cohen 2006: 3 rated 4');
    expect(labelSentence({ referenceSource: null })).toBeNull();
  });
});
