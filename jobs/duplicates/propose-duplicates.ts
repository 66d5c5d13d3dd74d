import { normaliseForComparison } from '@/ingestion/document/dedup-key';
import { type PayloadOf, proposeDuplicates } from '@/jobs/definitions';
import { sharedAuthors } from '@/jobs/duplicates/author-names';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import type { JobHandler } from '@/jobs/worker/running-job';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import {
  type CandidatePair,
  findCandidatePairs,
  findTitledPage,
  insertProposals,
  type NewProposal,
} from '@/prisma/queries/duplicate-proposals';

const DOCUMENTS_A_PAGE = 1_000;
/** Of many works with one title ('Editorial comment on the guidelines') the nearest: work stays in proportion. */
const MOST_CANDIDATES = 10;
/** Half of the shorter list of authors, as lists are cut and names are misspelt. */
const LEAST_SHARE = 0.5;
/** More names than anyone reads as a reason. */
const MOST_NAMES = 20;

/**
 * Proposes pairs with the same title, years at most one apart and similar authors, whose DOIs differ or are missing (the
 * same DOI would have made them one). Each document of the import is compared with at most ten others.
 */
export const proposeDuplicatesHandler: JobHandler<PayloadOf<typeof proposeDuplicates>> = async (job) => {
  const { projectId, importRunId, afterDocumentId } = job.payload;
  await inBulkTransaction(async (tx) => {
    const page = { afterId: afterDocumentId, take: DOCUMENTS_A_PAGE };
    const documentIds = await findTitledPage(tx, { projectId, importRunId }, page);
    const pairs = await findCandidatePairs(tx, projectId, documentIds, MOST_CANDIDATES);
    const proposals = pairs.flatMap((pair) => toProposal(pair) ?? []);
    const added = await insertProposals(tx, projectId, proposals);
    const last = documentIds.at(-1);
    if (last && documentIds.length === DOCUMENTS_A_PAGE) {
      await enqueue(proposeDuplicates, { ...job.payload, afterDocumentId: last }, { tx });
    }
    await job.completeIn(tx);
    if (added > 0) await publish(tx, { projectId, topic: 'IMPORT' });
  });
};

/** @returns null for a pair that is not alike enough. */
export function toProposal(pair: CandidatePair): NewProposal | null {
  const [one, other] = pair.first.id < pair.second.id ? [pair.first, pair.second] : [pair.second, pair.first];
  if (normaliseForComparison(one.title) !== normaliseForComparison(other.title)) return null;
  if (one.doi !== null && one.doi === other.doi) return null;
  const yearDifference = one.year === null || other.year === null ? null : Math.abs(one.year - other.year);
  if (yearDifference !== null && yearDifference > 1) return null;
  const { names, share } = sharedAuthors(one.authors, other.authors);
  if (share < LEAST_SHARE) return null;
  const shared = { sharedAuthors: names.slice(0, MOST_NAMES), authorShare: share };
  return { firstId: one.id, secondId: other.id, yearDifference, ...shared };
}
