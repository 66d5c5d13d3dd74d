import { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
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

/** Takes the cost of an operation from the viewer's points (all strangers share theirs), or answers RATE_LIMITED. */
export async function spend(context: Context, cost: number): Promise<RateLimitState> {
  try {
    return toState(await limiter.consume(context.viewer?.id ?? 'nobody', Math.max(cost, 1)));
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const rateLimit = toState(refused);
    throw new GraphQLError('Too much was asked within a minute. Wait until resetAt, or ask smaller pages.', {
      extensions: { code: 'RATE_LIMITED', rateLimit, http: { status: 429 } },
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
