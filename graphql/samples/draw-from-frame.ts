import { drawSimpleRandomSample, drawStratifiedSample } from '@/calibration/sampling';
import { AppError, invalid } from '@/graphql/errors';
import type { ProjectRow } from '@/graphql/rows';
import { allocateStrata, findEdges } from '@/graphql/samples/allocate-strata';
import { positionsOf } from '@/graphql/samples/positions-of';
import { type AskedDesign, MAX_SIZE } from '@/graphql/samples/read-design';
import { type Database, inSnapshot } from '@/prisma/client';
import { pickFromFrame, readFrameExtent, type SampleFrame } from '@/prisma/queries/sample-frames';
import type { NewStratum, PlacedDocument } from '@/prisma/queries/samples';

/** What a seed stands for in the documents of one moment. */
export interface FrameDraw {
  readonly scopeThreshold: number | null;
  readonly method: string;
  readonly populationSize: number;
  /** None of a simple random sample. */
  readonly strata: readonly NewStratum[];
  /** Drawn or in reserve, by stratum and place. */
  readonly documents: readonly PlacedDocument[];
}

/** Counting the frame and looking places of it up must see the same documents, though scoring goes on meanwhile. */
export function drawFromFrame(project: ProjectRow, asked: AskedDesign): Promise<FrameDraw> {
  return inSnapshot(async (tx) => {
    const frame = await readFrame(tx, project.id, asked);
    const extent = await readFrameExtent(tx, frame);
    requireEnough(asked, extent.count);
    const isStratified = asked.kind === 'STRATIFIED';
    const edges = isStratified ? await findEdges(tx, frame, extent, asked) : [];
    const strata = isStratified ? await allocateStrata(tx, frame, edges, project.relevanceCut, asked.size) : [];
    const orders = drawOrders(asked, extent.count, strata);
    const numbers = orders.flatMap(({ positions }, stratum) => positions.map((place) => ({ stratum, place })));
    const ids = await pickFromFrame(tx, frame, edges, numbers);
    if (ids.length !== numbers.length) throw new Error('A place of the frame holds no document within one snapshot.');
    const sizes = isStratified ? strata.map(({ size }) => size) : [asked.size];
    const documents = placeDocuments(asked, sizes, orders, ids);
    const method = orders[0]?.method ?? '';
    return { scopeThreshold: frame.below, method, populationSize: extent.count, strata, documents };
  });
}

async function readFrame(tx: Database, projectId: string, { scope }: AskedDesign): Promise<SampleFrame> {
  if (scope === 'SCORED') return { projectId, below: null };
  const project = await tx.project.findUnique({
    where: { id: projectId },
    select: { activeCalibration: { select: { threshold: true } } },
  });
  if (project?.activeCalibration) return { projectId, below: project.activeCalibration.threshold };
  throw new AppError('NO_THRESHOLD', 'No threshold is active, so nothing is excluded. Activate one first.', ['scope']);
}

function requireEnough({ scope, size }: AskedDesign, count: number): void {
  const documents = scope === 'SCORED' ? 'scored' : 'below the threshold';
  if (count === 0) throw new AppError('NOTHING_TO_DO', `No document of this project is ${documents} yet.`);
  if (size <= count) return;
  const most = count.toLocaleString('en');
  throw invalid('size', `Only ${most} documents are ${documents}: ask for at most as many.`, 'OUT_OF_RANGE');
}

/** The random order of each stratum (of the whole frame where there is none), as far as it is stored. */
function drawOrders({ seed }: AskedDesign, populationSize: number, strata: readonly NewStratum[]) {
  if (strata.length === 0) {
    return [drawSimpleRandomSample(seed, populationSize, Math.min(populationSize, MAX_SIZE))];
  }
  const requests = strata.map(({ ordinal, populationSize: documents }) => ({
    key: String(ordinal),
    populationSize: documents,
    count: Math.min(documents, MAX_SIZE),
  }));
  return drawStratifiedSample(seed, requests);
}

function placeDocuments(
  asked: AskedDesign,
  sizes: readonly number[],
  orders: readonly { readonly positions: readonly number[] }[],
  ids: readonly string[],
): PlacedDocument[] {
  const places = orders.flatMap(({ positions }, stratum) => positions.map((_, place) => ({ stratum, place })));
  const isDrawn = ({ stratum, place }: { stratum: number; place: number }) => place < (sizes[stratum] ?? 0);
  const positions = positionsOf(asked, 0, places.filter(isDrawn)).values();
  return places.map((at, index) => ({
    ...at,
    documentId: ids[index] ?? '',
    position: isDrawn(at) ? (positions.next().value ?? 0) : 0,
  }));
}
