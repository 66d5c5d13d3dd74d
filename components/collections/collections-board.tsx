'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderOpen } from 'lucide-react';
import { useCallback, useState } from 'react';
import { CollectionsQuery } from '@/components/collections/collections-query';
import { ImportLine } from '@/components/collections/import-line';
import { OpenUploads } from '@/components/collections/open-uploads';
import { UploadList } from '@/components/collections/upload-list';
import { useUploads } from '@/components/collections/use-uploads';
import { request } from '@/components/data/request';
import { useProjectChanges } from '@/components/data/use-project-changes';
import { DuplicatesPart, proposalsKey } from '@/components/duplicates/duplicates-part';
import { Page, Section } from '@/components/shell/page';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { FileDrop } from '@/components/ui/file-drop';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState } from '@/components/ui/page-states';
import { Select } from '@/components/ui/select';
import { showFailure } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { CollectionsQuery as CollectionsResult } from '@/graphql/generated/operations/graphql';

const CreateCollection = graphql(`
  mutation CreateCollection($input: CreateCollectionInput!) {
    createCollection(input: $input) {
      collection {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);

type Project = NonNullable<CollectionsResult['project']>;
const NEW = 'new';
/** Of a collection, in characters, as the API takes it. */
const LONGEST_NAME = 120;

/** Drop files, watch them become documents, read what became of each record. */
export function CollectionsBoard({ initial }: Readonly<{ initial: Project }>) {
  const client = useQueryClient();
  const key = ['collections', initial.id];
  const { data: project = initial } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await request(CollectionsQuery, { id: initial.id }, signal)).project ?? initial,
    initialData: initial,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys are made of the project's id alone
  const refresh = useCallback(async () => {
    const keys = [key, proposalsKey(initial.id)];
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  }, [client, initial.id]);
  useProjectChanges(initial.id, refresh);
  const uploads = useUploads(refresh);
  const [target, setTarget] = useState(NEW);
  const isEmpty = project.collections.nodes.every(({ documentCount }) => documentCount === 0);
  const [chosen, setChosen] = useState<boolean | null>(null);
  // Where there is nothing yet, nothing can be mixed.
  const restores = chosen ?? isEmpty;
  const [isFullText, setFullText] = useState(false);

  const take = async (files: readonly File[]) => {
    const collectionId = target === NEW ? await makeCollection(project.id, files) : target;
    if (!collectionId) return;
    setTarget(collectionId);
    await refresh();
    uploads.add(files, { collectionId, restores, isFullText });
  };

  const mayUpload = project.viewerPermissions.includes('document:upload');
  const mayControl = project.viewerPermissions.includes('import:control');
  const mayUndo = project.viewerPermissions.includes('import:undo');
  const collections = project.collections.nodes;
  const askedId = project.imports.nodes.find(({ status }) => status === 'NEEDS_MAPPING')?.id ?? null;
  return (
    <Page title="Collections" summary="Sets of documents, filled from files.">
      {mayUpload ? (
        <Section title="Add documents">
          <div className="flex max-w-2xl flex-col gap-4">
            <Field label="Into">
              <Select
                value={target}
                onChange={(event) => setTarget(event.target.value)}
                options={[
                  { value: NEW, label: 'a new collection, named after the file' },
                  ...collections.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            </Field>
            <FileDrop
              label="Drop files here"
              hint="Tables (CSV, Excel, ODS, JSON, Parquet), references (RIS, PubMed, Web of Science, EndNote, Ovid, BibTeX), articles (PDF, Word, JATS, HTML, text), or a ZIP of any of these; of any size. A cut line goes on where it stopped."
              accept={READ_ENDINGS}
              onFiles={take}
            />
            <Checkbox
              label="Bring reviews back"
              hint="From a file that Winnow has exported: scores, overrides, decisions, tags and notes. They become your word, with the name that the file gives beside it."
              checked={restores}
              onCheckedChange={setChosen}
            />
            <Checkbox
              label="Read full texts"
              hint="Of articles (JATS) and web pages that have an abstract, the body too. Without it such a work is scored by its abstract, as databases give it, and screened alike wherever it came from."
              checked={isFullText}
              onCheckedChange={setFullText}
            />
            <UploadList uploads={uploads} />
            <OpenUploads
              uploads={project.openUploads}
              underWay={uploads.uploads}
              onFile={uploads.resume}
              onChanged={refresh}
            />
          </div>
        </Section>
      ) : null}
      {collections.length === 0 ? (
        <EmptyState icon={<FolderOpen aria-hidden />} title="Collections of this project" className="mx-0 px-0">
          Each file gets a report that accounts for every record: accepted, repaired, rejected or a duplicate.
        </EmptyState>
      ) : (
        collections.map((collection) => (
          <Section
            key={collection.id}
            title={collection.name}
            hint={`${formatCount(collection.documentCount)} ${collection.documentCount === 1 ? 'document' : 'documents'}`}
          >
            <ImportList
              projectId={project.id}
              runs={project.imports.nodes.filter((run) => run.collection.id === collection.id)}
              askedId={askedId}
              mayControl={mayControl}
              mayUndo={mayUndo}
              onChanged={refresh}
            />
          </Section>
        ))
      )}
      <DuplicatesPart projectId={project.id} mayDecide={project.viewerPermissions.includes('duplicate:decide')} />
    </Page>
  );
}

const READ_ENDINGS = [
  ['.csv', '.tsv', '.tab', '.xlsx', '.xlsm', '.ods', '.json', '.jsonl', '.ndjson', '.parquet', '.parq'],
  ['.ris', '.nbib', '.ciw', '.isi', '.enw', '.ref', '.bib', '.xml'],
  ['.pdf', '.docx', '.nxml', '.html', '.htm', '.txt', '.md'],
  ['.zip', '.gz', '.asreview'],
]
  .flat()
  .join();

type ImportListProps = Readonly<{
  projectId: string;
  askedId: string | null;
  runs: Project['imports']['nodes'];
  mayControl: boolean;
  mayUndo: boolean;
  onChanged: () => void;
}>;

function ImportList({ projectId, askedId, runs, mayControl, mayUndo, onChanged }: ImportListProps) {
  if (runs.length === 0)
    return <p className="text-ink-muted">None of the newest 100 imports of the project is into it.</p>;
  return (
    <ul className="border-line border-t">
      {runs.map((run) => (
        <ImportLine
          key={run.id}
          run={run}
          projectId={projectId}
          mayControl={mayControl}
          mayUndo={mayUndo}
          isAsked={run.id === askedId}
          onChanged={onChanged}
        />
      ))}
    </ul>
  );
}

async function makeCollection(projectId: string, files: readonly File[]): Promise<string | null> {
  const name = files[0]?.name.replace(/\.[^.]{1,8}$/, '') || 'Collection';
  try {
    const { createCollection } = await request(CreateCollection, {
      input: { projectId, name: [...name].slice(0, LONGEST_NAME).join('') },
    });
    const [error] = createCollection.userErrors;
    if (createCollection.collection) return createCollection.collection.id;
    showFailure({ message: 'The collection was not made', detail: error?.message ?? '' });
  } catch (error) {
    showFailure({ message: 'The collection was not made', detail: error instanceof Error ? error.message : '' });
  }
  return null;
}
