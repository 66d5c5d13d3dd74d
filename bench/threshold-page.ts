import os from 'node:os';
import { parseArgs } from 'node:util';
import { parse } from 'graphql';
import { askAs, measure } from '@/bench/measure';
import { makeThresholdProject } from '@/bench/threshold-project';
import { readGlobalId } from '@/graphql/global-id';
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
const rounds = Number(values.rounds);
const thresholds = Array.from({ length: 201 }, (_, place) => 1 + place / 50);
console.log(`${values.labels} labels, ${values.documents} documents; node ${process.version}, ${os.cpus()[0]?.model}`);
await measure('statement: rated documents', rounds, () => findRatedDocuments(getPool(), rated));
await measure('statement: workload of 201 thresholds', rounds, () =>
  countScope(getDatabase(), project.projectId, thresholds),
);
await measure('statement: cut at 20,000 documents', rounds, () =>
  findRankingCut(getDatabase(), project.projectId, 20_000),
);
for (const [name, fields] of Object.entries(OPERATIONS)) {
  const document = parse(`query Bench($id: ID!) { node(id: $id) { ... on Sample { ${fields} } } }`);
  await measure(`operation: ${name}`, rounds, () => askAs(project.owner, document, { id: project.sampleId }));
}
await closeDatabase();
