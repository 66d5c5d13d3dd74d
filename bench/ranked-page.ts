import os from 'node:os';
import { parseArgs } from 'node:util';
import { execute, parse } from 'graphql';
import { createContext } from '@/graphql/context';
import { toRankCursor } from '@/graphql/documents/ranked-connection';
import { toGlobalId } from '@/graphql/global-id';
import { schema } from '@/graphql/schema';
import { closeDatabase, getDatabase, getPool } from '@/prisma/client';
import { type DocumentRecord, documentSelect } from '@/prisma/queries/document-columns';
import { findRankedPage, type RankKey, rankedPageSql } from '@/prisma/queries/ranked-documents';

/**
 * How long a ranked page takes in the largest project of DATABASE_URL (make it with `winnow seed`), first and deep: the
 * statement inside PostgreSQL, the query as a service makes it, and the whole GraphQL operation of the list.
 *
 *   DATABASE_URL=... npx tsx bench/ranked-page.ts [--rounds 300]
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '300' } } });
const rounds = Number(values.rounds);
const TAKE = 50;

const LIST =
  parse(`query List($project: ID!, $after: String) { project(id: $project) { documents(first: 50, after: $after) {
  pageInfo { hasNextPage endCursor } edges { cursor node { id title year status rankingScore rawScore overrideScore version excerpt
  score { tokensTotal tokensRead isTruncated } } } } } }`);

const project = await largestProject();
type Ranked = DocumentRecord & RankKey;
const deep = await rowAt(project.projectId, Math.floor(project.count * 0.9));
const cpu = os.cpus()[0]?.model ?? 'unknown processor';
console.log(
  `${project.count} documents; ${cpu}, ${os.availableParallelism()} cores, load ${os.loadavg()[0]?.toFixed(1)}`,
);

const measured = [
  ['statement in PostgreSQL', (from: Ranked | null) => statementMs(from)],
  ['query from Node', (from: Ranked | null) => timed(() => pageFrom(from))],
  ['GraphQL operation of the list', (from: Ranked | null) => timed(() => listFrom(from))],
] as const;
for (const [name, measure] of measured) {
  const first = await sample(() => measure(null));
  const far = await sample(() => measure(deep));
  console.log(
    `${name}: first ${summary(first)}; at 90 % ${summary(far)}; p50 ratio ${(at(far, 0.5) / at(first, 0.5)).toFixed(2)}`,
  );
}
await closeDatabase();

async function sample(measure: () => Promise<number>): Promise<number[]> {
  for (let warming = 0; warming < 20; warming++) await measure();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await measure());
  return times.sort((a, b) => a - b);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Planning and execution as PostgreSQL measures them, apart from the driver and this process. */
async function statementMs(from: RankKey | null): Promise<number> {
  const page = { take: TAKE + 1, direction: 'forward', from } as const;
  const { text, values: given } = rankedPageSql(project.projectId, {}, page);
  const { rows } = await getPool().query<{ 'QUERY PLAN': [{ 'Planning Time': number; 'Execution Time': number }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
    given,
  );
  const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
  return (plan?.['Planning Time'] ?? 0) + (plan?.['Execution Time'] ?? 0);
}

function pageFrom(from: RankKey | null) {
  return findRankedPage(getDatabase(), project.projectId, {}, { take: TAKE + 1, direction: 'forward', from });
}

async function listFrom(from: Ranked | null): Promise<void> {
  const contextValue = createContext({ ...project.owner, tokenId: null, scopes: new Set(['READ']) }, 'bench');
  const variableValues = { project: toGlobalId('Project', project.projectId), after: from && toRankCursor(from) };
  const { errors } = await execute({ schema, document: LIST, contextValue, variableValues });
  if (errors) throw errors[0];
}

async function largestProject() {
  const { rows } = await getPool().query<{ projectId: string; count: number }>(
    `SELECT "projectId", count(*)::int AS "count" FROM "Document" GROUP BY 1 ORDER BY 2 DESC LIMIT 1`,
  );
  const [largest] = rows;
  if (!largest) throw new Error('There is no document in this database: make some with `winnow seed`.');
  const { team } = await getDatabase().project.findUniqueOrThrow({
    where: { id: largest.projectId },
    select: {
      team: {
        select: { memberships: { take: 1, select: { user: { select: { id: true, name: true, email: true } } } } },
      },
    },
  });
  const owner = team.memberships[0]?.user;
  if (!owner) throw new Error('The project’s team has no member.');
  return { ...largest, owner };
}

async function rowAt(projectId: string, place: number): Promise<Ranked> {
  const [row] = await getDatabase().document.findMany({
    where: { projectId, rankOrder: { not: null } },
    orderBy: [{ rankOrder: 'asc' }, { rawOrder: 'asc' }, { id: 'asc' }],
    skip: place,
    take: 1,
    select: documentSelect,
  });
  if (row?.rankOrder == null || row.rawOrder === null) throw new Error('The project is too small to have a deep page.');
  return { ...row, rankOrder: row.rankOrder, rawOrder: row.rawOrder };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function summary(sorted: readonly number[]): string {
  return `p50 ${at(sorted, 0.5).toFixed(2)} ms, p95 ${at(sorted, 0.95).toFixed(2)} ms`;
}
