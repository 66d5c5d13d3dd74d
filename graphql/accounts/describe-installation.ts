import type { InstallationRow } from '@/graphql/rows';
import { readMailSettings } from '@/graphql/teams/mail-settings';
import packageJson from '@/package.json' with { type: 'json' };
import { getDatabase } from '@/prisma/client';
import { hasAnyUser } from '@/prisma/queries/users';

/** What everybody may know. */
export async function describeInstallation(): Promise<InstallationRow> {
  return {
    needsFirstAccount: !(await hasAnyUser(getDatabase())),
    version: packageJson.version,
    mailsInvitations: readMailSettings() !== null,
  };
}
