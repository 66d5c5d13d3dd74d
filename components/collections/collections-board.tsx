'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderOpen } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { nameAfter } from '@/components/collections/collection-name';
import { CollectionSection } from '@/components/collections/collection-section';
import { OpenUploads } from '@/components/collections/open-uploads';
import { type CollectionsView, readCollections } from '@/components/collections/read-collections';
import { UploadList } from '@/components/collections/upload-list';
import { useUploads } from '@/components/collections/use-uploads';
import { atMostEvery } from '@/components/data/at-most-every';
import { request } from '@/components/data/request';
import { useProjectChanges } from '@/components/data/use-project-changes';
import { DuplicatesPart, proposalsKey } from '@/components/duplicates/duplicates-part';
import { Page, Section } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { FileDrop } from '@/components/ui/file-drop';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState } from '@/components/ui/page-states';
import { Select } from '@/components/ui/select';
import { showFailure } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';

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

const NEW = 'new';
/** Each page of imports; a hundred files that arrive and are read at once would else spend what a viewer may ask. */
const LIVE_PAUSE_MS = 3_000;

/** Drop files, watch them become documents, read what became of each record. */
export function CollectionsBoard({ initial }: Readonly<{ initial: CollectionsView }>) {
  const client = useQueryClient();
  const key = ['collections', initial.id];
  const [pages, setPages] = useState(1);
  const { data: project = initial, isFetching } = useQuery({
    queryKey: [...key, pages],
    queryFn: async ({ signal }) => (await readCollections(initial.id, pages, signal)) ?? initial,
    ...(pages === 1 ? { initialData: initial } : { placeholderData: keepPreviousData }),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys are made of the project's id alone
  const refresh = useCallback(async () => {
    const keys = [key, proposalsKey(initial.id)];
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  }, [client, initial.id]);
  const pagesNow = useRef(pages);
  pagesNow.current = pages;
  const refreshSoon = useMemo(() => atMostEvery(() => LIVE_PAUSE_MS * pagesNow.current, refresh), [refresh]);
  useProjectChanges(initial.id, refreshSoon);
  const uploads = useUploads(refreshSoon);
  const [target, setTarget] = useState(NEW);
  const isEmpty = project.collections.nodes.every(({ documentCount }) => documentCount === 0);
  const [chosen, setChosen] = useState<boolean | null>(null);
  // Where there is nothing yet, nothing can be mixed.
  const restores = chosen ?? isEmpty;
  const [isFullText, setFullText] = useState(false);

  const take = async (files: readonly File[]) => {
    const collectionId =
      target === NEW ? (emptyOfName(project, nameAfter(files)) ?? (await makeCollection(project.id, files))) : target;
    if (!collectionId) return;
    setTarget(collectionId);
    await refresh();
    uploads.add(files, { collectionId, restores, isFullText });
  };

  const mayUpload = project.viewerPermissions.includes('document:upload');
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
                  { value: NEW, label: 'a new collection, named after its first file' },
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
              totalCount={project.openUploadCount}
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
          <CollectionSection
            key={collection.id}
            collection={collection}
            project={project}
            askedId={askedId}
            onChanged={refresh}
          />
        ))
      )}
      <CutLists project={project} isReading={isFetching} onOlder={() => setPages((before) => before + 1)} />
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

type CutListsProps = Readonly<{ project: CollectionsView; isReading: boolean; onOlder: () => void }>;

/** What of the project's imports and collections is not on the page, and the way to it. */
function CutLists({ project: { imports, collections }, isReading, onOlder }: CutListsProps) {
  const hasMoreCollections = collections.totalCount > collections.nodes.length;
  if (!imports.pageInfo.hasNextPage && !hasMoreCollections) return null;
  return (
    <div className="mb-10 flex flex-wrap items-center gap-x-4 gap-y-2 text-ink-muted text-sm">
      {imports.pageInfo.hasNextPage ? (
        <>
          <Button loading={isReading} onClick={onOlder}>
            Show older imports
          </Button>
          {`${formatCount(imports.nodes.length)} of ${formatCount(imports.totalCount)} imports are listed, the newest first.`}
        </>
      ) : null}
      {hasMoreCollections ? (
        <p>{`The newest ${formatCount(collections.nodes.length)} of ${formatCount(collections.totalCount)} collections are listed.`}</p>
      ) : null}
    </div>
  );
}

/** One that was made for the same file and never got it, for instance because there was no room. */
function emptyOfName({ collections, imports, openUploads }: CollectionsView, name: string): string | null {
  const used = new Set([...imports.nodes, ...openUploads].map(({ collection }) => collection.id));
  return (
    collections.nodes.find((known) => known.name === name && known.documentCount === 0 && !used.has(known.id))?.id ??
    null
  );
}

async function makeCollection(projectId: string, files: readonly File[]): Promise<string | null> {
  try {
    const { createCollection } = await request(CreateCollection, {
      input: { projectId, name: nameAfter(files) },
    });
    const [error] = createCollection.userErrors;
    if (createCollection.collection) return createCollection.collection.id;
    showFailure({ message: 'The collection was not made', detail: error?.message ?? '' });
  } catch (error) {
    showFailure({ message: 'The collection was not made', detail: error instanceof Error ? error.message : '' });
  }
  return null;
}
