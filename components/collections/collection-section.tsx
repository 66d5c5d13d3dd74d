import { LONGEST_NAME } from '@/components/collections/collection-name';
import { RenameCollection } from '@/components/collections/collections-query';
import { contentWords } from '@/components/collections/content-words';
import { ImportLine } from '@/components/collections/import-line';
import type { CollectionsView } from '@/components/collections/read-collections';
import { request } from '@/components/data/request';
import { Section } from '@/components/shell/page';
import { formatCount } from '@/components/ui/format-number';
import { InlineEdit } from '@/components/ui/inline-edit';

type CollectionSectionProps = Readonly<{
  collection: CollectionsView['collections']['nodes'][number];
  project: CollectionsView;
  /** The import whose columns are asked for first. */
  askedId: string | null;
  onChanged: () => void;
}>;

/** A collection under its name, with the imports into it. */
export function CollectionSection({ collection, project, askedId, onChanged }: CollectionSectionProps) {
  const may = (permission: string) => project.viewerPermissions.includes(permission);
  const runs = project.imports.nodes.filter((run) => run.collection.id === collection.id);
  const rename = async (name: string) => {
    const { renameCollection } = await request(RenameCollection, { input: { collectionId: collection.id, name } });
    const [error] = renameCollection.userErrors;
    if (error) throw new Error(error.message);
    onChanged();
  };
  return (
    <Section
      title={
        may('collection:create') ? (
          <InlineEdit label="Collection name" value={collection.name} onSave={rename} maxLength={LONGEST_NAME} />
        ) : (
          <bdi>{collection.name}</bdi>
        )
      }
      hint={contentWords(collection)}
    >
      {runs.length === 0 ? (
        <p className="text-ink-muted">{nothingListed(project)}</p>
      ) : (
        <ul className="border-line border-t">
          {runs.map((run) => (
            <ImportLine
              key={run.id}
              run={run}
              projectId={project.id}
              mayControl={may('import:control')}
              mayUndo={may('import:undo')}
              isAsked={run.id === askedId}
              onChanged={onChanged}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function nothingListed({ imports }: CollectionsView): string {
  if (!imports.pageInfo.hasNextPage) return 'No file has been imported into it.';
  return `None of the newest ${formatCount(imports.nodes.length)} imports of the project is into it.`;
}
