import { buscarFromFinds } from '@/calibration/stopping';
import type { Context } from '@/graphql/context';
import { invalid, notFound } from '@/graphql/errors';
import type { BuscarEstimate, ProjectRecallSoFarArgs, ScreeningPoint } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { controlEstimate } from '@/graphql/reliability/control-estimate';
import { elusionEstimate } from '@/graphql/reliability/elusion-estimate';
import type { ProjectRow, SampleRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { findNewestOfScope, readScreening, type Screening } from '@/prisma/queries/screening';

const MOST_PLACES = 1_000;
const MOST_POINTS = 500;

/** What the review has found, and what three methods say of the rest. */
export async function recallSoFar(context: Context, project: ProjectRow, asked: Partial<ProjectRecallSoFarArgs>) {
  const target = { recall: readShare('recall', asked.recall), confidence: readShare('confidence', asked.confidence) };
  const [elusionSample, controlSample] = await Promise.all([
    chooseSample(context, project, 'EXCLUDED', 'elusionSampleId', asked.elusionSampleId),
    chooseSample(context, project, 'SCORED', 'controlSampleId', asked.controlSampleId),
  ]);
  const screening = await readScreening(getDatabase(), project.id, project.relevanceCut, MOST_PLACES);
  const [elusion, control] = await Promise.all([
    elusionEstimate(context, project, elusionSample, target.confidence),
    controlEstimate(context, project, controlSample, screening, target),
  ]);
  return {
    relevanceCut: project.relevanceCut,
    ...target,
    documents: screening.documents,
    screened: screening.screened,
    found: screening.found,
    firstScreenedAt: screening.firstAt,
    lastScreenedAt: screening.lastAt,
    curve: curveOf(screening),
    elusion,
    control,
    buscar: buscarOf(screening, target.recall, target.confidence),
  };
}

function readShare(field: string, share: number | null | undefined): number {
  const target = share ?? 0.95;
  if (target >= 0.5 && target <= 0.999) return target;
  throw invalid(field, 'This lies from 0.5 to 0.999.', 'OUT_OF_RANGE');
}

/** The sample that was asked for, of this project and of the kind that the method needs; else the newest that fits. */
async function chooseSample(
  context: Context,
  { id: projectId }: ProjectRow,
  scope: 'SCORED' | 'EXCLUDED',
  field: string,
  id: string | null | undefined,
): Promise<SampleRow | null> {
  if (id == null) return findNewestOfScope(getDatabase(), projectId, scope);
  const sample = await context.loaders.sample.load(keyOf('Sample', id, field));
  if (!sample || sample.projectId !== projectId) throw notFound('sample', field);
  if (sample.kind === 'SIMPLE_RANDOM' && sample.scope === scope) return sample;
  const what = scope === 'SCORED' ? 'all scored documents' : 'the excluded documents';
  throw invalid(field, `This takes a simple random sample of ${what}.`);
}

function curveOf({ screened, places }: Screening): ScreeningPoint[] {
  const step = Math.max(1, Math.ceil(screened / MOST_POINTS));
  const points = new Map<number, ScreeningPoint>([[0, { screened: 0, found: 0 }]]);
  for (const { place, found } of places) points.set(Math.ceil(place / step), { screened: place, found });
  return [...points.values()];
}

const BUSCAR_ASSUMPTION =
  'Documents are screened in an order that puts likely relevant ones first, and looking again and again is not corrected for.';

function buscarOf(
  { documents, screened, found, places }: Screening,
  recall: number,
  confidence: number,
): BuscarEstimate {
  const told = { kind: 'HEURISTIC' as const, assumption: BUSCAR_ASSUMPTION };
  if (found === 0) return { ...told, p: null, window: 0, shouldStop: false };
  const finds = places.filter(({ isRelevant }) => isRelevant);
  const counts = { screened, seen: found, population: documents };
  const { p, window, shouldStop } = buscarFromFinds(finds, counts, recall, confidence);
  return { ...told, p, window, shouldStop };
}
