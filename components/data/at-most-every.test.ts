import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { atMostEvery } from '@/components/data/at-most-every';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('runs at once, then once for all that is asked within the pause, and is quiet afterwards', () => {
  const run = vi.fn();
  const ask = atMostEvery(() => 2_000, run);
  for (let asked = 0; asked < 110; asked += 1) ask();
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_999);
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(60_000);
  expect(run).toHaveBeenCalledTimes(2);
  ask();
  expect(run).toHaveBeenCalledTimes(3);
});
