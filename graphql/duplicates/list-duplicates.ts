import { type Connection, readCursor, readPage, toConnection } from '@/graphql/connection';
import type { Context } from '@/graphql/context';
import { invalid } from '@/graphql/errors';
import type { DocumentRow, DuplicateProposalRow } from '@/graphql/rows';
import { readTimePage, timeKey } from '@/graphql/time-page';
import { getDatabase } from '@/prisma/client';
import { findOthersOfGroup, type GroupKey } from '@/prisma/queries/documents';
import { countOpenProposals, findOpenProposals } from '@/prisma/queries/duplicate-proposals';

interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
}

export async function listDuplicates(
  document: DocumentRow,
  asked: Page,
  context: Context,
): Promise<Connection<DocumentRow>> {
  const { take } = readPage({ first: asked.first }, 20);
  const after = asked.after ? readGroupKey(asked.after) : null;
  const [rows, size] = await Promise.all([
    findOthersOfGroup(getDatabase(), document, { take, after }),
    groupSizeOf(document, context),
  ]);
  return toConnection(rows, take, size - 1, groupKey, after !== null);
}

/** Records of the document's work, itself included. */
export async function groupSizeOf({ projectId, id, duplicateOfId }: DocumentRow, context: Context): Promise<number> {
  return (await context.loaders.groupSize.load({ projectId, documentId: duplicateOfId ?? id })) ?? 1;
}

/** Oldest first, as they are worked off. */
export async function listProposals(projectId: string, asked: Page): Promise<Connection<DuplicateProposalRow>> {
  const page = readTimePage(asked, 20);
  const db = getDatabase();
  const [rows, totalCount] = await Promise.all([
    findOpenProposals(db, projectId, page),
    countOpenProposals(db, projectId),
  ]);
  return toConnection(rows, page.take, totalCount, timeKey, page.after !== null);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function groupKey({ duplicateOfId, createdAt, id }: DocumentRow): [string, string, string] {
  return [duplicateOfId === null ? '0' : '1', createdAt.toISOString(), id];
}

function readGroupKey(cursor: string): GroupKey {
  const [place = '', time = '', id = ''] = readCursor(cursor);
  const createdAt = new Date(time);
  if (!/^[01]$/.test(place) || Number.isNaN(createdAt.getTime()) || !UUID.test(id)) {
    throw invalid('after', 'This is not a cursor that a page of this list has given.');
  }
  return { place: Number(place), createdAt, id };
}
