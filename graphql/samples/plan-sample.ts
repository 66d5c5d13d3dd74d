import { planLabels } from '@/calibration/label-planner';
import { deltaOf } from '@/calibration/recall-certificate';
import { labelDesign, shareOf } from '@/calibration/report-design';
import { ratedRelevantShare } from '@/calibration/score-strata';
import { readLabels } from '@/graphql/calibrations/read-labels';
import type { Context } from '@/graphql/context';
import { invalid } from '@/graphql/errors';
import type { Estimate, SamplePlan } from '@/graphql/generated/resolver-types';
import type { ProjectRow } from '@/graphql/rows';
import { MAX_SIZE } from '@/graphql/samples/read-design';
import { getDatabase } from '@/prisma/client';
import { readFrameExtent } from '@/prisma/queries/sample-frames';
import { findNewestRated, findStrata } from '@/prisma/queries/samples';

const UNKNOWN_PREVALENCE = 0.1;
const LEAST_PREVALENCE = 0.0001;

interface AskedPlan {
  readonly recall?: number | null;
  readonly confidence?: number | null;
  readonly prevalence?: number | null;
}

/** How many documents to rate for a certificate, and how many of them there are to draw. */
export async function planSample(context: Context, project: ProjectRow, asked: AskedPlan): Promise<SamplePlan> {
  const recall = readTarget('recall', asked.recall);
  const confidence = readTarget('confidence', asked.confidence);
  const given = readPrevalence(asked.prevalence);
  const ratedPrevalence = await readRatedPrevalence(context, project);
  const prevalence = given ?? sensible(ratedPrevalence) ?? UNKNOWN_PREVALENCE;
  const { count: scoredCount } = await readFrameExtent(getDatabase(), { projectId: project.id, below: null });
  const { positivesNeeded, documentsToRate } = planLabels({ recall, delta: deltaOf(confidence) }, prevalence);
  const most = Math.min(scoredCount, MAX_SIZE);
  return {
    recall,
    confidence,
    prevalence,
    prevalenceSource: given !== null ? 'GIVEN' : ratedPrevalence ? 'RATED' : 'GUESSED',
    positivesNeeded,
    documentsToRate,
    size: Math.min(documentsToRate, most),
    limitedBy: documentsToRate <= most ? null : scoredCount <= MAX_SIZE ? 'SCORED' : 'SAMPLE_SIZE',
    scoredCount,
    ratedPrevalence,
  };
}

function readTarget(field: string, share: number | null | undefined): number {
  const target = share ?? 0.95;
  if (target >= 0.5 && target <= 0.999) return target;
  throw invalid(field, 'This lies from 0.5 to 0.999.', 'OUT_OF_RANGE');
}

function readPrevalence(prevalence: number | null | undefined): number | null {
  if (prevalence == null) return null;
  if (prevalence >= LEAST_PREVALENCE && prevalence <= 1) return prevalence;
  throw invalid('prevalence', `A prevalence lies from ${LEAST_PREVALENCE} to 1.`, 'OUT_OF_RANGE');
}

/** None relevant among the rated would ask for endless labels: then one is taken to hide behind those not rated. */
function sensible(rated: Estimate | null): number | null {
  if (rated?.value == null) return null;
  return Math.max(LEAST_PREVALENCE, rated.value > 0 ? rated.value : ratedRelevantShare(0, rated.n));
}

/** From the newest sample of all scored documents, weighed by its design; null where a stratum has no rating yet. */
async function readRatedPrevalence(context: Context, project: ProjectRow): Promise<Estimate | null> {
  const sample = await findNewestRated(getDatabase(), project.id);
  const data = sample && (await readLabels(context, sample));
  if (!data) return null;
  const strata = await findStrata(getDatabase(), [sample.id]);
  const rated = new Set(data.labels.map(({ stratum }) => stratum));
  if (strata.some(({ ordinal }) => !rated.has(String(ordinal)))) return null;
  const design = labelDesign(data.labels, sample.populationSize, 0.95);
  return shareOf(design, ({ isRelevant }) => (isRelevant ? 'PART' : 'REST'));
}
