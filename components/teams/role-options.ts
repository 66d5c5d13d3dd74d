import type { Role } from '@/graphql/generated/operations/graphql';

/** What each role may do, in a line. The server's access table decides; this is for people. */
export const ROLE_OPTIONS: readonly Readonly<{ value: Role; label: string; hint: string }>[] = [
  { value: 'REVIEWER', label: 'Reviewer', hint: 'Uploads, rates and overrides.' },
  { value: 'VIEWER', label: 'Viewer', hint: 'Reads.' },
  { value: 'ADMIN', label: 'Admin', hint: 'Makes projects, draws samples, activates thresholds, invites.' },
  { value: 'OWNER', label: 'Owner', hint: 'All of it, other owners included.' },
];

export function roleOptionsFor(mayMakeOwners: boolean) {
  return ROLE_OPTIONS.filter(({ value }) => mayMakeOwners || value !== 'OWNER');
}
