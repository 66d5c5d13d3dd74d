import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { getDatabase, getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { beginImportAttempt, claimFile, requeueImport } from '@/prisma/queries/imports';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();

const SHA256 = 'c0ffee'.padEnd(64, '0');

/** Two uploads of the same bytes in one project that nobody reads: what their imports ask is asked by hand. */
async function openTwins() {
  const desk = await openDesk();
  const ids = [
    await desk.drop('first.jsonl', '{"text":"Fever."}'),
    await desk.drop('second.jsonl', '{"text":"Fever."}'),
  ];
  await getDatabase().importRun.updateMany({ where: { id: { in: ids } }, data: { needsInspection: false } });
  const [first, second] = ids.map((importRunId) => new Twin(desk.projectId, importRunId));
  if (!(first && second)) throw new Error('there are two');
  return { first, second };
}

class Twin {
  private attempt = '';

  constructor(
    private readonly projectId: string,
    readonly id: string,
  ) {}

  /** Whom it finds before it, as an attempt that begins now; it waits for one that is under way. */
  async asks(): Promise<string | null> {
    this.attempt = randomUUID();
    const { id: importRunId, attempt, projectId } = this;
    expect(await beginImportAttempt(getPool(), importRunId, attempt)).not.toBeNull();
    return inBulkTransaction(async (tx) => {
      await lockProjectDocuments(tx, projectId);
      const same = await claimFile(tx, { projectId, importRunId, sha256: SHA256 });
      if (same?.isUnderway) expect(await requeueImport(tx, { importRunId, attempt })).toBe(true);
      return same?.id ?? null;
    });
  }

  async ends(status: 'COMPLETED' | 'FAILED') {
    await getDatabase().importRun.update({ where: { id: this.id }, data: { status, finishedAt: new Date() } });
  }
}

describe('of two imports of the same bytes', () => {
  it('the one that asks first goes ahead, also when it was uploaded last, and keeps its place when it is killed', async () => {
    const { first, second } = await openTwins();
    expect(await second.asks()).toBeNull();
    expect(await first.asks()).toBe(second.id);
    expect(await second.asks()).toBeNull();
    expect(await first.asks()).toBe(second.id);
    await second.ends('COMPLETED');
    expect(await first.asks()).toBe(second.id);
  });

  it('the one that waited goes ahead when the other has failed, and the other then waits in turn', async () => {
    const { first, second } = await openTwins();
    expect(await first.asks()).toBeNull();
    expect(await second.asks()).toBe(first.id);
    await first.ends('FAILED');
    expect(await second.asks()).toBeNull();
    await getDatabase().importRun.update({ where: { id: first.id }, data: { status: 'QUEUED', finishedAt: null } });
    // Started again while the other is under way, each would see the other: one waits, and holds nobody up.
    expect(await first.asks()).toBe(second.id);
    expect(await second.asks()).toBeNull();
  });
});
