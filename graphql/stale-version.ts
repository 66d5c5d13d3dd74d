import { type Answer, answer } from '@/graphql/answer';
import { AppError } from '@/graphql/errors';

/** A change made on a version that is no longer the newest: CONFLICT, with the row as it is now. */
export class StaleVersion<Row> extends AppError {
  constructor(
    what: string,
    readonly current: Row,
    field = 'expectedVersion',
  ) {
    super('CONFLICT', `Someone has changed this ${what} since you read it. Look at it again, then decide.`, [field]);
  }
}

/** As `answer`, with the row as it is now under `key` when the version was stale, so that the caller need not ask. */
export async function answerWithCurrent<Key extends string, Row, Result extends Record<Key, Row>>(
  key: Key,
  work: () => Promise<Result>,
): Promise<Answer<Result>> {
  let current: Partial<Result> = {};
  const result = await answer(() =>
    work().catch((error: unknown) => {
      if (error instanceof StaleVersion) current = { [key]: error.current } as Partial<Result>;
      throw error;
    }),
  );
  return { ...result, ...current };
}
