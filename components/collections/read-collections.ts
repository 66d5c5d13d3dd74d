import { CollectionsQuery, OlderImportsQuery } from '@/components/collections/collections-query';
import { request } from '@/components/data/request';
import type { CollectionsQuery as CollectionsResult } from '@/graphql/generated/operations/graphql';

export type CollectionsView = NonNullable<CollectionsResult['project']>;

/**
 * A project's collections with its newest imports. All pages are read each time, so that an import that begins meanwhile
 * pushes none out between two of them.
 *
 * @param pages  Of 100 imports each, >= 1.
 */
export async function readCollections(id: string, pages: number, signal: AbortSignal): Promise<CollectionsView | null> {
  const { project } = await request(CollectionsQuery, { id }, signal);
  if (!project) return null;
  let imports = project.imports;
  for (let page = 1; page < pages && imports.pageInfo.hasNextPage; page += 1) {
    const older = await request(OlderImportsQuery, { id, after: imports.pageInfo.endCursor }, signal);
    if (!older.project) return null;
    imports = { ...older.project.imports, nodes: [...imports.nodes, ...older.project.imports.nodes] };
  }
  return { ...project, imports };
}
