import type { Viewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { TokenScope } from '@/prisma/generated/enums';

/** Asked once an operation, before it runs: a mutation needs WRITE, everything else READ. A session may do both. */
export function requireScope(viewer: Viewer | null, operation: 'query' | 'mutation' | 'subscription'): void {
  const needed: TokenScope = operation === 'mutation' ? 'WRITE' : 'READ';
  if (!viewer || viewer.scopes.has(needed)) return;
  throw new AppError('INSUFFICIENT_SCOPE', `This personal token may not do this: it lacks the scope ${needed}.`);
}
