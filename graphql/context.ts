import { type Permission, roleMay } from '@/graphql/access';
import { AppError, notFound } from '@/graphql/errors';
import { createLoaders, type Loaders } from '@/graphql/loaders';
import type { Role, TokenScope } from '@/prisma/generated/enums';

/** Who asks, found anew at each request: a removed member or a revoked token counts at once. */
export interface Viewer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The token that speaks for the viewer, or null for a session in the browser. */
  readonly tokenId: string | null;
  readonly scopes: ReadonlySet<TokenScope>;
}

export interface Context {
  readonly requestId: string;
  readonly viewer: Viewer | null;
  loaders: Loaders;
}

export function createContext(viewer: Viewer | null, requestId: string): Context {
  return { requestId, viewer, loaders: createLoaders() };
}

/**
 * Forgets what this context has read. A subscription keeps one context for all its events, and each event must see
 * the database and the viewer's rights as they are then: call it before each.
 */
export function renewLoaders(context: Context): void {
  context.loaders = createLoaders();
}

/** The viewer, or an UNAUTHENTICATED fault. */
export function requireViewer(context: Context): Viewer {
  if (!context.viewer)
    throw new AppError('UNAUTHENTICATED', 'Sign in, or send a personal token as a Bearer credential.');
  return context.viewer;
}

/** The viewer's role in a team; null without one, which is how other teams' things stay unseen. */
export async function roleIn(context: Context, teamId: string): Promise<Role | null> {
  const viewer = requireViewer(context);
  return context.loaders.role.load({ teamId, userId: viewer.id });
}

/**
 * Asks the access table. Without any role in the team it answers NOT_FOUND, exactly as a random id does;
 * with a role that may not, FORBIDDEN.
 */
export async function requirePermission(
  context: Context,
  teamId: string,
  permission: Permission,
  what = 'object',
  field: string | null = null,
): Promise<Role> {
  const role = await roleIn(context, teamId);
  if (!role) throw notFound(what, field);
  if (!roleMay(role, permission)) {
    throw new AppError(
      'FORBIDDEN',
      `Your role in this team (${role.toLowerCase()}) does not allow this.`,
      field ? [field] : null,
    );
  }
  return role;
}
