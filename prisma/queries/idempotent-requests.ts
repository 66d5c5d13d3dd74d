import type { Database } from '@/prisma/client';
import type { Prisma } from '@/prisma/generated/client';

export interface RequestKey {
  readonly userId: string;
  readonly operation: string;
  readonly key: string;
}

export function findAnsweredRequest(db: Database, { userId, operation, key }: RequestKey) {
  return db.idempotentRequest.findUnique({
    where: { userId_operation_key: { userId, operation, key } },
    select: { inputHash: true, response: true },
  });
}

export async function insertAnsweredRequest(
  db: Database,
  { userId, operation, key }: RequestKey,
  answer: { readonly inputHash: string; readonly response: Prisma.InputJsonValue },
): Promise<void> {
  await db.idempotentRequest.create({ data: { userId, operation, key, ...answer }, select: { key: true } });
}

/** Forgets what this person asked before `before`. */
export async function forgetAnsweredRequests(db: Database, userId: string, before: Date): Promise<void> {
  await db.idempotentRequest.deleteMany({ where: { userId, createdAt: { lt: before } } });
}
