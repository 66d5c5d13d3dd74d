import { AppError, isFault } from '@/graphql/errors';
import type { UserError, UserErrorCode } from '@/graphql/generated/resolver-types';

export type Answer<Result> = Partial<Result> & { userErrors: UserError[] };

/** Runs a mutation's service; an expected refusal becomes a `userErrors` entry, a fault or a bug goes on upwards. */
export async function answer<Result extends object>(work: () => Promise<Result>): Promise<Answer<Result>> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof AppError) || isFault(error)) throw error;
    const userErrors = [toUserError(error)];
    const refused: { userErrors: UserError[] } = { userErrors };
    return refused as Answer<Result>;
  }
}

function toUserError(error: AppError): UserError {
  // isFault has ruled the other codes out.
  return { code: error.code as UserErrorCode, field: error.field ? [...error.field] : null, message: error.message };
}

/** A query's read: null for what does not exist or may not be seen; other refusals go on upwards. */
export async function orNull<Row>(read: () => Promise<Row>): Promise<Row | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
