import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCompactCount,
  formatCount,
  formatDuration,
  formatScore,
  formatShare,
} from '@/components/ui/format-number';
import { progressSentence } from '@/components/ui/progress';

describe('numbers as people read them', () => {
  it('groups counts by thousands and shortens them for axes', () => {
    expect(formatCount(2_020)).toBe('2,020');
    expect(formatCompactCount(1_284_000)).toBe('1.3M');
  });

  it('gives a score two decimals, a half rounding up', () => {
    expect([4, 3.145, 1.005, 4.996].map(formatScore)).toEqual(['4.00', '3.15', '1.01', '5.00']);
  });

  it('never rounds a share to all or to none', () => {
    expect([0.9534, 0.99999, 0.00001, 1, 0].map((share) => formatShare(share))).toEqual([
      '95.3 %',
      '> 99.9 %',
      '< 0.1 %',
      '100 %',
      '0 %',
    ]);
  });

  it('gives a time in at most two units and carries over cleanly', () => {
    expect([0, 42, 59.6, 200, 3_599.7, 7_260, 90_000, 86_390].map(formatDuration)).toEqual([
      '0 s',
      '42 s',
      '1 min',
      '3 min 20 s',
      '1 h',
      '2 h 1 min',
      '1 d 1 h',
      '1 d',
    ]);
  });

  it('gives sizes in units of 1024', () => {
    expect([0, 512, 1_536, 300 * 1024 ** 2].map(formatBytes)).toEqual(['0 B', '512 B', '1.5 KB', '300 MB']);
  });

  it('tells progress in one sentence', () => {
    expect(
      progressSentence({ done: 1_284, total: 2_020, unit: 'documents', failed: 3, rate: 41.2, secondsLeft: 18 }),
    ).toBe('1,284 of 2,020 documents, 3 could not be read · 41 a second · 18 s left');
    expect(progressSentence({ done: 812, total: null, unit: 'records', secondsLeft: 9 })).toBe('812 records so far');
    expect(progressSentence({ done: 10, total: 10, unit: 'files', secondsLeft: 0 })).toBe('10 of 10 files');
  });
});
