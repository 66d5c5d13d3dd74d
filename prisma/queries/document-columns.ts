import type { Document } from '@/prisma/generated/client';
import { Prisma } from '@/prisma/generated/client';

/** A document as lists and readers need it: everything of the narrow row but what it was deduplicated by. */
export type DocumentRecord = Omit<Document, 'dedupKey' | 'titleHash'>;

export const documentSelect = {
  projectId: true,
  id: true,
  collectionId: true,
  importRunId: true,
  recordNumber: true,
  externalId: true,
  title: true,
  year: true,
  language: true,
  duplicateOfId: true,
  status: true,
  failureCode: true,
  textLength: true,
  rawScore: true,
  calibratedScore: true,
  overrideScore: true,
  decision: true,
  decisionVersion: true,
  rankOrder: true,
  rawOrder: true,
  version: true,
  createdAt: true,
} as const satisfies Record<keyof DocumentRecord, true>;

/** The same columns for statements that Prisma's client cannot say. */
export const documentColumns: Prisma.Sql = Prisma.raw(
  Object.keys(documentSelect)
    .map((column) => `"${column}"`)
    .join(', '),
);
