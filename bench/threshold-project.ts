import { toGlobalId } from '@/graphql/global-id';
import { getPool } from '@/prisma/client';
import { addToTeam, generateDocuments, seedProject, seedTeam } from '@/prisma/seed';

export interface ThresholdProject {
  readonly projectId: string;
  readonly sampleId: string;
  readonly owner: { readonly id: string; readonly name: string; readonly email: string };
}

/**
 * A project to measure thresholds in, made once in the database of DATABASE_URL: generated documents and a simple random
 * sample of them, rated one or two points around the score.
 *
 * @param labels  Rated documents; at most as many are sampled as are scored.
 * @param email   An account that owns it, so that it shows in the browser.
 */
export async function makeThresholdProject(
  documents: number,
  labels: number,
  email?: string,
): Promise<ThresholdProject> {
  const name = `Threshold, ${documents} documents, ${labels} labels`;
  const found = await findProject(name);
  if (found) return found;
  const { teamId, userIds } = await seedTeam(getPool(), 'Benchmark', ['OWNER']);
  if (email && !(await addToTeam(getPool(), teamId, email))) throw new Error(`There is no account ${email}.`);
  const project = await seedProject(getPool(), { teamId, name });
  const [owner = ''] = userIds;
  await generateDocuments(getPool(), project, owner, { count: documents });
  await getPool().query(SAMPLE_SQL, [project.projectId, owner, labels]);
  await getPool().query('VACUUM (ANALYZE) "SampledDocument"');
  await getPool().query('VACUUM (ANALYZE) "Rating"');
  const made = await findProject(name);
  if (!made) throw new Error('The project was to be made.');
  return made;
}

async function findProject(name: string): Promise<ThresholdProject | null> {
  const { rows } = await getPool().query<{
    projectId: string;
    sampleId: string;
    id: string;
    name: string;
    email: string;
  }>(
    `SELECT "Project"."id" AS "projectId", "SampleDesign"."id" AS "sampleId", "User"."id", "User"."name", "User"."email"
     FROM "Project" JOIN "SampleDesign" ON "SampleDesign"."projectId" = "Project"."id"
     JOIN "User" ON "User"."id" = "SampleDesign"."createdById" WHERE "Project"."name" = $1`,
    [name],
  );
  const [row] = rows;
  if (!row) return null;
  const { projectId, sampleId, ...owner } = row;
  return { projectId, sampleId: toGlobalId('Sample', sampleId), owner };
}

/** Documents in a random order that depends on their ids alone, and a rating for each. */
const SAMPLE_SQL = `
  WITH frame AS MATERIALIZED (
    SELECT "id", "rawScore", row_number() OVER (ORDER BY md5("id"::text)) AS place, count(*) OVER () AS size
    FROM "Document" WHERE "projectId" = $1 AND "rawScore" IS NOT NULL AND "duplicateOfId" IS NULL
  ), drawn AS MATERIALIZED (SELECT * FROM frame WHERE place <= $3::int
  ), design AS (
    INSERT INTO "SampleDesign" ("id", "projectId", "seed", "size", "populationSize", "createdById")
    SELECT uuidv7(), $1, 'benchmark', (SELECT count(*) FROM drawn), (SELECT max(size) FROM frame), $2 RETURNING "id"
  ), documents AS (
    INSERT INTO "SampledDocument" ("sampleId", "projectId", "documentId", "place", "position", "inclusionProbability")
    SELECT design."id", $1, drawn."id", place - 1, place - 1, least(1, $3::int::float8 / size) FROM drawn, design
  )
  INSERT INTO "Rating" ("id", "projectId", "documentId", "raterId", "kind", "value", "sampleId")
  SELECT uuidv7(), $1, drawn."id", $2, 'VALIDATION',
    round(greatest(1, least(5, "rawScore" - 1.5 + 3 * ((hashtext(drawn."id"::text) & 1023) / 1023.0)))::numeric, 1)::float8,
    design."id" FROM drawn, design`;
