import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { notFound } from '@/graphql/errors';
import { keysOf } from '@/graphql/global-id';
import type { SampleItemRow, SampleRow } from '@/graphql/rows';
import { requireSample } from '@/graphql/samples/find-sample';
import { forgetSample } from '@/graphql/samples/sample-loaders';
import { publish } from '@/jobs/events';
import { type Database, inTransaction } from '@/prisma/client';
import type { Prisma } from '@/prisma/generated/client';
import { type AnswerOf, findItem, lockDrawnDocument } from '@/prisma/queries/sample-answers';

/** What was done, for the record. */
interface Done {
  readonly action: string;
  readonly details: Record<string, Prisma.InputJsonValue | null>;
}

/** Finds a drawn document that the viewer may rate and lets `change` write about it, one change after another. */
export async function changeAnswer(
  context: Context,
  itemId: string,
  change: (tx: Database, answer: AnswerOf) => Promise<Done>,
): Promise<{ item: SampleItemRow; sample: SampleRow }> {
  const viewer = requireViewer(context);
  const [sampleId, place] = keysOf('SampleItem', itemId, 'itemId');
  const position = Number(place);
  const { sample, project } = await requireSample(context, sampleId, 'sample:rate', 'sample item', 'itemId');
  const { projectId } = sample;
  const item = await inTransaction(async (tx) => {
    const documentId = await lockDrawnDocument(tx, sampleId, position);
    if (!documentId) throw notFound('sample item', 'itemId');
    const { action, details } = await change(tx, { projectId, documentId, sampleId, raterId: viewer.id });
    const changed = await findItem(tx, sampleId, position, viewer.id);
    if (!changed) throw notFound('sample item', 'itemId');
    await publish(tx, { projectId, topic: 'RATING' });
    const subject = { teamId: project.teamId, projectId, type: 'Document', id: documentId };
    await recordAudit(tx, viewer, action, subject, { sampleId, ...details });
    return changed;
  });
  forgetSample(context, sampleId);
  return { item, sample };
}
