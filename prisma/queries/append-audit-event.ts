import { createHash } from 'node:crypto';
import { canonicalJson } from '@/prisma/canonical-json';
import type { Database } from '@/prisma/client';
import type { Prisma } from '@/prisma/generated/client';

export interface AuditSubject {
  readonly teamId: string;
  readonly projectId?: string | null;
  readonly type: string;
  readonly id: string;
}

export interface NewAuditEvent {
  /** Null: nobody's doing, the system found it. */
  readonly actorId: string | null;
  readonly action: string;
  readonly subject: AuditSubject;
  readonly details: Record<string, Prisma.InputJsonValue | null>;
}

/** What the first event of a team chains to. */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * Appends one event to the team's record, in the transaction of what it tells of: neither exists without the other.
 * A lock on the team keeps its chain in one line; it is held until the transaction ends, so call this last.
 */
export async function appendAuditEvent(
  tx: Database,
  { actorId, action, subject, details }: NewAuditEvent,
): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`audit:${subject.teamId}`}, 0))::text`;
  const last = await tx.auditEvent.findFirst({
    where: { teamId: subject.teamId },
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  });
  const event = {
    teamId: subject.teamId,
    sequence: (last?.sequence ?? 0) + 1,
    projectId: subject.projectId ?? null,
    actorId,
    action,
    subjectType: subject.type,
    subjectId: subject.id,
    details,
    occurredAt: new Date(),
    previousHash: last?.hash ?? GENESIS_HASH,
  };
  await tx.auditEvent.create({ data: { ...event, hash: hashAuditEvent(event) }, select: { id: true } });
}

export interface HashedEvent {
  readonly teamId: string;
  readonly sequence: number;
  readonly projectId: string | null;
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly details: unknown;
  readonly occurredAt: Date;
  readonly previousHash: string;
}

/** SHA-256 over the event's fields in a fixed order, keys of details sorted, previous hash first. */
export function hashAuditEvent(event: HashedEvent): string {
  const fields = [
    event.previousHash,
    event.teamId,
    event.sequence,
    event.projectId,
    event.actorId,
    event.action,
    event.subjectType,
    event.subjectId,
    event.details,
    event.occurredAt.toISOString(),
  ];
  return createHash('sha256').update(canonicalJson(fields)).digest('hex');
}
