import { describe, expect, it } from 'vitest';
import { certificateWords, compareVersions } from '@/components/threshold/compare-versions';
import type { VersionFragment } from '@/graphql/generated/operations/graphql';

const first: VersionFragment = {
  id: 'a',
  version: 1,
  threshold: 2.5,
  relevanceCut: 3,
  origin: 'BY_HAND',
  workload: 30,
  documents: 120,
  labelled: 40,
  relevant: 12,
  sampleSize: 50,
  productVersion: null,
  note: '',
  createdAt: '2026-11-25T09:30:00.000Z',
  isActive: false,
  staleReason: null,
  methodsText: '',
  createdBy: { id: 'u', name: 'Ada' },
  certificate: null,
  costs: null,
  precision: { value: 0.5, lower: 0.4, upper: 0.6, n: 20 },
  recall: { value: null, lower: null, upper: null, n: 0 },
  sample: {
    id: 's',
    kind: 'SIMPLE_RANDOM',
    seed: 'herons',
    populationSize: 120,
    createdAt: '2026-11-24T00:00:00.000Z',
  },
  model: { name: 'Starter', revision: 'abc' },
  recalibration: null,
};
const promise = { recall: 0.95, confidence: 0.95, positives: 61, positivesMissing: 0, refusal: null } as const;

describe('compareVersions', () => {
  it('marks the rows that differ and no others', () => {
    const second = { ...first, id: 'b', version: 2, threshold: 2.5004, origin: 'BY_CERTIFICATE' as const, note: 'new' };
    const differing = compareVersions(first, second).filter(({ differs }) => differs);
    expect(differing.map(({ label, left, right }) => [label, left, right])).toEqual([
      ['Threshold', '2.5', '2.5004'],
      ['Chosen', 'by hand', 'by its certificate'],
      ['Note', 'none', 'new'],
    ]);
    expect(compareVersions(first, first).some(({ differs }) => differs)).toBe(false);
  });

  it('says what is missing instead of leaving it out', () => {
    const rows = new Map(compareVersions({ ...first, model: null }, first).map(({ label, left }) => [label, left]));
    expect(rows.get('Recall')).toBe('not defined, n 0');
    expect(rows.get('Certificate')).toBe('not asked for');
    expect(rows.get('Model')).toBe('not known');
    expect(rows.get('To read')).toBe('30 of 120 (25.0 %), counted');
    expect(rows.get('Sample')).toBe('simple random, 50 of 120 drawn on 2026-11-24');
  });

  it('tells a promise that holds from one that does not reach and one that was refused', () => {
    const words = 'recall with 95.0 % confidence';
    expect(certificateWords({ certificate: { ...promise, threshold: 2.5, isCovered: true } })).toBe(
      `holds: 95.0 % ${words}`,
    );
    expect(certificateWords({ certificate: { ...promise, threshold: 2.5, isCovered: false } })).toBe(
      `holds up to 2.50 only: 95.0 % ${words}`,
    );
    const refused = { ...promise, threshold: null, isCovered: false, refusal: 'TOO_FEW_POSITIVES' } as const;
    expect(certificateWords({ certificate: refused })).toBe(`refused, too few relevant labels: 95.0 % ${words}`);
  });
});
