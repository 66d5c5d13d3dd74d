import os from 'node:os';
import { parseArgs } from 'node:util';
import { parse } from 'graphql';
import { askAs, measure } from '@/bench/measure';
import { makeThresholdProject } from '@/bench/threshold-project';
import { toGlobalId } from '@/graphql/global-id';
import { closeDatabase, getDatabase, getPool } from '@/prisma/client';
import { countIncludedReview, readScreening } from '@/prisma/queries/screening';

/**
 * What the page of recall so far costs on the server when very many documents have been decided: its statements, the
 * operation that the page sends, and how both grow when the decisions are halved. In a project of its own in
 * DATABASE_URL.
 *
 *   DATABASE_URL=... npx tsx bench/recall-page.ts [--documents 1040000] [--decisions 1000000] [--rounds 5]
 */
const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1040000' },
    decisions: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
  },
});

const OPERATION = parse(`query Bench($id: ID!) { project(id: $id) { recallSoFar {
  documents screened found curve { screened found }
  elusion { status found includedUnread recall } control { status positives found neededToFind }
  buscar { p window shouldStop } } } }`);

/** Best first; an answer is the score's own, but for one point of noise around the cut. */
const DECIDE_SQL = `
  WITH ordered AS MATERIALIZED (
    SELECT "id", "rawScore", "decision", row_number() OVER (ORDER BY "rawScore" DESC, "id") AS place
    FROM "Document" WHERE "projectId" = $1 AND "rawScore" IS NOT NULL AND "duplicateOfId" IS NULL
  ), open AS MATERIALIZED (
    SELECT "id", place, CASE WHEN "rawScore" + ((hashtext("id"::text) & 1023) / 512.0) - 1 >= 3 THEN 'INCLUDE' ELSE 'EXCLUDE' END
      AS value
    FROM ordered WHERE place <= $3::int AND "decision" IS NULL
  ), given AS (
    INSERT INTO "Decision" ("id", "projectId", "documentId", "personId", "value", "createdAt")
    SELECT uuidv7(), $1, "id", $2, value::"DecisionValue", '2026-01-01'::timestamptz + place * interval '100 milliseconds'
    FROM open
  )
  UPDATE "Document" SET "decision" = value::"DecisionValue" FROM open
  WHERE "Document"."projectId" = $1 AND "Document"."id" = open."id"`;

const project = await makeThresholdProject(Number(values.documents), 2_000);
const { projectId } = project;
const [all, rounds] = [Number(values.decisions), Number(values.rounds)];
console.log(`${values.documents} documents; node ${process.version}, ${os.cpus()[0]?.model}`);
for (const decisions of [all / 2, all]) {
  await decide(decisions);
  const say = `${decisions} decisions`;
  await measure(`${say}, statement: the screening`, rounds, () => readScreening(getDatabase(), projectId, 3, 1_000));
  await measure(`${say}, statement: above a threshold`, rounds, () =>
    countIncludedReview(getDatabase(), projectId, 3, 3),
  );
  await measure(`${say}, operation of the page`, rounds, () =>
    askAs(project.owner, OPERATION, { id: toGlobalId('Project', projectId) }),
  );
}
await closeDatabase();

/** As many documents decided as are asked for, best first, a tenth of a second apart; those decided before stay. */
async function decide(count: number): Promise<void> {
  await getPool().query(DECIDE_SQL, [projectId, project.owner.id, count]);
  for (const table of ['Document', 'Decision']) await getPool().query(`VACUUM (ANALYZE) "${table}"`);
}
