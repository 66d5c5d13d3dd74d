import { notFound } from '@/graphql/errors';
import type { DocumentRow } from '@/graphql/rows';
import { StaleVersion } from '@/graphql/stale-version';
import type { Database } from '@/prisma/client';
import { lockDocument } from '@/prisma/queries/documents';

/** Of two decisions made on the same version the first wins; the second finds another version and is a conflict. */
export async function lockDocumentVersion(
  tx: Database,
  projectId: string,
  documentId: string,
  expectedVersion: number,
): Promise<DocumentRow> {
  const document = await lockDocument(tx, projectId, documentId);
  if (!document) throw notFound('document', 'documentId');
  if (document.version !== expectedVersion) throw new StaleVersion('document', document);
  return document;
}
