import { type Context, requireViewer } from '@/graphql/context';
import { AppError } from '@/graphql/errors';
import type { CheckDriftInput, DriftHindrance } from '@/graphql/generated/resolver-types';
import { keyOf } from '@/graphql/global-id';
import { requireOpenProject } from '@/graphql/projects/find-project';
import type { ProjectRow } from '@/graphql/rows';
import { checkDrift } from '@/jobs/definitions';
import { enqueue } from '@/jobs/queue';
import { getDatabase, inTransaction } from '@/prisma/client';
import { readDriftBasis } from '@/prisma/queries/drift-basis';

/** Puts the comparison in the queue, where one that waits already is not put twice; refuses what could compare nothing. */
export async function requestDriftCheck(context: Context, input: CheckDriftInput): Promise<{ project: ProjectRow }> {
  requireViewer(context);
  const projectId = keyOf('Project', input.projectId, 'projectId');
  const project = await requireOpenProject(context, projectId, 'drift:check', 'project', 'projectId');
  const basis = await readDriftBasis(getDatabase(), projectId);
  if (typeof basis === 'string') throw new AppError('NOTHING_TO_DO', HINDRANCES[basis], ['projectId']);
  await inTransaction((tx) => enqueue(checkDrift, { projectId }, { tx }));
  return { project };
}

const HINDRANCES: Readonly<Record<DriftHindrance, string>> = {
  NO_ACTIVE_VERSION: 'No threshold is active, so there is nothing to compare with: activate a version.',
  NO_REFERENCE: 'The active version kept no distributions to compare with: save a new version and activate it.',
  OTHER_MODEL:
    'The project is ranked by another model revision than the active version was computed from: save a new version and activate it.',
  READ_OTHERWISE:
    'Long documents are read otherwise than those of the active version: save a new version and activate it.',
};
