import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/graphql/errors';
import { getPool } from '@/prisma/client';

/** Wrong passwords until an account, or an address (an office behind one, too), must wait; counted over all servers. */
export const SIGN_IN_LIMITS = { perAccount: 10, perAddress: 50, windowS: 15 * 60 } as const;

type Limiters = Readonly<{ pool: Pool; account: RateLimiterPostgres; address: RateLimiterPostgres }>;
let current: Limiters | undefined;

function limiters(): Limiters {
  const pool = getPool();
  if (current?.pool !== pool) {
    current = {
      pool,
      account: createLimiter(pool, 'sign-in-account', SIGN_IN_LIMITS.perAccount),
      address: createLimiter(pool, 'sign-in-address', SIGN_IN_LIMITS.perAddress),
    };
  }
  return current;
}

function createLimiter(pool: Pool, keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix,
    points,
    duration: SIGN_IN_LIMITS.windowS,
  });
}

/**
 * Runs one attempt at a password. It is counted before it runs, so that many at once cannot outrun the limit, and
 * uncounted when it succeeds. An address without an account is counted as one with: the answer tells nothing.
 *
 * @throws AppError RATE_LIMITED with the minutes to wait, without running the attempt.
 */
export async function limitAttempts<T>(
  { email, address }: { readonly email: string; readonly address: string | null },
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const limit = limiters();
  const account = createHash('sha256').update(email).digest('hex'); // no addresses of strangers in our tables
  await consume(limit.account, account);
  if (address) await consume(limit.address, address);
  const success = await attempt();
  if (success !== null) {
    await limit.account.delete(account);
    if (address) await limit.address.reward(address);
  }
  return success;
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const minutes = Math.max(1, Math.ceil(refused.msBeforeNext / 60_000));
    throw new AppError(
      'RATE_LIMITED',
      `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    );
  }
}
