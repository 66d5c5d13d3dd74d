import { AppError, notFound } from '@/graphql/errors';
import type { DocumentRow } from '@/graphql/rows';
import { StaleVersion } from '@/graphql/stale-version';
import type { Database } from '@/prisma/client';
import { lockDocument } from '@/prisma/queries/documents';

/** Of two decisions on the same version the first wins. Scores have a version of their own: the two do not meet. */
export async function lockDecisionVersion(
  tx: Database,
  projectId: string,
  documentId: string,
  expectedVersion: number,
): Promise<DocumentRow> {
  const document = await lockDocument(tx, projectId, documentId);
  if (!document) throw notFound('document', 'documentId');
  if (document.decisionVersion !== expectedVersion) throw new StaleVersion('document', document);
  if (document.duplicateOfId) {
    throw new AppError('INVALID', 'This document repeats another one and is not ranked: decide on that one.');
  }
  return document;
}
