import { AppError } from '@/graphql/errors';
import { findQuota } from '@/jobs/quotas';
import type { Database } from '@/prisma/client';
import { lockTeamRoom, measureTeamUsage } from '@/prisma/queries/team-quotas';

/** What a quota refuses, which says how an upload is answered (graphql/uploads/upload-refusal.ts). */
export type QuotaKind = 'FILE_BYTES' | 'STORED_BYTES' | 'DOCUMENTS' | 'FILES_AT_ONCE';

export class QuotaRefusal extends AppError {
  constructor(
    readonly kind: QuotaKind,
    message: string,
  ) {
    super('QUOTA_EXCEEDED', message);
  }
}

/** Whether the team has room for one more file of this size; call it in the transaction that makes the upload. */
export async function requireUploadRoom(tx: Database, teamId: string, sizeBytes: number): Promise<void> {
  const quota = await findQuota(tx, teamId);
  const { fileBytes, storedBytes, documents, filesAtOnce } = quota;
  if (fileBytes !== null && sizeBytes > fileBytes) {
    throw new QuotaRefusal(
      'FILE_BYTES',
      `A file of this team may have ${say(fileBytes)} bytes; this one has ${say(sizeBytes)}.`,
    );
  }
  if (storedBytes === null && documents === null && filesAtOnce === null) return;
  await lockTeamRoom(tx, teamId);
  const used = await measureTeamUsage(tx, teamId);
  if (storedBytes !== null && used.storedBytes + sizeBytes > storedBytes) {
    throw new QuotaRefusal(
      'STORED_BYTES',
      `The team may store ${say(storedBytes)} bytes and stores ${say(used.storedBytes)}; this file has ${say(sizeBytes)}. ${MORE_ROOM}`,
    );
  }
  if (documents !== null && used.documents >= documents) {
    throw new QuotaRefusal(
      'DOCUMENTS',
      `The team may keep ${say(documents)} documents and has ${say(used.documents)}. ${MORE_ROOM}`,
    );
  }
  if (filesAtOnce !== null && used.filesAtOnce >= filesAtOnce) {
    throw new QuotaRefusal(
      'FILES_AT_ONCE',
      `The team may have ${say(filesAtOnce)} files under way at once. Wait for one to end.`,
    );
  }
}

/** What to do about it, for a person whose upload was refused. */
const MORE_ROOM = 'Make room by undoing an import, or ask the operator for more; then go on.';

function say(number: number): string {
  return number.toLocaleString('en');
}
