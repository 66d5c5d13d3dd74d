import { AppError } from '@/graphql/errors';

/** The work's outcome, or a TIMEOUT fault when it takes longer; what has begun by then may still be done. */
export async function withinTime<T>(work: Promise<T>, timeMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    const message = `No answer within ${timeMs / 1000} seconds: ask for less at once.`;
    timer = setTimeout(() => reject(new AppError('TIMEOUT', message)), timeMs);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
