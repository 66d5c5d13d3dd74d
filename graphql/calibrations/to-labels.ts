import { requireRating } from '@/calibration/labels';
import type { JudgedLabel } from '@/calibration/report-thresholds';
import type { DocumentLabel } from '@/graphql/calibrations/threshold-data';
import type { RatedDocuments } from '@/prisma/queries/rated-documents';

interface Stratum {
  readonly ordinal: number;
  readonly populationSize: number;
}

/**
 * Columns to labels. What is rated so far is a random part of its stratum, so a document's chance is the number rated of
 * those it was drawn among.
 *
 * @param population  Of a simple random sample, which has no strata.
 */
export function toLabels(
  rated: RatedDocuments,
  population: number,
  strata: readonly Stratum[],
  relevanceCut: number,
): JudgedLabel[] {
  const partAt = partsOf(rated, population, strata);
  const labels: JudgedLabel[] = [];
  for (let place = 0; place < rated.count; place++) {
    const rating = rated.ratings[place] ?? Number.NaN;
    requireRating('rating', rating, place);
    const { stratum, inclusionProbability } = partAt(place);
    const score = rated.scores[place] ?? Number.NaN;
    const rawScore = rated.rawScores[place] ?? Number.NaN;
    labels.push({ score, rawScore, rating, stratum, inclusionProbability, isRelevant: rating >= relevanceCut });
  }
  return labels;
}

/** Labels with their documents, parallel. */
export function namedLabels(labels: readonly JudgedLabel[], documentIds: readonly string[] | null): DocumentLabel[] {
  return labels.map((label, place) => {
    const id = documentIds?.[place];
    if (id === undefined) throw new Error('Documents were to be read with their ratings.');
    return { ...label, id };
  });
}

/** What the documents of one stratum share. */
type Part = Readonly<{ stratum: string | null; inclusionProbability: number }>;

function partsOf({ count, strata: ordinals }: RatedDocuments, population: number, strata: readonly Stratum[]) {
  const whole: Part = { stratum: null, inclusionProbability: Math.min(1, count / population) };
  if (!ordinals) return () => whole;
  const counts = new Map<number, number>();
  for (const ordinal of ordinals) counts.set(ordinal, (counts.get(ordinal) ?? 0) + 1);
  const parts = new Map(
    strata.map(({ ordinal, populationSize }): [number, Part] => [
      ordinal,
      {
        stratum: String(ordinal),
        inclusionProbability: Math.min(1, (counts.get(ordinal) ?? 0) / populationSize),
      },
    ]),
  );
  return (place: number): Part => {
    const part = parts.get(ordinals[place] ?? Number.NaN);
    if (!part) throw new Error(`The stratum ${ordinals[place]} of a rated document is not recorded.`);
    return part;
  };
}
