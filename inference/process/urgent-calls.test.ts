import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, startEngine } from '../engine';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ processes: 1, threadsPerProcess: 1 });
});
afterAll(() => engine.close());

it('an urgent call goes before what waits, and both are answered whole', async () => {
  // Chunks hold 128 texts at most: two are in the process's hands, ten wait.
  const many = Array.from({ length: 12 * 128 }, (_, number) => `Patient ${number} was seen for asthma.`);
  const answered: string[] = [];
  const patient = engine.score(many).then((results) => {
    answered.push('patient');
    return results;
  });
  const urgent = engine.score(['Measles in Lyon.'], { isUrgent: true }).then((results) => {
    answered.push('urgent');
    return results;
  });
  const counted = engine.countTokens(['Measles in Lyon.'], { isUrgent: true }).then((counts) => {
    answered.push('counted');
    return counts;
  });
  expect(await urgent).toMatchObject([{ status: 'scored' }]);
  expect((await patient).filter(({ status }) => status === 'scored')).toHaveLength(many.length);
  expect(await counted).toEqual([expect.any(Number)]);
  expect(answered.at(-1)).toBe('patient');
});
