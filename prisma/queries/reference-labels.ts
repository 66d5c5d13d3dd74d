import type { ClientBase } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../client';
import type { ReferenceLabel, ReferenceLabelKind, ReferenceLabelSource } from '../generated/client';
import { NEWEST_FIRST, newestFirstAfter, type TimeKeyPage } from './newest-first';

export interface NewLabelSource {
  readonly projectId: string;
  readonly importRunId: string;
  readonly name: string;
  readonly column: string;
  readonly kind: ReferenceLabelKind;
  readonly createdById: string | null;
}

/**
 * The source that an import's labels belong to, made at its first label; a name that is taken gets a number. Call it
 * under lockProjectDocuments, or two would take one name.
 */
export async function openLabelSource(tx: ClientBase, source: NewLabelSource): Promise<string> {
  const { projectId, importRunId, name, column, kind, createdById } = source;
  const { rows: known } = await tx.query<{ id: string }>(
    'SELECT "id" FROM "ReferenceLabelSource" WHERE "importRunId" = $1',
    [importRunId],
  );
  if (known[0]) return known[0].id;
  const { rows: others } = await tx.query<{ name: string }>(
    'SELECT "name" FROM "ReferenceLabelSource" WHERE "projectId" = $1 AND starts_with("name", $2)',
    [projectId, name],
  );
  const id = uuidv7();
  await tx.query(
    `INSERT INTO "ReferenceLabelSource" ("id", "projectId", "importRunId", "name", "column", "kind", "createdById")
     VALUES ($1, $2, $3, $4, $5, $6::"ReferenceLabelKind", $7)`,
    [id, projectId, importRunId, freeName(name, new Set(others.map((other) => other.name))), column, kind, createdById],
  );
  return id;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} (${number})`;
  return free;
}

/** What the source says of these documents so far. */
export async function findLabelsOf(
  tx: ClientBase,
  { projectId, sourceId }: { readonly projectId: string; readonly sourceId: string },
  documentIds: readonly string[],
): Promise<Map<string, number>> {
  if (documentIds.length === 0) return new Map();
  const { rows } = await tx.query<{ documentId: string; value: number }>(
    `SELECT "documentId", "value" FROM "ReferenceLabel"
     WHERE "projectId" = $1 AND "documentId" = ANY ($3::uuid[]) AND "sourceId" = $2`,
    [projectId, sourceId, documentIds],
  );
  return new Map(rows.map(({ documentId, value }) => [documentId, value]));
}

export interface NewLabel {
  readonly documentId: string;
  readonly value: number;
  readonly raw: string;
}

export async function insertLabels(
  tx: ClientBase,
  { projectId, sourceId }: { readonly projectId: string; readonly sourceId: string },
  labels: readonly NewLabel[],
): Promise<void> {
  if (labels.length === 0) return;
  await tx.query(
    `INSERT INTO "ReferenceLabel" ("projectId", "sourceId", "documentId", "value", "raw")
     SELECT $1, $2, "documentId", "value", "raw"
     FROM json_to_recordset($3::json) AS label ("documentId" uuid, "value" float8, "raw" text)`,
    [projectId, sourceId, JSON.stringify(labels)],
  );
}

/** Takes back what an import has brought in the way of labels, on documents of other imports too. */
export async function deleteLabelsOfImport(tx: ClientBase, projectId: string, importRunId: string): Promise<void> {
  await tx.query('DELETE FROM "ReferenceLabelSource" WHERE "projectId" = $1 AND "importRunId" = $2', [
    projectId,
    importRunId,
  ]);
}

/** What other sources say of a document that is to go is said of the one that comes first after it. */
export async function passOnLabels(
  tx: ClientBase,
  { projectId, importRunId }: { readonly projectId: string; readonly importRunId: string },
  heirs: ReadonlyArray<{ readonly oldId: string; readonly heirId: string }>,
): Promise<void> {
  if (heirs.length === 0) return;
  await tx.query(
    `UPDATE "ReferenceLabel" label SET "documentId" = heir."heirId"
     FROM json_to_recordset($3::json) AS heir ("oldId" uuid, "heirId" uuid), "ReferenceLabelSource" source
     WHERE label."projectId" = $1 AND label."documentId" = heir."oldId"
       AND source."projectId" = $1 AND source."id" = label."sourceId" AND source."importRunId" <> $2
       AND NOT EXISTS (SELECT 1 FROM "ReferenceLabel" own
         WHERE own."projectId" = $1 AND own."documentId" = heir."heirId" AND own."sourceId" = label."sourceId")`,
    [projectId, importRunId, JSON.stringify(heirs)],
  );
}

export function findLabelSourcePage(
  db: Database,
  projectId: string,
  { take, after }: TimeKeyPage,
): Promise<ReferenceLabelSource[]> {
  return db.referenceLabelSource.findMany({
    where: { projectId, ...newestFirstAfter(after) },
    orderBy: NEWEST_FIRST,
    take: take + 1,
  });
}

export interface LabelCount {
  readonly value: number;
  readonly documents: number;
}

/** Documents by their label, for each source; scores of a scale in whole steps, so that there are five at most. */
export async function countLabels(
  db: Database,
  projectId: string,
  sourceIds: readonly string[],
): Promise<Map<string, LabelCount[]>> {
  const rows = await db.$queryRaw<(LabelCount & { sourceId: string })[]>`
    SELECT "sourceId", round("value")::float8 AS "value", count(*)::int AS "documents" FROM "ReferenceLabel"
    WHERE "projectId" = ${projectId}::uuid AND "sourceId" = ANY (${[...sourceIds]}::uuid[])
    GROUP BY 1, 2 ORDER BY 2 DESC`;
  const counts = new Map<string, LabelCount[]>();
  for (const { sourceId, value, documents } of rows) {
    counts.set(sourceId, [...(counts.get(sourceId) ?? []), { value, documents }]);
  }
  return counts;
}

export async function findLabelsOfDocuments(
  db: Database,
  projectId: string,
  documentIds: readonly string[],
): Promise<Map<string, ReferenceLabel[]>> {
  const rows = await db.referenceLabel.findMany({
    where: { projectId, documentId: { in: [...documentIds] } },
    orderBy: { sourceId: 'asc' },
  });
  const labels = new Map<string, ReferenceLabel[]>();
  for (const row of rows) labels.set(row.documentId, [...(labels.get(row.documentId) ?? []), row]);
  return labels;
}
