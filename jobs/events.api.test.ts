import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeEvents, projectEvents, publish } from '@/jobs/events';
import { getDatabase, inTransaction } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
// The first to listen hears that the connection is there; those who come later hear only what happens.
beforeAll(async () => {
  await projectEvents(randomUUID()).next();
});
afterAll(closeEvents);

/** A listener that has just heard an event. */
async function listening(projectId: string) {
  const events = projectEvents(projectId);
  await inTransaction((tx) => publish(tx, { projectId, topic: 'SETTINGS' }));
  await events.next();
  return events;
}

describe('projectEvents', () => {
  it('tells of a change when its transaction commits, and not of one that failed', async () => {
    const projectId = randomUUID();
    const events = await listening(projectId);
    const failed = inTransaction(async (tx) => {
      await publish(tx, { projectId, topic: 'RATING' });
      throw new Error('not after all');
    });
    await expect(failed).rejects.toThrow();
    await inBulkTransaction((tx) => publish(tx, { projectId, topic: 'SCORING' }));
    expect((await events.next()).value).toEqual({ projectId, topics: ['SCORING'] });
    await events.return?.();
  });

  it('merges what happens at once, each topic named once', async () => {
    const projectId = randomUUID();
    const events = await listening(projectId);
    await inTransaction(async (tx) => {
      for (const topic of ['IMPORT', 'SCORING', 'IMPORT', 'SCORING', 'RATING'] as const)
        await publish(tx, { projectId, topic });
      await publish(tx, { projectId: randomUUID(), topic: 'CALIBRATION' });
    });
    const heard = new Set<string>();
    while (heard.size < 3) for (const topic of (await events.next()).value.topics) heard.add(topic);
    expect(heard).toEqual(new Set(['IMPORT', 'SCORING', 'RATING']));
    await events.return?.();
  });

  it('leaves half a second between two events', async () => {
    const projectId = randomUUID();
    const events = await listening(projectId);
    const times: number[] = [];
    while (times.length < 3) {
      await publish(getDatabase(), { projectId, topic: 'SCORING' });
      await events.next();
      times.push(performance.now());
    }
    // The first follows the listener's own; timers may fire a few milliseconds early.
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(480);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(480);
    await events.return?.();
  });

  it('ends when nobody listens any more, even while it waits', async () => {
    const events = await listening(randomUUID());
    const waiting = events.next();
    await events.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });
});
