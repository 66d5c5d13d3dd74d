import { type Permission, roleMay } from '@/graphql/access';
import type { Role } from '@/prisma/generated/enums';

const RANK: Record<Role, number> = { VIEWER: 0, REVIEWER: 1, ADMIN: 2, OWNER: 3 };

export function higherRole(a: Role, b: Role): Role {
  return RANK[a] >= RANK[b] ? a : b;
}

/** What one needs to give, change or take away these roles: owners are changed by owners only. */
export function permissionToChange(...roles: readonly Role[]): Permission {
  return roles.includes('OWNER') ? 'owner:change' : 'member:change';
}

/** Roles that a member of this role (null for no member) may not invite to. */
export function rolesBeyond(role: Role | null): Role[] {
  const all = Object.keys(RANK) as Role[];
  if (role === null || !roleMay(role, 'member:invite')) return all;
  return roleMay(role, 'owner:change') ? [] : ['OWNER'];
}
