import { roleMay } from '@/graphql/access';
import { answer } from '@/graphql/answer';
import { type Context, roleIn } from '@/graphql/context';
import { cancelExport } from '@/graphql/exports/cancel-export';
import { createExport } from '@/graphql/exports/create-export';
import { exportFileName } from '@/graphql/exports/export-file';
import { listExports } from '@/graphql/exports/list-exports';
import type { Resolvers } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { requireLoaded } from '@/graphql/require-loaded';
import type { ExportRunRow } from '@/graphql/rows';

export const exportsResolvers: Resolvers = {
  Project: {
    exports: ({ id }, page) => listExports(id, page),
  },
  ExportRun: {
    id: ({ id }) => toGlobalId('ExportRun', id),
    project: ({ projectId }, _arguments, context) => requireLoaded(context.loaders.project.load(projectId), 'project'),
    requestedBy: ({ requestedById }, _arguments, context) =>
      requireLoaded(context.loaders.user.load(requestedById), 'user'),
    filter: ({ asked }) => asked,
    total: ({ totalCount }) => totalCount,
    done: ({ doneCount }) => doneCount,
    rowsPerSecond,
    fileName: async (run, _arguments, context) =>
      exportFileName((await requireLoaded(context.loaders.project.load(run.projectId), 'project')).name, run),
    downloadPath,
    viewerMayCancel,
  },
  Mutation: {
    createExport: (_root, { input }, context) => answer(() => createExport(context, input)),
    cancelExport: (_root, { input }, context) => answer(() => cancelExport(context, input)),
  },
};

function rowsPerSecond({ doneCount, writingSince, progressAt, finishedAt }: ExportRunRow): number | null {
  const until = finishedAt ?? progressAt;
  if (!writingSince || !until || doneCount === 0) return null;
  return doneCount / Math.max(0.001, (until.getTime() - writingSince.getTime()) / 1_000);
}

async function downloadPath(run: ExportRunRow, _arguments: unknown, context: Context): Promise<string | null> {
  if (run.status !== 'COMPLETED') return null;
  const role = await roleOn(run, context);
  return role && roleMay(role, 'export:create') ? `/api/exports/${toGlobalId('ExportRun', run.id)}` : null;
}

/** As cancelExport asks it (cancel-export.ts). */
async function viewerMayCancel(run: ExportRunRow, _arguments: unknown, context: Context): Promise<boolean> {
  const role = await roleOn(run, context);
  if (!role || !roleMay(role, 'export:create')) return false;
  return run.requestedById === context.viewer?.id || roleMay(role, 'export:control');
}

async function roleOn(run: ExportRunRow, context: Context) {
  const project = await requireLoaded(context.loaders.project.load(run.projectId), 'project');
  return roleIn(context, project.teamId);
}
