import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { invalid, notFound } from '@/graphql/errors';
import type { RateSampleItemInput } from '@/graphql/generated/resolver-types';
import { keysOf } from '@/graphql/global-id';
import { readRatingValue, readReason } from '@/graphql/ratings/rating-input';
import type { SampleItemRow, SampleRow } from '@/graphql/rows';
import { requireSample } from '@/graphql/samples/find-sample';
import { publish } from '@/jobs/events';
import { inTransaction } from '@/prisma/client';
import { appendAnswer, findItem, lockDrawnDocument } from '@/prisma/queries/samples';

/** One rater's answer about a drawn document: a value or a skip; given again, it changes the answer. */
export async function rateSampleItem(
  context: Context,
  input: RateSampleItemInput,
): Promise<{ item: SampleItemRow; sample: SampleRow }> {
  const viewer = requireViewer(context);
  const [sampleId, place] = keysOf('SampleItem', input.itemId, 'itemId');
  const position = Number(place);
  const { sample, project } = await requireSample(context, sampleId, 'sample:rate', 'sample item', 'itemId');
  const value = readAnswer(input);
  const reason = readReason(input.reason);
  const item = await inTransaction(async (tx) => {
    const documentId = await lockDrawnDocument(tx, sampleId, position);
    if (!documentId) throw notFound('sample item', 'itemId');
    const answer = { projectId: sample.projectId, documentId, sampleId, raterId: viewer.id, value, reason };
    const { ratingId, before } = await appendAnswer(tx, answer);
    const answered = await findItem(tx, sampleId, position, viewer.id);
    if (!answered) throw notFound('sample item', 'itemId');
    await publish(tx, { projectId: sample.projectId, topic: 'RATING' });
    const subject = { teamId: project.teamId, projectId: sample.projectId, type: 'Document', id: documentId };
    const details = { sampleId, ratingId, to: value, isSkipped: value === null, reason };
    await recordAudit(tx, viewer, 'sample.rated', subject, before ? { ...details, from: before.value } : details);
    return answered;
  });
  context.loaders.sampleCounts.clear(sampleId);
  return { item, sample };
}

function readAnswer({ value, isSkipped }: RateSampleItemInput): number | null {
  if (isSkipped && value != null) throw invalid('isSkipped', 'A document is either rated or passed over, not both.');
  if (isSkipped) return null;
  if (value == null) throw invalid('value', 'Give a value from 1 to 5, or pass over the document.', 'REQUIRED');
  return readRatingValue(value);
}
