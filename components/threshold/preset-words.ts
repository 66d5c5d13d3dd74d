import type { Certificate, CostChoice, WorkloadChoice } from '@/components/threshold/read-point';
import { formatCount, formatScore, formatShare } from '@/components/ui/format-number';

/** A score apart from another that it would round to: "2.53", or "2.5263" beside 2.53. */
export function formatApart(score: number, other: number): string {
  return score !== other && formatScore(score) === formatScore(other)
    ? String(Number(score.toFixed(4)))
    : formatScore(score);
}

/** What was asked: "95 % recall with 95 % confidence". */
export function promiseWords({ recall, confidence }: Pick<Certificate, 'recall' | 'confidence'>): string {
  return `${plainShare(recall)} recall with ${plainShare(confidence)} confidence`;
}

/** What the sample promises, or what it lacks for that. */
export function certificateWords(certificate: Certificate): string {
  const { threshold, positives, positivesMissing, allowedMisses, workload, labelsMissing, refusal } = certificate;
  const promise = promiseWords(certificate);
  if (threshold !== null) {
    const misses = allowedMisses ? `all but ${formatCount(allowedMisses)} of them` : 'all of them';
    return `${promise} holds from ${formatScore(threshold)} down: the sample has ${countOf(positives, 'relevant document')}, ${misses} included there. ${formatCount(workload ?? 0)} to read.`;
  }
  if (refusal === 'NOT_A_SIMPLE_RANDOM_SAMPLE')
    return `${promise} cannot be certified from this sample: its documents were not equally likely to be drawn. A simple random sample of all scored documents would do.`;
  const missing = `the sample has ${countOf(positives, 'relevant document')} and ${formatCount(positivesMissing)} more are needed`;
  if (positives === 0)
    return `${promise} cannot be certified yet: ${missing}. Nothing relevant was seen, so nobody can say how many to rate.`;
  if (labelsMissing === null)
    return `${promise} cannot be certified: ${missing}, which is more than the documents left to rate are likely to hold. Ask for less recall or less confidence.`;
  return `${promise} cannot be certified yet: ${missing}. At the share seen so far that takes about ${formatCount(labelsMissing)} more ratings.`;
}

/** Where the handle stands to the promise; null while there is none. */
export function coverageWords({ threshold }: Certificate, handle: number): string | null {
  if (threshold === null) return null;
  if (handle <= threshold) return `It covers ${formatApart(handle, threshold)}, where the handle stands.`;
  return `The handle stands at ${formatApart(handle, threshold)}, above ${formatApart(threshold, handle)}: nothing is promised there.`;
}

export function workloadWords({ documents, includes, threshold, workload }: WorkloadChoice): string {
  if (includes === 'EVERYTHING')
    return `All ${formatCount(workload)} scored documents: that is not more than ${formatCount(documents)}.`;
  if (includes === 'NOTHING')
    return documents === 0
      ? 'Nothing is read, so nothing is included.'
      : `Nothing: more than ${countOf(documents, 'document')} share the highest score, and equal scores go together.`;
  const rest = documents - workload;
  const ties = rest > 0 ? `; ${formatCount(rest)} fewer than asked, because equal scores go together` : '';
  return `${formatCount(workload)} documents lie from ${formatScore(threshold)} up, counted over all of them${ties}.`;
}

export function costWords({
  includes,
  threshold,
  labels,
  apparentCost,
  crossValidatedCost,
  folds,
}: CostChoice): string {
  const rule =
    includes === 'EVERYTHING'
      ? 'Reading everything costs least'
      : includes === 'NOTHING'
        ? 'Reading nothing costs least'
        : `${formatScore(threshold)} costs least`;
  const figure = (cost: number) => Number(cost.toPrecision(3));
  const honest =
    crossValidatedCost === null
      ? 'one label cannot be cross-validated'
      : `${figure(crossValidatedCost)} when each of ${folds} parts is priced by a threshold the others chose`;
  return `${rule} on ${countOf(labels, 'label')}: ${figure(apparentCost)} a document on the labels that chose it, ${honest}. No promise is made of it.`;
}

function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** "95 %", and "99.5 %" where there is more to say. */
function plainShare(share: number): string {
  return formatShare(share, Number.isInteger(Number((share * 100).toFixed(6))) ? 0 : 1);
}
