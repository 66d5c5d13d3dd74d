import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIELD_CONDITIONS,
  fieldWords,
  hasValue,
  LABEL_CHOICES,
  labelChoicesOf,
  labelFilterWords,
  readFields,
  readLabels,
  toSourceFilter,
  writeField,
  writeLabel,
} from '@/components/documents/source-filters';

const words = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const fields = fc
  .record({ key: words, condition: fc.constantFrom(...FIELD_CONDITIONS), value: words })
  .map((field) => (hasValue(field.condition) ? field : { ...field, value: '' }));

describe('filters on fields of the source', () => {
  it('are read back as they were written, whatever a file calls its columns', () => {
    fc.assert(
      fc.property(fields, (field) => {
        expect(readFields([writeField(field)])).toEqual([field]);
      }),
    );
  });

  it('say what people can read, a colon in a name included', () => {
    expect(writeField({ key: 'Database', condition: 'is', value: 'PubMed' })).toBe('is:Database:PubMed');
    expect(writeField({ key: 'dc:type', condition: 'any', value: '' })).toBe('any:dc%3Atype');
  });

  it.each([
    '',
    'is',
    'is:Database',
    'is:Database:',
    'is::PubMed',
    'like:a:b',
    'any:a:b',
    'is:a:b:c',
    `is:${'k'.repeat(301)}:v`,
  ])('leave out what makes no sense: %j', (text) => {
    expect(readFields([text])).toEqual([]);
  });

  it('are five at most, each once', () => {
    const texts = Array.from({ length: 9 }, (_, index) => `any:k${Math.floor(index / 2)}`);
    expect(readFields([...texts, 'any:k9']).map(({ key }) => key)).toEqual(['k0', 'k1', 'k2', 'k3', 'k4']);
  });
});

describe('filters on labels', () => {
  it.each(LABEL_CHOICES)('are read back as they were written: %s', (label) => {
    expect(readLabels([writeLabel({ sourceId: 'UmVm-_', label })])).toEqual([{ sourceId: 'UmVm-_', label }]);
  });

  it('hold one choice a source, and nothing that makes no sense', () => {
    expect(readLabels(['1:a', '0:a', 'none:b', '6:c', '1:', 'any:a b'])).toEqual([
      { sourceId: 'a', label: '0' },
      { sourceId: 'b', label: 'none' },
    ]);
  });

  it('say what they ask', () => {
    const sources = [
      { id: 'a', name: 'Cohen 2006', kind: 'BINARY' as const },
      { id: 'b', name: 'Pilot', kind: 'SCALE' as const },
    ];
    const said = (sourceId: string, label: '0' | '4' | 'none') => labelFilterWords({ sourceId, label }, sources);
    expect([said('a', '0'), said('b', '4'), said('b', 'none')]).toEqual([
      'Cohen 2006: not included',
      'Pilot: rated 4',
      'Pilot: not labelled',
    ]);
    expect(labelChoicesOf('BINARY')).toEqual(['1', '0', 'any', 'none']);
    expect(fieldWords({ key: 'Notes', condition: 'none', value: '' })).toBe('Without Notes');
  });
});

it('both reach the API under its own names', () => {
  const asked = readFields(['is:Database:PubMed', 'contains:Notes:x', 'any:a', 'none:b']);
  expect(toSourceFilter(asked, readLabels(['1:s', 'none:t']))).toEqual({
    metadata: [
      { key: 'Database', equals: 'PubMed' },
      { key: 'Notes', contains: 'x' },
      { key: 'a', exists: true },
      { key: 'b', exists: false },
    ],
    referenceLabels: [
      { sourceId: 's', values: [1] },
      { sourceId: 't', isLabelled: false },
    ],
  });
  expect(toSourceFilter([], [])).toEqual({});
});
