import type { Permission } from '@/graphql/access';
import type { Context } from '@/graphql/context';
import { AppError, notFound } from '@/graphql/errors';
import { requireOpenProject, requireProject } from '@/graphql/projects/find-project';
import type { ProjectRow, SampleRow } from '@/graphql/rows';

/** A sample of a project that the viewer may read; NOT_FOUND otherwise. */
export async function findSample(context: Context, sampleId: string): Promise<SampleRow> {
  const sample = await context.loaders.sample.load(sampleId);
  if (!sample) throw notFound('sample');
  await requireProject(context, sample.projectId, 'project:read', 'sample');
  return sample;
}

/** The sample with the viewer's permission to change what hangs on it; one that is put away stands still. */
export async function requireSample(...given: Parameters<typeof requireAnySample>) {
  const found = await requireAnySample(...given);
  requireUnarchived(found.sample);
  return found;
}

export function requireUnarchived({ archivedAt }: Pick<SampleRow, 'archivedAt'>): void {
  if (archivedAt) throw new AppError('CONFLICT', 'This sample is archived. Bring it back first.');
}

/** As requireSample, archived ones too. */
export async function requireAnySample(
  context: Context,
  sampleId: string,
  permission: Permission,
  what: string,
  field: string,
): Promise<{ sample: SampleRow; project: ProjectRow }> {
  const sample = await context.loaders.sample.load(sampleId);
  if (!sample) throw notFound(what, field);
  return { sample, project: await requireOpenProject(context, sample.projectId, permission, what, field) };
}
