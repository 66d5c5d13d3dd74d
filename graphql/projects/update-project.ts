import { recordAudit } from '@/graphql/audit/record-audit';
import { type Context, requireViewer } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import type { UpdateProjectInput } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import { checkReading, readDescription, readProjectName, readRelevanceCut } from '@/graphql/projects/project-input';
import type { ProjectRow } from '@/graphql/rows';
import { StaleVersion } from '@/graphql/stale-version';
import { publish } from '@/jobs/events';
import { type Database, inTransaction } from '@/prisma/client';
import { lockProject } from '@/prisma/queries/projects';

export async function updateProject(context: Context, input: UpdateProjectInput): Promise<{ project: ProjectRow }> {
  const viewer = requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  await requireOpenProject(context, projectId, 'project:change', 'project', 'projectId');
  const settings = readSettings(input);
  const project = await inTransaction(async (tx) => {
    const before = await lockVersion(tx, projectId, input.expectedVersion);
    checkReading({ ...before, ...settings });
    const changes = changesBetween(before, settings);
    if (Object.keys(changes).length === 0) throw new AppError('NOTHING_TO_DO', 'These are the settings already.');
    const after = await tx.project.update({
      where: { id: projectId },
      data: { ...settings, version: { increment: 1 } },
    });
    await publish(tx, { projectId, topic: 'SETTINGS' });
    const subject = { teamId: after.teamId, projectId, type: 'Project', id: projectId };
    await recordAudit(tx, viewer, 'project.changed', subject, changes);
    return after;
  });
  context.loaders.project.clear(projectId).prime(projectId, project);
  return { project };
}

async function lockVersion(tx: Database, projectId: string, expectedVersion: number): Promise<ProjectRow> {
  await lockProject(tx, projectId);
  const project = await tx.project.findUnique({ where: { id: projectId } });
  if (!project) throw notFound('project', 'projectId');
  if (project.version !== expectedVersion) throw new StaleVersion('project', project);
  return project;
}

const SETTINGS = [
  'name',
  'description',
  'relevanceCut',
  'maxTokens',
  'windowAggregate',
  'windowOverlap',
  'autoMapImports',
] as const;
type Settings = Partial<Pick<ProjectRow, (typeof SETTINGS)[number]>>;

/** Null and left out both mean: as it was; but for the aggregate, where null is one of the answers. */
function readSettings(input: UpdateProjectInput): Settings {
  const { name, description, relevanceCut, maxTokens, windowAggregate, windowOverlap, autoMapImports } = input;
  return {
    ...(name == null ? {} : { name: readProjectName(name) }),
    ...(description == null ? {} : { description: readDescription(description) }),
    ...(relevanceCut == null ? {} : { relevanceCut: readRelevanceCut(relevanceCut) }),
    ...(maxTokens == null ? {} : { maxTokens }),
    ...(windowAggregate === undefined ? {} : { windowAggregate }),
    ...(windowOverlap == null ? {} : { windowOverlap }),
    ...(autoMapImports == null ? {} : { autoMapImports }),
  };
}

type Change = { from: string | number | boolean | null; to: string | number | boolean | null };

function changesBetween(before: ProjectRow, settings: Settings): Record<string, Change> {
  const changes: Record<string, Change> = {};
  for (const key of SETTINGS) {
    const to = settings[key];
    if (to !== undefined && to !== before[key]) changes[key] = { from: before[key], to };
  }
  return changes;
}
