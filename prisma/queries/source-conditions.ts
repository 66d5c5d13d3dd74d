import type { Database } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';

/** One condition on a field of the source; several parts of it hold together. */
export interface MetadataCondition {
  readonly key: string;
  readonly equals: string | null;
  /** Case does not matter. */
  readonly contains: string | null;
  readonly exists: boolean | null;
}

/** What a source of labels says of a document: one of these whole values, or anything (or nothing) at all. */
export interface LabelCondition {
  readonly sourceId: string;
  readonly values: readonly number[] | null;
  readonly isLabelled: boolean | null;
}

export interface SourceConditions {
  readonly metadata?: readonly MetadataCondition[] | null;
  readonly labels?: readonly LabelCondition[] | null;
}

export function hasSourceConditions({ metadata, labels }: SourceConditions): boolean {
  return (metadata?.length ?? 0) + (labels?.length ?? 0) > 0;
}

/** For all matches at once: each condition is a set of documents, found by its index where it has one. */
export function matchedConditions(projectId: string, { metadata, labels }: SourceConditions): Prisma.Sql[] {
  const texts = (metadata ?? []).map(metadataSql);
  return [
    ...(texts.length === 0
      ? []
      : [
          Prisma.sql`"id" IN (SELECT "documentId" FROM "DocumentText"
            WHERE "projectId" = ${projectId}::uuid AND ${Prisma.join(texts, ' AND ')})`,
        ]),
    ...(labels ?? []).map((label) => {
      const found = Prisma.sql`SELECT "documentId" FROM "ReferenceLabel" WHERE ${labelSql(projectId, label)}`;
      return isAbsence(label) ? absenceSql(projectId, label) : Prisma.sql`"id" IN (${found})`;
    }),
  ];
}

/** For one row after another: scalar subqueries, which PostgreSQL cannot turn into a join that reads everything first. */
export function rowConditions(projectId: string, { metadata, labels }: SourceConditions): Prisma.Sql[] {
  const texts = (metadata ?? []).map(metadataSql);
  return [
    ...(texts.length === 0
      ? []
      : [
          Prisma.sql`(SELECT ${Prisma.join(texts, ' AND ')} FROM "DocumentText"
            WHERE "projectId" = ${projectId}::uuid AND "documentId" = "Document"."id")`,
        ]),
    ...(labels ?? []).map((label) => {
      const found = Prisma.sql`(SELECT true FROM "ReferenceLabel"
        WHERE ${labelSql(projectId, label)} AND "documentId" = "Document"."id")`;
      return isAbsence(label) ? absenceSql(projectId, label) : Prisma.sql`${found} IS NOT NULL`;
    }),
  ];
}

/** Whether one of the conditions leaves at most so many documents, as an index tells without reading more. */
export async function isAnyRare(
  db: Database,
  projectId: string,
  { metadata, labels }: SourceConditions,
  most: number,
): Promise<boolean> {
  const indexed = (metadata ?? []).flatMap(indexedSql);
  const candidates = [
    ...indexed.map((condition) => Prisma.sql`"DocumentText" WHERE "projectId" = ${projectId}::uuid AND ${condition}`),
    ...(labels ?? [])
      .filter((label) => !isAbsence(label))
      .map((label) => Prisma.sql`"ReferenceLabel" WHERE ${labelSql(projectId, label)}`),
  ];
  for (const candidate of candidates) {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS "count" FROM (SELECT 1 FROM ${candidate} LIMIT ${most + 1}::int) AS "matches"`;
    if ((row?.count ?? 0) <= most) return true;
  }
  return false;
}

function isAbsence({ values, isLabelled }: LabelCondition): boolean {
  return values === null && isLabelled === false;
}

/** Asked row by row always: what a source has not said is a set as large as the project. */
function absenceSql(projectId: string, label: LabelCondition): Prisma.Sql {
  return Prisma.sql`(SELECT true FROM "ReferenceLabel"
    WHERE ${labelSql(projectId, label)} AND "documentId" = "Document"."id") IS NULL`;
}

/** Scores of a scale belong to the whole value they round to, as they are counted. */
function labelSql(projectId: string, { sourceId, values }: LabelCondition): Prisma.Sql {
  const source = Prisma.sql`"projectId" = ${projectId}::uuid AND "sourceId" = ${sourceId}::uuid`;
  if (values === null) return source;
  if (values.length === 0) return Prisma.sql`${source} AND false`;
  const ranges = values.map(
    (value) => Prisma.sql`"value" >= ${value - 0.5}::float8 AND "value" < ${value + 0.5}::float8`,
  );
  return Prisma.sql`${source} AND (${Prisma.join(ranges, ' OR ')})`;
}

function metadataSql(condition: MetadataCondition): Prisma.Sql {
  const { key, contains, exists } = condition;
  const parts = [...indexedSql(condition)];
  if (contains !== null) {
    parts.push(Prisma.sql`strpos(lower("metadata" ->> ${key}::text), lower(${contains}::text)) > 0`);
  }
  if (exists === false) parts.push(Prisma.sql`NOT ("metadata" ? ${key}::text)`);
  return Prisma.join(parts, ' AND ');
}

/** The parts that the index on (project, metadata) answers; what contains something has at least the field. */
function indexedSql({ key, equals, contains, exists }: MetadataCondition): Prisma.Sql[] {
  return [
    ...(equals === null ? [] : [equalsSql(key, equals)]),
    ...(exists === true || contains !== null ? [Prisma.sql`"metadata" ? ${key}::text`] : []),
  ];
}

/** A value of a table is text; in JSON the same may be a number or a truth value, or one of a list. */
function equalsSql(key: string, equals: string): Prisma.Sql {
  const name = JSON.stringify(key);
  const forms = [JSON.stringify(equals), ...(PLAIN_JSON.test(equals) ? [equals] : [])];
  const shapes = forms.flatMap((form) => [`{${name}:${form}}`, `{${name}:[${form}]}`]);
  return Prisma.sql`(${Prisma.join(
    shapes.map((shape) => Prisma.sql`"metadata" @> ${shape}::jsonb`),
    ' OR ',
  )})`;
}

/** No exponents: PostgreSQL refuses the largest of them. */
const PLAIN_JSON = /^(?:true|false|-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?)$/;
