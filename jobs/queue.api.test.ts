import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { importFile, scoreBatch } from '@/jobs/definitions';
import { closeQueue, enqueue, openQueue } from '@/jobs/queue';
import { getDatabase, inTransaction } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
afterAll(closeQueue);

const batch = () => ({ projectId: randomUUID(), runId: randomUUID(), documentIds: [randomUUID()] });

describe('enqueue', () => {
  it('puts a job in when the transaction commits and not when it fails', async () => {
    const kept = batch();
    await inTransaction((tx) => enqueue(scoreBatch, kept, { tx }));
    const failing = inTransaction(async (tx) => {
      await enqueue(scoreBatch, batch(), { tx });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    const boss = await openQueue();
    const jobs = await boss.fetch(scoreBatch.name, { batchSize: 10 });
    expect(jobs.map(({ data }) => data)).toEqual([kept]);
  });

  it('takes a plain connection as well, and several jobs at once', async () => {
    const given = [batch(), batch(), batch()];
    await inBulkTransaction((tx) => enqueue(scoreBatch, given, { tx }));
    const jobs = await (await openQueue()).fetch(scoreBatch.name, { batchSize: 10 });
    expect(jobs.map(({ data }) => data)).toEqual(expect.arrayContaining(given));
    expect(jobs).toHaveLength(given.length);
  });

  it('lets jobs of the same key wait once', async () => {
    const payload = { projectId: randomUUID(), importRunId: randomUUID() };
    await inTransaction((tx) => enqueue(importFile, payload, { tx }));
    await inTransaction((tx) => enqueue(importFile, payload, { tx }));
    const boss = await openQueue();
    const [job, ...others] = await boss.fetch(importFile.name, { batchSize: 10 });
    expect(job?.data).toEqual(payload);
    expect(others).toEqual([]);
    await inTransaction((tx) => enqueue(importFile, payload, { tx }));
    expect(await boss.fetch(importFile.name, { batchSize: 10 })).toHaveLength(1);
  });

  it('refuses a payload that is not what the definition says', async () => {
    const wrong = { projectId: 'me', runId: randomUUID(), documentIds: [] };
    await expect(enqueue(scoreBatch, wrong, { tx: getDatabase() })).rejects.toThrow('projectId');
  });
});
