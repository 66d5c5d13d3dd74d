import { expect, it } from 'vitest';
import { monthLabel, tooFewWords } from '@/components/monitor/agreement-words';

const november = { month: '2026-11-01T00:00:00.000Z', kind: 'VALIDATION', n: 60, isSuppressed: false } as const;

it('names a month and whose ratings they are', () => {
  expect(monthLabel(november)).toBe('2026-11, blind');
  expect(monthLabel({ ...november, kind: 'OVERRIDE' })).toBe('2026-11, overrides');
});

it('names the months left out, and none where none is', () => {
  expect(tooFewWords([november])).toBe('');
  const few = { ...november, kind: 'OVERRIDE', n: 7, isSuppressed: true } as const;
  expect(tooFewWords([november, few])).toBe('Fewer than 20 ratings: 2026-11, overrides (7).');
});
