import { PERMISSIONS } from '@/graphql/access';
import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { readDocumentFilter } from '@/graphql/documents/document-filter';
import { AppError, notFound } from '@/graphql/errors';
import type { CreateExportInput } from '@/graphql/generated/resolver-types';
import { type IdType, keyOf } from '@/graphql/global-id';
import { idempotent } from '@/graphql/idempotency';
import { requireProject } from '@/graphql/projects/find-project';
import type { ExportRunRow, ProjectRow } from '@/graphql/rows';
import { exportDocuments } from '@/jobs/definitions';
import { publish } from '@/jobs/events';
import { enqueue } from '@/jobs/queue';
import { getDatabase } from '@/prisma/client';
import { countOpenExports, createExportRun } from '@/prisma/queries/exports';

/** Of one person in one project, waiting or running. */
const MOST_OPEN = 3;

/** A file of a filtered list is asked for; a worker makes it. The threshold is the one that is active now. */
export async function createExport(
  context: Context,
  { idempotencyKey, ...input }: CreateExportInput,
): Promise<{ export: ExportRunRow }> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  const project = await requireProject(context, projectId, 'export:create', 'project', 'projectId');
  const calibration = await activeCalibration(context, project);
  const filter = readDocumentFilter(input.filter, calibration?.threshold ?? null);
  if (!filter) throw new AppError('INVALID', 'No threshold is active: nothing is included or left out.', ['filter']);
  await requireOwn('Collection', input.filter?.collectionIds, filter.collectionIds, (ids) =>
    getDatabase().collection.count({ where: { projectId, id: { in: ids } } }),
  );
  await requireOwn('Tag', input.filter?.tagIds, filter.tagIds, (ids) =>
    getDatabase().tag.count({ where: { projectId, id: { in: ids } } }),
  );

  const sourceIds = [...new Set((filter.labels ?? []).map(({ sourceId }) => sourceId))];
  await requireOwn('ReferenceLabelSource', sourceIds, sourceIds, (ids) =>
    getDatabase().referenceLabelSource.count({ where: { projectId, id: { in: ids } } }),
  );

  const { response } = await idempotent(context, 'createExport', idempotencyKey, input, async (tx) => {
    if ((await countOpenExports(tx, projectId, viewer.id)) >= MOST_OPEN) {
      throw new AppError(
        'TOO_MANY',
        `You have ${MOST_OPEN} exports under way in this project. Wait for one, or cancel it.`,
      );
    }
    const { id: exportId } = await createExportRun(tx, {
      projectId,
      requestedById: viewer.id,
      format: input.format,
      filter,
      asked: input.filter ?? {},
      threshold: calibration?.threshold ?? null,
      thresholdVersion: calibration?.version ?? null,
      // Nothing computes the cells of the other formats.
      isNeutralised: (input.neutralise ?? true) && (input.format === 'CSV' || input.format === 'XLSX'),
      hasByteOrderMark: (input.byteOrderMark ?? false) && input.format === 'CSV',
      withDuplicates: input.withDuplicates ?? false,
    });
    await enqueue(exportDocuments, { projectId, exportId, roles: [...PERMISSIONS['export:create']] }, { tx });
    await publish(tx, { projectId, topic: 'EXPORT' });
    const subject = { teamId: project.teamId, projectId, type: 'ExportRun', id: exportId };
    const asked = JSON.parse(JSON.stringify(input.filter ?? {})) as Record<string, string>;
    await recordAudit(tx, viewer, 'export.requested', subject, {
      format: input.format,
      filter: asked,
      withDuplicates: input.withDuplicates ?? false,
    });
    return { exportId };
  });
  return { export: await getDatabase().exportRun.findUniqueOrThrow({ where: { id: response.exportId } }) };
}

async function activeCalibration(context: Context, { activeCalibrationId }: ProjectRow) {
  return activeCalibrationId ? context.loaders.calibration.load(activeCalibrationId) : null;
}

/** A list may be asked of what is gone; a file that leaves the house should not be empty for a wrong id. */
async function requireOwn(
  type: keyof typeof FILTER_FIELDS,
  asked: readonly string[] | null | undefined,
  keys: readonly string[] | null | undefined,
  count: (ids: string[]) => Promise<number>,
): Promise<void> {
  if (!asked || !keys) return;
  const isReadable = new Set(asked).size === keys.length;
  if (isReadable && (await count([...keys])) === keys.length) return;
  const { name, field } = FILTER_FIELDS[type];
  throw notFound(name, field);
}

const FILTER_FIELDS = {
  Collection: { name: 'collection', field: 'collectionIds' },
  Tag: { name: 'tag', field: 'tagIds' },
  ReferenceLabelSource: { name: 'source', field: 'referenceLabels' },
} satisfies Partial<Record<IdType, { name: string; field: string }>>;
