import { createHash } from 'node:crypto';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, invalid } from '@/graphql/errors';
import { canonicalJson } from '@/prisma/canonical-json';
import { type Database, inTransaction } from '@/prisma/client';
import type { Prisma } from '@/prisma/generated/client';
import {
  findAnsweredRequest,
  forgetAnsweredRequests,
  insertAnsweredRequest,
} from '@/prisma/queries/idempotent-requests';
import { lockName } from '@/prisma/queries/locks';

const REMEMBERED_MS = 24 * 60 * 60 * 1000;
const MAX_KEY_LENGTH = 200;

export interface OnceAnswered<Response> {
  readonly response: Response;
  /** True when an earlier request did the work and this is its answer again. */
  readonly isRepeat: boolean;
}

/**
 * Does the work of a mutation once for each key of a viewer, within a day, and gives its answer again afterwards.
 * The work, its audit row and the remembered answer are one transaction: a refusal or a crash remembers nothing, and
 * of two requests at once the second waits for the first. Without a key it is the work in a transaction.
 *
 * @param input  What was asked, without the key; the same key with another input is a CONFLICT.
 * @param work   Answers ids and counts. Never a secret: the answer is stored as it is.
 */
export async function idempotent<Response extends Prisma.InputJsonObject>(
  context: Context,
  operation: string,
  key: string | null | undefined,
  input: unknown,
  work: (tx: Database) => Promise<Response>,
): Promise<OnceAnswered<Response>> {
  const userId = requireViewer(context).id;
  if (key === null || key === undefined) return { response: await inTransaction(work), isRepeat: false };
  requireKey(key);
  const inputHash = createHash('sha256').update(canonicalJson(input)).digest('hex');
  return inTransaction(async (tx) => {
    await lockName(tx, `idempotent:${userId}:${operation}:${key}`);
    await forgetAnsweredRequests(tx, userId, new Date(Date.now() - REMEMBERED_MS));
    const earlier = await findAnsweredRequest(tx, { userId, operation, key });
    if (earlier) {
      if (earlier.inputHash !== inputHash) throw usedOtherwise();
      return { response: earlier.response as Response, isRepeat: true };
    }
    const response = await work(tx);
    await insertAnsweredRequest(tx, { userId, operation, key }, { inputHash, response });
    return { response, isRepeat: false };
  });
}

function requireKey(key: string): void {
  if (key === '') throw invalid('idempotencyKey', 'An idempotency key is not empty.', 'REQUIRED');
  if (key.length > MAX_KEY_LENGTH) {
    throw invalid('idempotencyKey', `An idempotency key has at most ${MAX_KEY_LENGTH} characters.`, 'TOO_LONG');
  }
  if (!/^[\x21-\x7e]+$/.test(key))
    throw invalid('idempotencyKey', 'An idempotency key holds visible ASCII characters, a UUID for instance.');
}

function usedOtherwise(): AppError {
  return new AppError('CONFLICT', 'This idempotency key was used with another input. Use a new key for it.', [
    'idempotencyKey',
  ]);
}
