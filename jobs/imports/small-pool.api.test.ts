import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, getPool } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

const RECORDS = 1_400;
const cases = (from: number) =>
  Array.from({ length: RECORDS }, (_, index) => JSON.stringify({ text: `Case ${from + index} of plague.` })).join('\n');

// With one nothing can be spared for a batch ahead of its turn; with four the two imports at once compete for one.
describe.each([1, 4])('with %i connections to the database', (connections) => {
  beforeAll(() => {
    vi.stubEnv('WINNOW_DATABASE_CONNECTIONS', String(connections));
  });
  withTestDatabase();
  withDataFolder();
  withWorker();
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it('imports at once, into one project and into another, all come to their end', async () => {
    const [one, other] = [await openDesk(), await openDesk()];
    const dropped = await Promise.all([
      one.drop('first.jsonl', cases(0)),
      one.drop('second.jsonl', cases(RECORDS / 2)),
      other.drop('third.jsonl', cases(0)),
      other.drop('fourth.jsonl', cases(RECORDS)),
    ]);
    const ended = await Promise.all(dropped.map(importEnded));
    expect(getPool().options.max).toBe(connections);
    expect(ended.map(({ status, readCount }) => [status, readCount])).toEqual(ended.map(() => ['COMPLETED', RECORDS]));
    // The second file shares half of its records with the first.
    const firsts = (projectId: string) => getDatabase().document.count({ where: { projectId, duplicateOfId: null } });
    expect(await firsts(one.projectId)).toBe(1.5 * RECORDS);
    expect(await firsts(other.projectId)).toBe(2 * RECORDS);
  });
});
