import { beforeEach, describe, expect, it } from 'vitest';
import { findAuditEvent } from '@/graphql/audit/find-audit-event';
import { recordAudit } from '@/graphql/audit/record-audit';
import { verifyAuditChain } from '@/graphql/audit/verify-audit-chain';
import { createTeamWith, type Person, requestOf } from '@/graphql/testing/people';
import { getDatabase, inTransaction } from '@/prisma/client';
import { GENESIS_HASH } from '@/prisma/queries/append-audit-event';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

let teamId: string;
let people: Person[];

beforeEach(async () => {
  ({ teamId, people } = await createTeamWith('OWNER', 'REVIEWER'));
});

function record(action: string, details = {}): Promise<void> {
  const actor = { id: people[0]?.id ?? '', tokenId: null };
  return inTransaction((tx) => recordAudit(tx, actor, action, { teamId, type: 'Team', id: teamId }, details));
}

async function recordFive(): Promise<void> {
  await record('first', { note: 'naïve “quotes” and 1.5e-7', value: 1.5e-7, nested: { b: [1, null, true], a: 'x' } });
  for (const action of ['second', 'third', 'fourth', 'fifth']) await record(action, { action });
}

/** What someone with the database's own keys could do: past the trigger that keeps events as they are. */
async function tamper(sql: string): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.$executeRawUnsafe('ALTER TABLE "AuditEvent" DISABLE TRIGGER "AuditEvent_append_only"');
    expect(await tx.$executeRawUnsafe(sql.replaceAll(':team', `'${teamId}'`))).toBe(1);
    await tx.$executeRawUnsafe('ALTER TABLE "AuditEvent" ENABLE TRIGGER "AuditEvent_append_only"');
  });
}

const verify = () => verifyAuditChain(getDatabase(), teamId);

describe('the record of a team', () => {
  it('is whole after it was written, also by many at once', async () => {
    expect(await verify()).toEqual({ eventCount: 0, lastHash: GENESIS_HASH, fault: null });
    await recordFive();
    await Promise.all(Array.from({ length: 8 }, (_, index) => record(`parallel.${index}`)));
    const last = await getDatabase().auditEvent.findFirst({ where: { teamId }, orderBy: { sequence: 'desc' } });
    expect(await verify()).toEqual({ eventCount: 13, lastHash: last?.hash, fault: null });
  });

  it.each([
    ['the details of an event', `"details" = '{"action":"other"}'`, 'CHANGED'],
    ['its actor', `"actorId" = NULL`, 'CHANGED'],
    ['its time', `"occurredAt" = "occurredAt" + interval '1 millisecond'`, 'CHANGED'],
    ['its hash', `"hash" = repeat('0', 64)`, 'CHANGED'],
    ['its link', `"previousHash" = repeat('0', 64)`, 'NOT_LINKED'],
    ['its place', `"sequence" = 99`, 'MISSING'],
  ])('shows that someone changed %s', async (_what, assignment, reason) => {
    await recordFive();
    await tamper(`UPDATE "AuditEvent" SET ${assignment} WHERE "teamId" = :team::uuid AND "sequence" = 3`);
    expect(await verify()).toMatchObject({ eventCount: 2, fault: { sequence: 3, reason } });
  });

  it('shows that an event was removed, even when those after it were numbered anew', async () => {
    await recordFive();
    await tamper(`DELETE FROM "AuditEvent" WHERE "teamId" = :team::uuid AND "sequence" = 3`);
    expect((await verify()).fault).toEqual({ sequence: 3, reason: 'MISSING' });
    await tamper(`UPDATE "AuditEvent" SET "sequence" = 3 WHERE "teamId" = :team::uuid AND "sequence" = 4`);
    expect((await verify()).fault).toEqual({ sequence: 3, reason: 'NOT_LINKED' });
  });

  it('cut off at its end has another last hash', async () => {
    await recordFive();
    const before = await verify();
    await tamper(`DELETE FROM "AuditEvent" WHERE "teamId" = :team::uuid AND "sequence" = 5`);
    expect(await verify()).toMatchObject({ eventCount: 4, fault: null });
    expect((await verify()).lastHash).not.toBe(before.lastHash);
  });

  it('cannot be changed by the application', async () => {
    await recordFive();
    const change = getDatabase().auditEvent.updateMany({ where: { teamId }, data: { action: 'other' } });
    await expect(change).rejects.toThrow(/append-only/);
    await expect(getDatabase().auditEvent.deleteMany({ where: { teamId } })).rejects.toThrow(/append-only/);
  });
});

it('shows an event of the team to those who may read its record, and to no other team', async () => {
  await record('first');
  const { id } = await getDatabase().auditEvent.findFirstOrThrow({ where: { teamId } });
  const [owner, reviewer] = people as [Person, Person];
  const stranger = (await createTeamWith('OWNER')).people[0] as Person;
  expect((await findAuditEvent(requestOf(owner), id)).action).toBe('first');
  await expect(findAuditEvent(requestOf(reviewer), id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(findAuditEvent(requestOf(stranger), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
