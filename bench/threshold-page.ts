import os from 'node:os';
import { parseArgs } from 'node:util';
import { execute, parse } from 'graphql';
import { makeThresholdProject } from '@/bench/threshold-project';
import { createContext } from '@/graphql/context';
import { readGlobalId } from '@/graphql/global-id';
import { schema } from '@/graphql/schema';
import { closeDatabase, getDatabase, getPool } from '@/prisma/client';
import { countScope, findRankingCut } from '@/prisma/queries/calibrations';
import { findRatedDocuments } from '@/prisma/queries/rated-documents';

/**
 * What the threshold page costs on the server, from PostgreSQL to the answer, in a project of its own in DATABASE_URL:
 * its statements, and the GraphQL operations that the page sends.
 *
 *   DATABASE_URL=... npx tsx bench/threshold-page.ts [--documents 110000] [--labels 100000] [--rounds 9]
 */
const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '110000' },
    labels: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '9' },
  },
});

const FIGURE = '{ value lower upper n method }';
const SHORT = '{ value lower upper n }';
const XY = '{ threshold x y }';
const CURVE = `labelled relevant documents notices roc ${XY} precisionRecall ${XY} gain ${XY}
  points { threshold workload workloadShare f1Estimate ${SHORT} falsePositives ${SHORT} falseNegatives ${SHORT}
    precision ${FIGURE} recall ${FIGURE} }
  certificate { threshold workload positives positivesMissing refusal labelsMissing allowedMisses }`;
const OPERATIONS = {
  'curves and certificate': `thresholdCurve { ${CURVE} }`,
  'one threshold at rest': `thresholdAt(threshold: 3) { workload precision ${FIGURE} recall ${FIGURE} }`,
  'by cost': 'thresholdCurve { byCost(falsePositive: 1, falseNegative: 10) { threshold crossValidatedCost } }',
  'by workload': 'thresholdCurve { byWorkload(documents: 20000) { threshold workload } }',
  'area, average precision, work saved': `thresholdCurve { rocAuc ${FIGURE} averagePrecision ${FIGURE} workSaved ${FIGURE} }`,
  reliability: 'thresholdCurve { reliability { brier bins { meanProbability observed { value } } } }',
};

const project = await makeThresholdProject(Number(values.documents), Number(values.labels));
const sampleKey = readGlobalId(project.sampleId)?.keys[0] ?? '';
const rated = { projectId: project.projectId, sampleId: sampleKey };
const thresholds = Array.from({ length: 201 }, (_, place) => 1 + place / 50);
console.log(
  `${values.labels} labels, ${values.documents} documents; node ${process.version}, ${os.cpus()[0]?.model}, load ${os.loadavg()[0]?.toFixed(1)}`,
);
await measure('statement: rated documents', () => findRatedDocuments(getPool(), rated));
await measure('statement: workload of 201 thresholds', () => countScope(getDatabase(), project.projectId, thresholds));
await measure('statement: cut at 20,000 documents', () => findRankingCut(getDatabase(), project.projectId, 20_000));
for (const [name, fields] of Object.entries(OPERATIONS)) await measure(`operation: ${name}`, () => ask(fields));
await closeDatabase();

async function ask(fields: string): Promise<void> {
  const document = parse(`query Bench($id: ID!) { node(id: $id) { ... on Sample { ${fields} } } }`);
  const contextValue = createContext({ ...project.owner, tokenId: null, scopes: new Set(['READ']) }, 'bench');
  const { errors } = await execute({ schema, document, contextValue, variableValues: { id: project.sampleId } });
  if (errors) throw errors[0];
}

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (place: number) => (times[place] ?? Number.NaN).toFixed(0).padStart(6);
  console.log(`${name.padEnd(48)} fastest ${at(0)} ms   median ${at(Math.floor(times.length / 2))} ms`);
}
