import { ratedRelevantShare } from '@/calibration/score-strata';
import { topUpAllocation } from '@/calibration/stratified-allocation';
import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, invalid, notFound } from '@/graphql/errors';
import type { TopUpSampleInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { SampleRow } from '@/graphql/rows';
import { LEAST_PER_STRATUM } from '@/graphql/samples/allocate-strata';
import { requireSample } from '@/graphql/samples/find-sample';
import { positionsOf } from '@/graphql/samples/positions-of';
import { MAX_SIZE } from '@/graphql/samples/read-design';
import { forgetSample } from '@/graphql/samples/sample-loaders';
import { StaleVersion } from '@/graphql/stale-version';
import { publish } from '@/jobs/events';
import { type Database, inTransaction } from '@/prisma/client';
import {
  findOrderStandings,
  lockSample,
  type OrderStanding,
  resizeSample,
  resizeStrata,
  type StratumSize,
  showDocuments,
  takeNext,
} from '@/prisma/queries/sample-top-ups';
import { findStrata } from '@/prisma/queries/samples';

/** A stratum as it was drawn and as its stored order stands; a simple random sample is one. */
type Order = StratumSize & OrderStanding;

/**
 * Draws the next documents of the sample's own random order: what one draw of the larger size would have taken. How
 * many each stratum gets may follow from the answers so far; which documents they are may not.
 */
export async function topUpSample(context: Context, input: TopUpSampleInput): Promise<{ sample: SampleRow }> {
  const viewer = requireViewer(context);
  const sampleId = keyOf('Sample', input.sampleId, 'sampleId');
  const { project } = await requireSample(context, sampleId, 'sample:draw', 'sample', 'sampleId');
  const sample = await inTransaction(async (tx) => {
    const before = await lockSample(tx, sampleId);
    if (!before) throw notFound('sample', 'sampleId');
    if (before.size !== input.expectedSize) throw new StaleVersion('sample', before, 'expectedSize');
    const orders = await readOrders(tx, before, project.relevanceCut);
    requireLeft(before, orders, input.additional);
    const after = await extend(tx, before, orders, input.additional);
    await publish(tx, { projectId: project.id, topic: 'RATING' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'Sample', id: sampleId };
    const details = { additional: input.additional, sizeBefore: before.size, size: after.size };
    await recordAudit(tx, viewer, 'sample.topped_up', subject, details);
    return after;
  });
  forgetSample(context, sampleId);
  return { sample };
}

async function readOrders(tx: Database, sample: SampleRow, relevanceCut: number): Promise<Order[]> {
  const standings = await findOrderStandings(tx, sample.id, relevanceCut);
  const { size, populationSize } = sample;
  const whole = { ordinal: 0, size, populationSize, guessedProportion: 0.5 };
  const strata = sample.kind === 'STRATIFIED' ? await findStrata(tx, [sample.id]) : [whole];
  return strata.map((stratum) => {
    const gone = { ordinal: stratum.ordinal, drawn: 0, left: 0, rated: 0, relevant: 0 };
    return { ...stratum, ...(standings.find(({ ordinal }) => ordinal === stratum.ordinal) ?? gone) };
  });
}

function requireLeft({ size, populationSize }: SampleRow, orders: readonly Order[], additional: number): void {
  if (additional < 1) throw invalid('additional', 'A top-up draws one document at least.', 'OUT_OF_RANGE');
  const left = Math.min(
    MAX_SIZE - size,
    orders.reduce((sum, order) => sum + order.left, 0),
  );
  if (left <= 0) throw new AppError('NOTHING_TO_DO', size >= populationSize ? ALL_DRAWN : USED_UP);
  if (additional <= left) return;
  const message = `Only ${left.toLocaleString('en')} more can be drawn in this sample.`;
  throw invalid('additional', message, 'OUT_OF_RANGE');
}
const ALL_DRAWN = 'Every document that this sample was drawn from is in it already.';
const USED_UP = 'What was kept for top-ups of this sample is used up. Draw a new one.';

async function extend(
  tx: Database,
  before: SampleRow,
  orders: readonly Order[],
  additional: number,
): Promise<SampleRow> {
  const guessed = orders.map((order) => ({ ...order, guessedProportion: guessOf(order) }));
  const targets = allocate(guessed, additional);
  const taken = [];
  const sizes: StratumSize[] = [];
  for (const [h, order] of guessed.entries()) {
    const next = await takeNext(tx, before.id, order.ordinal, (targets[h] ?? order.drawn) - order.drawn);
    taken.push(...next);
    // Up to the last place taken: what lies before it is drawn, or was gone before its turn.
    sizes.push({ ...order, size: (next.at(-1)?.place ?? order.size - 1) + 1 });
  }
  const positions = positionsOf(before, before.size, taken);
  const shown = taken.map((document, index) => ({ ...document, position: positions[index] ?? 0 }));
  await showDocuments(tx, before.id, shown);
  await resizeStrata(tx, before.id, sizes);
  const size = sizes.reduce((sum, stratum) => sum + stratum.size, 0);
  return resizeSample(tx, before.id, size);
}

function guessOf({ relevant, rated, guessedProportion }: Order): number {
  return rated > 0 ? ratedRelevantShare(relevant, rated) : guessedProportion;
}

/** Documents of each stratum after the top-up. */
function allocate(orders: readonly Order[], additional: number): number[] {
  const strata = orders.map((order) => ({ ...order, available: order.drawn + order.left }));
  const drawn = orders.map((order) => order.drawn);
  const total = drawn.reduce((sum, count) => sum + count, additional);
  const floors = strata.map(({ available }, h) => Math.max(drawn[h] ?? 0, Math.min(available, LEAST_PER_STRATUM)));
  const mayFill = floors.reduce((sum, floor) => sum + floor, 0) <= total;
  return topUpAllocation(strata, drawn, total, mayFill ? LEAST_PER_STRATUM : 0);
}
