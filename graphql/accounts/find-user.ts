import { type Context, requireViewer } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import type { UserRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findVisibleUser } from '@/prisma/queries/users';

/** Oneself or a member of a common team. @throws AppError NOT_FOUND */
export async function findUser(context: Context, userId: string): Promise<UserRow> {
  const user = await findVisibleUser(getDatabase(), requireViewer(context).id, userId);
  if (!user) throw notFound('user', 'id');
  return user;
}
