import { recordAudit } from '@/graphql/audit/record-audit';
import { requireImportControl } from '@/graphql/collections/find-import-run';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { UndoImportInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import type { ImportRunRow } from '@/graphql/rows';
import { undoImport as undoImportJob } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import { inTransaction } from '@/prisma/client';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { beginUndo, countReviews, type ReviewCounts } from '@/prisma/queries/undo-import';

/** Nothing of it has been worked on, so nothing that a person said is lost; a worker takes it out from here. */
export async function undoImport(context: Context, input: UndoImportInput): Promise<{ import: ImportRunRow }> {
  const viewer = requireViewer(context);
  const importId = keyOf('ImportRun', input.importId, 'importId');
  const { run, project } = await requireImportControl(context, importId, 'import:undo');
  const key = { projectId: project.id, importRunId: run.id };
  return inTransaction(async (tx) => {
    await lockProjectDocuments(tx, project.id);
    const reviews = await countReviews(tx, key);
    if (Object.values(reviews).some((number) => number > 0)) throw reviewed(reviews);
    if (!(await beginUndo(tx, key))) {
      const message = 'Only an import that has ended can be undone, and only once. Cancel one that is under way.';
      throw new AppError('NOTHING_TO_DO', message, ['importId']);
    }
    await enqueue(undoImportJob, key, { tx });
    await publish(tx, { projectId: project.id, topic: 'IMPORT' });
    const subject = { teamId: project.teamId, projectId: project.id, type: 'ImportRun', id: run.id };
    const { fileName, readCount, acceptedCount, repairedCount, duplicateCount } = run;
    const documents = run.sameAsId ? 0 : acceptedCount + repairedCount + duplicateCount;
    await recordAudit(tx, viewer, 'import.undone', subject, { name: fileName, read: readCount, documents });
    return { import: await tx.importRun.findUniqueOrThrow({ where: { id: run.id } }) };
  });
}

function reviewed({ overrides, validations, drawn, decisions, remarks }: ReviewCounts): AppError {
  const said = [
    overrides > 0 ? count(overrides, 'score was set', 'scores were set') : null,
    drawn > 0 ? count(drawn, 'place in a sample was drawn', 'places in samples were drawn') : null,
    validations > 0 ? count(validations, 'rating was given in a sample', 'ratings were given in samples') : null,
    decisions > 0 ? count(decisions, 'decision was made', 'decisions were made') : null,
    remarks > 0 ? count(remarks, 'tag or note was added', 'tags and notes were added') : null,
  ].filter((part) => part !== null);
  const message = `People have worked on documents of this import, and what they said is kept: ${said.join(', ')}.`;
  return new AppError('REVIEWED', message, ['importId']);
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
