import DataLoader from 'dataloader';
import { createCollectionLoaders } from '@/graphql/collections/collection-loaders';
import { createDecisionLoaders } from '@/graphql/decisions/decision-loaders';
import { createDocumentLoaders } from '@/graphql/documents/document-loaders';
import { createMappingLoaders } from '@/graphql/mappings/import-preview';
import { createProjectLoaders } from '@/graphql/projects/project-loaders';
import { createQuotaLoaders } from '@/graphql/quotas/quota-loaders';
import { createReferenceLoaders } from '@/graphql/references/reference-loaders';
import { createSampleLoaders } from '@/graphql/samples/sample-loaders';
import { createSentenceLoaders } from '@/graphql/sentences/sentence-loaders';
import { createTagLoaders } from '@/graphql/tags/tag-loaders';
import { getDatabase } from '@/prisma/client';
import type * as db from '@/prisma/generated/client';
import type { Role } from '@/prisma/generated/enums';

/** Reads that a list would otherwise repeat a row at a time; one set a request, so nothing outlives an answer. */
export function createLoaders() {
  return {
    ...createCollectionLoaders(),
    ...createDocumentLoaders(),
    ...createMappingLoaders(),
    ...createProjectLoaders(),
    ...createQuotaLoaders(),
    ...createReferenceLoaders(),
    ...createSampleLoaders(),
    ...createSentenceLoaders(),
    ...createDecisionLoaders(),
    ...createTagLoaders(),
    role: new DataLoader((keys: readonly RoleKey[]) => loadRoles(keys), {
      cacheKeyFn: ({ teamId, userId }: RoleKey) => `${teamId}:${userId}`,
    }),
    user: new DataLoader((ids: readonly string[]) => loadUsers(ids)),
    team: new DataLoader((ids: readonly string[]) =>
      byId(ids, (in_) => getDatabase().team.findMany({ where: { id: { in: in_ } } })),
    ),
    project: new DataLoader((ids: readonly string[]) =>
      byId(ids, (in_) => getDatabase().project.findMany({ where: { id: { in: in_ } } })),
    ),
    collection: new DataLoader((ids: readonly string[]) =>
      byId(ids, (in_) => getDatabase().collection.findMany({ where: { id: { in: in_ } } })),
    ),
    calibration: new DataLoader((ids: readonly string[]) =>
      byId(ids, (in_) => getDatabase().calibration.findMany({ where: { id: { in: in_ } } })),
    ),
    recalibration: new DataLoader((ids: readonly string[]) =>
      byId(ids, (in_) => getDatabase().recalibration.findMany({ where: { id: { in: in_ } } })),
    ),
    sample: new DataLoader((ids: readonly string[]) =>
      byId(ids, (in_) => getDatabase().sampleDesign.findMany({ where: { id: { in: in_ } } })),
    ),
    modelRevision: new DataLoader((ids: readonly string[]) =>
      byId(ids, (in_) => getDatabase().modelRevision.findMany({ where: { id: { in: in_ } } })),
    ),
    scoringRun: new DataLoader((ids: readonly string[]) =>
      byId(ids, (in_) => getDatabase().scoringRun.findMany({ where: { id: { in: in_ } } })),
    ),
    documentText: new DataLoader((keys: readonly DocumentKey[]) => loadTexts(keys), {
      cacheKeyFn: ({ documentId }: DocumentKey) => documentId,
    }),
    score: new DataLoader((keys: readonly DocumentKey[]) => loadScores(keys), {
      cacheKeyFn: ({ documentId }: DocumentKey) => documentId,
    }),
  };
}
export type Loaders = ReturnType<typeof createLoaders>;

interface RoleKey {
  readonly teamId: string;
  readonly userId: string;
}
interface DocumentKey {
  readonly projectId: string;
  readonly documentId: string;
}

async function byId<Row extends { id: string }>(
  ids: readonly string[],
  find: (ids: string[]) => Promise<Row[]>,
): Promise<(Row | null)[]> {
  const rows = new Map((await find([...ids])).map((row) => [row.id, row]));
  return ids.map((id) => rows.get(id) ?? null);
}

async function loadUsers(ids: readonly string[]) {
  return byId(ids, (in_) =>
    getDatabase().user.findMany({ where: { id: { in: in_ } }, select: { id: true, name: true, email: true } }),
  );
}

async function loadRoles(keys: readonly RoleKey[]): Promise<(Role | null)[]> {
  const rows = await getDatabase().membership.findMany({
    where: { OR: keys.map(({ teamId, userId }) => ({ teamId, userId })) },
    select: { teamId: true, userId: true, role: true },
  });
  const roles = new Map(rows.map((row) => [`${row.teamId}:${row.userId}`, row.role]));
  return keys.map(({ teamId, userId }) => roles.get(`${teamId}:${userId}`) ?? null);
}

/** Grouped by project, so that each statement stays in one partition. */
async function perProject<Row extends { documentId: string }>(
  keys: readonly DocumentKey[],
  find: (projectId: string, documentIds: string[]) => Promise<Row[]>,
): Promise<(Row | null)[]> {
  const projects = new Map<string, string[]>();
  for (const { projectId, documentId } of keys)
    projects.set(projectId, [...(projects.get(projectId) ?? []), documentId]);
  const found = await Promise.all([...projects].map(([projectId, documentIds]) => find(projectId, documentIds)));
  const rows = new Map(found.flat().map((row) => [row.documentId, row]));
  return keys.map((key) => rows.get(key.documentId) ?? null);
}

type TextRow = Omit<db.DocumentText, 'search'>;

function loadTexts(keys: readonly DocumentKey[]): Promise<(TextRow | null)[]> {
  return perProject(keys, (projectId, documentIds) =>
    getDatabase().documentText.findMany({ where: { projectId, documentId: { in: documentIds } } }),
  );
}

/** The newest score of each document. */
function loadScores(keys: readonly DocumentKey[]): Promise<(db.Score | null)[]> {
  return perProject(keys, async (projectId, documentIds) => {
    const scores = await getDatabase().score.findMany({
      where: { projectId, documentId: { in: documentIds } },
      orderBy: { scoredAt: 'asc' },
    });
    return [...new Map(scores.map((score) => [score.documentId, score])).values()];
  });
}
