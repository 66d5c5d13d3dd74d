import { describe, expect, it } from 'vitest';
import { getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { holdSpareConnection } from '@/prisma/queries/spare-connections';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

describe('a transaction whose connection is lost', () => {
  it('between two statements fails at the next, and the pool goes on with another', async () => {
    const lost = inBulkTransaction(async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS "pid"');
      const ended = new Promise((resolve) => tx.once('error', resolve));
      await getPool().query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended;
      return tx.query('SELECT 1');
    });
    await expect(lost).rejects.toThrow(/not queryable/);
    const { rows } = await inBulkTransaction((tx) => tx.query('SELECT 1 AS "one"'));
    expect(rows).toEqual([{ one: 1 }]);
  });
});

describe('connections that wait for others', () => {
  it('are a third of the pool at most, and come back once however often they are let go of', () => {
    expect(getPool().options.max).toBe(10);
    const [first, second, third] = [holdSpareConnection(), holdSpareConnection(), holdSpareConnection()];
    expect([first, second, third].every((letGo) => letGo !== null)).toBe(true);
    expect(holdSpareConnection()).toBeNull();
    first?.();
    first?.();
    const again = holdSpareConnection();
    expect(again).not.toBeNull();
    expect(holdSpareConnection()).toBeNull();
    for (const letGo of [again, second, third]) letGo?.();
  });
});
