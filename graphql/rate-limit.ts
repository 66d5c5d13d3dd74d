import { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { readClientAddress } from '@/graphql/accounts/peer-address';
import type { Context } from '@/graphql/context';
import { LIMITS } from '@/graphql/limits';

/**
 * Points spent a minute, by the people this process serves. In memory on purpose: with several web processes the
 * limit is that many times as wide, which bounds the harm as well and costs no write a request.
 */
const limiter = new RateLimiterMemory({ points: LIMITS.costPerMinute, duration: 60 });

export interface RateLimitState {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: string;
}

/** Whose points a request spends: the viewer's, or for strangers those of the address they come from. */
export function payerOf({ viewer }: Context, header: (name: string) => string | null): string {
  return viewer ? `user ${viewer.id}` : `address ${readClientAddress(header)}`;
}

/** Takes the cost of an operation from the payer's points, or throws a RATE_LIMITED fault that says when to come back. */
export async function spend(payer: string, cost: number): Promise<RateLimitState> {
  try {
    return toState(await limiter.consume(payer, Math.max(cost, 1)));
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new GraphQLError('Too much was asked within a minute. Wait until resetAt, or ask smaller pages.', {
      extensions: { code: 'RATE_LIMITED', rateLimit: toState(refused) },
    });
  }
}

function toState(result: RateLimiterRes): RateLimitState {
  return {
    limit: LIMITS.costPerMinute,
    remaining: result.remainingPoints,
    resetAt: new Date(Date.now() + result.msBeforeNext).toISOString(),
  };
}
