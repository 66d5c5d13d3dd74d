import type { Context } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { requireProject } from '@/graphql/projects/find-project';
import type { RatingRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';

export async function findRating(context: Context, ratingId: string): Promise<RatingRow> {
  const rating = await getDatabase().rating.findUnique({ where: { id: ratingId } });
  if (!rating) throw notFound('rating');
  await requireProject(context, rating.projectId, 'project:read', 'rating');
  return rating;
}
