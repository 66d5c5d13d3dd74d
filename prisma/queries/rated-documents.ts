import { stringify } from 'uuid';
import { type AnyDatabase, readRows } from './read-rows';

/** The rated documents of a sample as parallel columns, by document: 100,000 objects of a driver take a second. */
export interface RatedDocuments {
  readonly count: number;
  /** That the documents are ranked by; of the model alone: an override would carry the answer into the score. */
  readonly scores: Float64Array;
  /** The same before any recalibration. */
  readonly rawScores: Float64Array;
  /** Means of the raters. */
  readonly ratings: Float64Array;
  /** Ordinals of the strata; null unless they were asked for. */
  readonly strata: Int32Array | null;
  /** Null unless they were asked for. */
  readonly documentIds: readonly string[] | null;
  /** Of every document in turn, by id; null unless they were asked for. */
  readonly ratingIds: readonly string[] | null;
}

/** Whose answers, and what of them beyond the numbers. */
export interface RatedScope {
  readonly projectId: string;
  readonly sampleId: string;
  readonly withStrata?: boolean;
  readonly withDocumentIds?: boolean;
  readonly withRatingIds?: boolean;
}

type Columns = Readonly<Record<'numbers' | 'strata' | 'documentIds' | 'ratingIds', Buffer | null>>;

const NUMBERS = 3;
const FLOAT_BYTES = 8;
const INT_BYTES = 4;
const UUID_BYTES = 16;

/**
 * Answers in force of a sample, a document once; skipped and unscored documents are left out. Numbers come as the bytes
 * they are kept in, so that none loses a digit. Ratings are read off their index alone (Rating_current_validation_key) and
 * merged with the documents in the order of both keys: nothing is sorted.
 */
export async function findRatedDocuments(db: AnyDatabase, scope: RatedScope): Promise<RatedDocuments> {
  const [columns] = await readRows<Columns>(db, ratedColumns(scope), [scope.projectId, scope.sampleId]);
  return toRated(columns);
}

function ratedColumns({ withStrata, withDocumentIds, withRatingIds }: RatedScope): string {
  const inOrder = (bytes: string, isAsked: boolean | undefined) =>
    isAsked ? `string_agg(${bytes}, ''::bytea ORDER BY "answers"."documentId")` : 'NULL::bytea';
  const ratingIds = withRatingIds ? `, string_agg(uuid_send("id"), ''::bytea ORDER BY "id") AS "ratingIds"` : '';
  const numbers = `float8send(coalesce("calibratedScore", "rawScore")) || float8send("rawScore") || float8send("rating")`;
  return `
    SELECT ${inOrder(numbers, true)} AS "numbers", ${inOrder('int4send("stratum")', withStrata)} AS "strata",
      ${inOrder('uuid_send("answers"."documentId")', withDocumentIds)} AS "documentIds",
      ${inOrder('"ratingIds"', withRatingIds)} AS "ratingIds"
    FROM (SELECT "documentId", avg("value") AS "rating" ${ratingIds} FROM "Rating"
          WHERE "sampleId" = $2::uuid AND "kind" = 'VALIDATION' AND "isCurrent" AND "value" IS NOT NULL
          GROUP BY "documentId") AS "answers"
    JOIN "Document" ON "Document"."projectId" = $1::uuid AND "Document"."id" = "answers"."documentId"
    ${withStrata ? `JOIN "SampledDocument" AS "drawn" ON "drawn"."sampleId" = $2::uuid AND "drawn"."documentId" = "answers"."documentId"` : ''}
    WHERE "rawScore" IS NOT NULL AND "duplicateOfId" IS NULL`;
}

function toRated(columns: Columns | undefined): RatedDocuments {
  const numbers = columns?.numbers ?? Buffer.alloc(0);
  const count = numbers.length / (NUMBERS * FLOAT_BYTES);
  return {
    count,
    scores: readNumbers(numbers, count, 0),
    rawScores: readNumbers(numbers, count, 1),
    ratings: readNumbers(numbers, count, 2),
    strata: columns?.strata ? readIntegers(columns.strata) : null,
    documentIds: columns?.documentIds ? readIds(columns.documentIds) : null,
    ratingIds: columns?.ratingIds ? readIds(columns.ratingIds) : null,
  };
}

function readNumbers(bytes: Buffer, count: number, column: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    numbers[place] = bytes.readDoubleBE((place * NUMBERS + column) * FLOAT_BYTES);
  }
  return numbers;
}

function readIntegers(bytes: Buffer): Int32Array {
  return Int32Array.from({ length: bytes.length / INT_BYTES }, (_, place) => bytes.readInt32BE(place * INT_BYTES));
}

function readIds(bytes: Buffer): string[] {
  return Array.from({ length: bytes.length / UUID_BYTES }, (_, place) => stringify(bytes, place * UUID_BYTES));
}
