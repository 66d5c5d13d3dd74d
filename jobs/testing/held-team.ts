import pg from 'pg';
import { expect, onTestFinished, vi } from 'vitest';
import { getDatabase, getPool } from '@/prisma/client';
import { lockTeamRoom, saveQuotaOverride } from '@/prisma/queries/team-quotas';

const PATIENCE = { timeout: 30_000, interval: 10 };

/**
 * Keeps a team's imports from storing, from outside of the pool: the batch in front, which has the project's lock, asks
 * whether there is room and waits; batches behind it get in line.
 */
export class HeldTeam {
  private constructor(
    private readonly teamId: string,
    private readonly holder: pg.Client,
  ) {}

  /** Gives the team a quota: without one nobody asks. */
  static async hold(teamId: string, documents = 1_000_000): Promise<HeldTeam> {
    await saveQuotaOverride(getDatabase(), teamId, {
      documents,
      storedBytes: null,
      filesAtOnce: null,
      fileBytes: null,
    });
    const holder = await openClient();
    await lockTeamRoom(holder, teamId);
    return new HeldTeam(teamId, holder);
  }

  /** Resolves when one batch waits for room and so many behind it have their texts in the database. */
  async untilInLine(behind: number): Promise<void> {
    await vi.waitFor(async () => expect(await this.look()).toEqual({ waiting: 1, behind }), PATIENCE);
  }

  /** Lets the batch in front through, and holds again when it is stored: a lock is given in the order of asking. */
  async letOneThrough(): Promise<HeldTeam> {
    const next = await openClient();
    const locked = lockTeamRoom(next, this.teamId);
    await vi.waitFor(async () => expect(await this.look()).toMatchObject({ waiting: 2 }), PATIENCE);
    await this.letGo();
    await locked;
    return new HeldTeam(this.teamId, next);
  }

  async letGo(): Promise<void> {
    await this.holder.query('COMMIT');
  }

  private async look() {
    // Not on the holder: within one transaction this view stands still.
    const { rows } = await getPool().query<{ waiting: number; behind: number }>(
      `SELECT count(*) FILTER (WHERE wait_event = 'advisory')::int AS "waiting",
         count(*) FILTER (WHERE state = 'idle in transaction' AND query LIKE '%INSERT INTO "DocumentText" %')::int AS "behind"
       FROM pg_stat_activity WHERE datname = current_database()`,
    );
    return rows[0];
  }
}

async function openClient(): Promise<pg.Client> {
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('BEGIN');
  return client;
}
