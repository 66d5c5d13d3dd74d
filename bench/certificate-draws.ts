import { documentsToRate } from '@/calibration/label-planner';
import { randomSource, uniformShare } from '@/calibration/random-order';
import { rocAuc } from '@/calibration/ranking-metrics';
import { certifiedThreshold, deltaOf, positivesNeeded } from '@/calibration/recall-certificate';
import { drawSimpleRandomSample } from '@/calibration/sampling';
import { normalQuantile } from '@/calibration/special-functions';
import { COLLECTIONS, type KnownDocument, readCollection } from './collections/read-collection';

export const CONFIDENCE = 0.95;
const DELTA = deltaOf(CONFIDENCE);
const TARGETS = [0.8, 0.95] as const;

const SCORERS = [
  { name: 'starter', separation: null },
  { name: 'simulated, d 1.5', separation: 1.5 },
  { name: 'simulated, d 3', separation: 3 },
] as const;

/** What 200 draws from one collection by one scorer came to. */
export interface Outcome {
  readonly collection: string;
  readonly scorer: string;
  /** Recall that was to be certified. */
  readonly target: number;
  readonly rocAuc: number;
  readonly documents: number;
  readonly relevant: number;
  /** Documents rated in each draw. */
  readonly rated: number;
  readonly certified: number;
  /** Certificates whose true recall reaches the target. */
  readonly held: number;
  /** Mean share of the documents below the certified threshold; null without a certificate. */
  readonly excluded: number | null;
  /** Of those the ones that were not rated either: what nobody has to read. */
  readonly unread: number | null;
  /** Share below the threshold that someone would set who knew every relevant document. */
  readonly possible: number;
  /** True recall of each certified draw. */
  readonly recalls: readonly number[];
}

/** Every collection by every scorer for both targets. */
export async function measureCertificates(drawCount: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const collection of COLLECTIONS) {
    const published = await readCollection(collection);
    for (const { name, separation } of SCORERS) {
      const documents = separation === null ? published : simulate(published, separation, `${collection}/${name}`);
      for (const target of TARGETS) outcomes.push(measure({ collection, scorer: name, documents, target, drawCount }));
    }
  }
  return outcomes;
}

/*
 * Simulated scores: 3 + Phi^-1(u) / 2, plus d / 2 for relevant documents, u uniform from xoshiro128** seeded with
 * "certificates/<collection>/<scorer>": two normal distributions d standard deviations apart, ROC AUC Phi(d / sqrt 2).
 * A document's score does not depend on its text, so that only the separation is at work.
 */
function simulate(published: readonly KnownDocument[], separation: number, seed: string): KnownDocument[] {
  const random = randomSource(`certificates/${seed}`);
  // Half a step up keeps u off 0, where the quantile is infinite.
  const normal = () => normalQuantile(uniformShare(random) + 2 ** -33);
  return published.map(({ isRelevant }) => ({
    isRelevant,
    score: 3 + normal() / 2 + (isRelevant ? separation / 2 : 0),
  }));
}

interface Setting {
  readonly collection: string;
  readonly scorer: string;
  readonly documents: readonly KnownDocument[];
  readonly target: number;
  readonly drawCount: number;
}

function measure(setting: Setting): Outcome {
  const { collection, scorer, documents, target, drawCount } = setting;
  const relevant = documents.filter(({ isRelevant }) => isRelevant).map(({ score }) => score);
  const planned = documentsToRate(positivesNeeded(target, DELTA), relevant.length / documents.length);
  const rated = Math.min(planned, Math.floor(documents.length * 0.9));
  const draws = Array.from({ length: drawCount }, (_, draw) => drawOnce(setting, relevant, rated, draw));
  const certified = draws.filter((draw) => draw !== null);
  const recalls = certified.map(({ recall }) => recall);
  return {
    collection,
    scorer,
    target,
    rocAuc: rocAuc(documents).value ?? Number.NaN,
    documents: documents.length,
    relevant: relevant.length,
    rated,
    certified: certified.length,
    held: recalls.filter((recall) => recall >= target).length,
    excluded: meanOrNull(certified.map(({ excluded }) => excluded)),
    unread: meanOrNull(certified.map(({ unread }) => unread)),
    possible: possibleSaving(documents, relevant, target),
    recalls,
  };
}

/** One sample and its certificate against the truth; null when it was refused. */
function drawOnce({ collection, scorer, documents, target }: Setting, relevant: number[], rated: number, draw: number) {
  const { positions } = drawSimpleRandomSample(`${collection}/${scorer}/${draw}`, documents.length, rated);
  const sample = positions.flatMap((position) => documents[position] ?? []);
  const positives = sample.filter(({ isRelevant }) => isRelevant).map(({ score }) => score);
  const certificate = certifiedThreshold(positives, { recall: target, delta: DELTA });
  if (certificate.status === 'REFUSED') return null;
  const excluded = documents.filter(({ score }) => score < certificate.threshold).length;
  const excludedButRated = sample.filter(({ score }) => score < certificate.threshold).length;
  return {
    recall: shareAtOrAbove(relevant, certificate.threshold),
    excluded: excluded / documents.length,
    unread: (excluded - excludedButRated) / documents.length,
  };
}

function meanOrNull(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What someone who knew every relevant document could leave unread at the target. */
function possibleSaving(documents: readonly KnownDocument[], relevant: readonly number[], target: number): number {
  const falling = relevant.toSorted((a, b) => b - a);
  const threshold = falling[Math.ceil(target * falling.length) - 1] ?? 0;
  return (
    1 -
    shareAtOrAbove(
      documents.map(({ score }) => score),
      threshold,
    )
  );
}

function shareAtOrAbove(scores: readonly number[], threshold: number): number {
  return scores.filter((score) => score >= threshold).length / scores.length;
}
