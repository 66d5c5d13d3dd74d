import { type Connection, toConnection } from '@/graphql/connection';
import type { SampleItemRow } from '@/graphql/rows';
import { readTimePage } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { countAnswered, findAnsweredPage } from '@/prisma/queries/sample-answers';

/** What one rater has answered, newest first, to look back and change. */
export async function listAnswered(
  sampleId: string,
  raterId: string,
  asked: { readonly first?: number | null; readonly after?: string | null },
): Promise<Connection<SampleItemRow>> {
  const page = readTimePage(asked, 20);
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findAnsweredPage(db, sampleId, raterId, page),
    countAnswered(db, sampleId, raterId),
  ]);
  return toConnection(rows, page.take, totalCount, answerKey, page.after !== null);
}

function answerKey({ answeredAt, ratingId }: SampleItemRow): string[] {
  return [answeredAt?.toISOString() ?? '', ratingId ?? ''];
}
