import {
  dividingEdges,
  equalWidthEdges,
  guessRelevantShare,
  quantileRanks,
  ratedRelevantShare,
} from '@/calibration/score-strata';
import { neymanAllocation } from '@/calibration/stratified-allocation';
import { invalid } from '@/graphql/errors';
import type { AskedDesign } from '@/graphql/samples/read-design';
import type { Database } from '@/prisma/client';
import {
  countRanges,
  countRatedRanges,
  type FrameExtent,
  findScoresAtRanks,
  type SampleFrame,
} from '@/prisma/queries/sample-frames';
import type { NewStratum } from '@/prisma/queries/samples';

/** The least of each stratum, so that its variance can be estimated; all of it where it has fewer. */
export const LEAST_PER_STRATUM = 2;

/** Lower edges of all strata but the lowest. A range without documents is joined to the one below it. */
export async function findEdges(
  tx: Database,
  frame: SampleFrame,
  extent: FrameExtent,
  { strata, ranges }: AskedDesign,
): Promise<number[]> {
  const [lowest, highest] = [extent.lowest ?? 0, extent.highest ?? 0];
  const edges = dividingEdges(
    ranges === 'QUANTILE'
      ? await findScoresAtRanks(tx, frame, quantileRanks(extent.count, strata), extent.count)
      : equalWidthEdges(lowest, highest, strata),
    lowest,
  );
  const filled = new Set((await countRanges(tx, frame, edges)).map(({ ordinal }) => ordinal));
  const dividing = edges.filter((_, index) => filled.has(index + 1));
  if (dividing.length > 0) return dividing;
  throw invalid('kind', 'All scores are equal, so there are no ranges to draw from. Draw a simple random sample.');
}

/** The strata with the sizes that make the estimate of the whole the most exact, as far as anybody can guess. */
export async function allocateStrata(
  tx: Database,
  frame: SampleFrame,
  edges: readonly number[],
  relevanceCut: number,
  size: number,
): Promise<NewStratum[]> {
  const counted = await countRanges(tx, frame, edges);
  const rated = new Map(
    (await countRatedRanges(tx, frame.projectId, edges, relevanceCut)).map((range) => [range.ordinal, range]),
  );
  const strata = counted.map(({ ordinal, count, meanScore }) => {
    const known = rated.get(ordinal);
    return {
      ordinal,
      lower: edges[ordinal - 1] ?? null,
      upper: edges[ordinal] ?? null,
      populationSize: count,
      guessedProportion: known
        ? ratedRelevantShare(known.relevant, known.rated)
        : guessRelevantShare(meanScore, relevanceCut),
    };
  });
  requireSizeOfAll(strata, size);
  const sizes = neymanAllocation(strata, size, LEAST_PER_STRATUM);
  return strata.map((stratum, index) => ({ ...stratum, size: sizes[index] ?? 0 }));
}

function requireSizeOfAll(strata: readonly { readonly populationSize: number }[], size: number): void {
  const least = strata.reduce((sum, { populationSize }) => sum + Math.min(populationSize, LEAST_PER_STRATUM), 0);
  if (size >= least) return;
  const message = `${strata.length} ranges need ${least} documents at least: ${LEAST_PER_STRATUM} of each.`;
  throw invalid('size', message, 'OUT_OF_RANGE');
}
