import { z } from 'zod';
import type { AnyDatabase } from '@/prisma/queries/read-rows';
import { findQuotaOverride, type QuotaOverride } from '@/prisma/queries/team-quotas';

/** What a team may use; null: as much as it likes. */
export interface Quota {
  readonly documents: number | null;
  readonly storedBytes: number | null;
  readonly filesAtOnce: number | null;
  readonly fileBytes: number | null;
}

const amount = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0);
const settings = z.object({
  WINNOW_QUOTA_DOCUMENTS: amount,
  WINNOW_QUOTA_STORED_BYTES: amount,
  WINNOW_QUOTA_FILES_AT_ONCE: amount,
  WINNOW_QUOTA_FILE_BYTES: amount,
});

/** For teams of which no operator has said otherwise. 0 and absent: without limit. */
export function readQuotaSettings(environment: NodeJS.ProcessEnv = process.env): Quota {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = settings.parse(given);
  return {
    documents: read.WINNOW_QUOTA_DOCUMENTS || null,
    storedBytes: read.WINNOW_QUOTA_STORED_BYTES || null,
    filesAtOnce: read.WINNOW_QUOTA_FILES_AT_ONCE || null,
    fileBytes: read.WINNOW_QUOTA_FILE_BYTES || null,
  };
}

/** An operator's word goes before the settings, and 0 is one: without limit. */
export function quotaInForce(override: QuotaOverride, defaults: Quota): Quota {
  const choose = (own: number | null, otherwise: number | null) => (own === null ? otherwise : own || null);
  return {
    documents: choose(override.documents, defaults.documents),
    storedBytes: choose(override.storedBytes, defaults.storedBytes),
    filesAtOnce: choose(override.filesAtOnce, defaults.filesAtOnce),
    fileBytes: choose(override.fileBytes, defaults.fileBytes),
  };
}

export async function findQuota(db: AnyDatabase, teamId: string): Promise<Quota> {
  return quotaInForce(await findQuotaOverride(db, teamId), readQuotaSettings());
}
