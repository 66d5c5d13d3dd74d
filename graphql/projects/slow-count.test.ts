import { describe, expect, it } from 'vitest';
import { SlowCount } from '@/graphql/projects/slow-count';

function counter(tookMs: number) {
  let clock = 0;
  let calls = 0;
  const counts = new SlowCount<number>(() => clock);
  const ask = () =>
    counts.get('project', async () => {
      clock += tookMs;
      calls += 1;
      return calls;
    });
  return { ask, pass: (ms: number) => (clock += ms) };
}

describe('SlowCount', () => {
  it('counts anew each time while counting is quick', async () => {
    const { ask } = counter(99);
    expect([await ask(), await ask()]).toEqual([1, 2]);
  });

  it('gives a slow count again for twenty times what it took', async () => {
    const { ask, pass } = counter(200);
    expect(await ask()).toBe(1);
    pass(3_999);
    expect(await ask()).toBe(1);
    pass(1);
    expect(await ask()).toBe(2);
  });

  it('lets callers at once share one count', async () => {
    const { ask } = counter(1);
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  });

  it('forgets a count that failed', async () => {
    const counts = new SlowCount<number>(() => 0);
    await expect(counts.get('project', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await expect(counts.get('project', async () => 7)).resolves.toBe(7);
  });
});
