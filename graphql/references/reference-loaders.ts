import DataLoader from 'dataloader';
import type { ReferenceLabelRow, ReferenceLabelSourceRow } from '@/graphql/rows';
import { getDatabase } from '@/prisma/client';
import { countLabels, findLabelsOfDocuments, type LabelCount } from '@/prisma/queries/reference-labels';

interface SourceKey {
  readonly projectId: string;
  readonly id: string;
}

/** What lists of imports, sources and documents would otherwise ask a row at a time. */
export function createReferenceLoaders() {
  return {
    labelSource: new DataLoader<string, ReferenceLabelSourceRow | null>((ids) => loadSources('id', ids)),
    labelSourceOfImport: new DataLoader<string, ReferenceLabelSourceRow | null>((ids) =>
      loadSources('importRunId', ids),
    ),
    labelCounts: perProject<SourceKey, LabelCount[]>((projectId, ids) => countLabels(getDatabase(), projectId, ids)),
    referenceLabels: perProject<SourceKey, ReferenceLabelRow[]>((projectId, ids) =>
      findLabelsOfDocuments(getDatabase(), projectId, ids),
    ),
  };
}

async function loadSources(
  by: 'id' | 'importRunId',
  ids: readonly string[],
): Promise<(ReferenceLabelSourceRow | null)[]> {
  const rows = await getDatabase().referenceLabelSource.findMany({ where: { [by]: { in: [...ids] } } });
  const found = new Map(rows.map((row) => [row[by], row]));
  return ids.map((id) => found.get(id) ?? null);
}

/** A statement a project: each stays in its partition. */
function perProject<Key extends SourceKey, Value extends unknown[]>(
  find: (projectId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): DataLoader<Key, Value, string> {
  return new DataLoader<Key, Value, string>(
    async (keys) => {
      const projects = new Map<string, string[]>();
      for (const { projectId, id } of keys) projects.set(projectId, [...(projects.get(projectId) ?? []), id]);
      const found = new Map(
        await Promise.all(
          [...projects].map(async ([projectId, ids]) => [projectId, await find(projectId, ids)] as const),
        ),
      );
      return keys.map(({ projectId, id }) => found.get(projectId)?.get(id) ?? ([] as unknown as Value));
    },
    { cacheKeyFn: ({ projectId, id }) => `${projectId}:${id}` },
  );
}
