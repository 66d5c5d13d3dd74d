import type { AuditEventRow } from '@/graphql/rows';
import type { Database } from '@/prisma/client';
import { GENESIS_HASH, hashAuditEvent } from '@/prisma/queries/append-audit-event';
import { readTeamChain } from '@/prisma/queries/audit-events';

/** What is wrong at the first event that does not fit; everything before it does. */
export type ChainFault =
  | { readonly sequence: number; readonly reason: 'MISSING' }
  | { readonly sequence: number; readonly reason: 'NOT_LINKED' }
  | { readonly sequence: number; readonly reason: 'CHANGED' };

export interface ChainReport {
  /** Events that were read and fit. */
  readonly eventCount: number;
  /** Hash of the last of them: written down elsewhere, it also tells whether later events were cut off. */
  readonly lastHash: string;
  readonly fault: ChainFault | null;
}

const PAGE = 1_000;

/**
 * Reads a team's record from its beginning and recomputes every hash: an event changed, removed, inserted or moved is
 * found. Events cut off at the end leave a chain that fits; compare `lastHash` with one written down before.
 */
export async function verifyAuditChain(db: Database, teamId: string): Promise<ChainReport> {
  let report: ChainReport = { eventCount: 0, lastHash: GENESIS_HASH, fault: null };
  for (;;) {
    const events = await readTeamChain(db, teamId, { from: report.eventCount + 1, take: PAGE });
    for (const event of events) {
      const fault = faultOf(event, report);
      if (fault) return { ...report, fault };
      report = { eventCount: event.sequence, lastHash: event.hash, fault: null };
    }
    if (events.length < PAGE) return report;
  }
}

function faultOf(event: AuditEventRow, { eventCount, lastHash }: ChainReport): ChainFault | null {
  if (event.sequence !== eventCount + 1) return { sequence: eventCount + 1, reason: 'MISSING' };
  if (event.previousHash !== lastHash) return { sequence: event.sequence, reason: 'NOT_LINKED' };
  if (event.hash !== hashAuditEvent(event)) return { sequence: event.sequence, reason: 'CHANGED' };
  return null;
}
