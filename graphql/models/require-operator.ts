import { requireSession } from '@/graphql/accounts/require-session';
import { type Context, requireViewer, type Viewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import { getDatabase } from '@/prisma/client';
import { isOperator } from '@/prisma/queries/users';

/** Whether the viewer looks after the installation, asked anew each time. */
export function viewerIsOperator({ viewer }: Context): Promise<boolean> {
  return viewer ? isOperator(getDatabase(), viewer.id) : Promise.resolve(false);
}

/** No role of a team reaches here: what belongs to the installation belongs to all teams (docs/decisions/0050). */
export async function requireOperator(context: Context): Promise<Viewer> {
  const viewer = requireViewer(context);
  if (await viewerIsOperator(context)) return viewer;
  throw new AppError('FORBIDDEN', 'Only an operator of this installation may do this.');
}

/** To change something an operator must sit in a browser: a token that leaks cannot replace what everybody scores with. */
export async function requireOperatorSession(context: Context): Promise<Viewer> {
  requireSession(context);
  return requireOperator(context);
}
