import type { Database } from '@/prisma/client';

/** Until the transaction ends, nobody else passes here under the same name. */
export async function lockName(tx: Database, name: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))::text`;
}
