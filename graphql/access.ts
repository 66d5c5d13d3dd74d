import type { Role } from '@/prisma/generated/enums';

/**
 * Who may do what: the one table. A service asks it by name; a page asks it to draw a button, as a courtesy.
 * A permission counts within a team and so within each of its projects.
 */
export const PERMISSIONS = {
  'team:read': ['OWNER', 'ADMIN', 'REVIEWER', 'VIEWER'],
  'team:rename': ['OWNER', 'ADMIN'],
  'team:audit': ['OWNER', 'ADMIN'],
  'member:invite': ['OWNER', 'ADMIN'],
  'member:change': ['OWNER', 'ADMIN'],
  'owner:change': ['OWNER'],
  'project:read': ['OWNER', 'ADMIN', 'REVIEWER', 'VIEWER'],
  'project:create': ['OWNER', 'ADMIN'],
  'project:change': ['OWNER', 'ADMIN'],
  'project:archive': ['OWNER', 'ADMIN'],
  'collection:create': ['OWNER', 'ADMIN', 'REVIEWER'],
  'document:upload': ['OWNER', 'ADMIN', 'REVIEWER'],
  'import:control': ['OWNER', 'ADMIN', 'REVIEWER'],
  'import:undo': ['OWNER', 'ADMIN'],
  'duplicate:decide': ['OWNER', 'ADMIN', 'REVIEWER'],
  'scoring:control': ['OWNER', 'ADMIN'],
  'sentence:score': ['OWNER', 'ADMIN', 'REVIEWER'],
  'score:override': ['OWNER', 'ADMIN', 'REVIEWER'],
  'decision:give': ['OWNER', 'ADMIN', 'REVIEWER'],
  'tag:change': ['OWNER', 'ADMIN', 'REVIEWER'],
  'note:write': ['OWNER', 'ADMIN', 'REVIEWER'],
  'export:create': ['OWNER', 'ADMIN', 'REVIEWER'],
  'export:control': ['OWNER', 'ADMIN'],
  'sample:draw': ['OWNER', 'ADMIN'],
  'sample:archive': ['OWNER', 'ADMIN'],
  'sample:rate': ['OWNER', 'ADMIN', 'REVIEWER'],
  'calibration:save': ['OWNER', 'ADMIN', 'REVIEWER'],
  'calibration:activate': ['OWNER', 'ADMIN'],
  'drift:check': ['OWNER', 'ADMIN', 'REVIEWER'],
  'recalibration:apply': ['OWNER', 'ADMIN'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function roleMay(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}

export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => roleMay(role, permission));
}
