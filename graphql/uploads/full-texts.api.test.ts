import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createTeamWith, type Person, provideAuthSettings } from '@/graphql/testing/people';
import { locationOf, type UploadClient, uploadClientOf, uploadIdOf } from '@/graphql/uploads/testing/upload-client';
import { importEnded, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import type { ImportRun } from '@/prisma/generated/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
provideAuthSettings();
withDataFolder();
withWorker();

const ARTICLE = `<article><front><article-meta><article-id pub-id-type="doi">10.1000/full</article-id>
<title-group><article-title>Budesonide in children</article-title></title-group>
<abstract><p>We treated 40 children.</p></abstract></article-meta></front>
<body><p>Wheezing lasted nine days.</p></body></article>`;
const LIST = `query ($id: ID!, $filter: DocumentFilter) { project(id: $id) {
  documents(first: 10, filter: $filter) { nodes { title } } } }`;

let person: Person;
let client: UploadClient;
let projectId: string;
let collectionId: string;

beforeAll(async () => {
  const made = await createTeamWith('REVIEWER');
  person = made.people[0] as Person;
  client = await uploadClientOf(person);
  projectId = (await getDatabase().project.create({ data: { teamId: made.teamId, name: 'Asthma' } })).id;
  const collection = await getDatabase().collection.create({ data: { projectId, name: 'Spring' } });
  collectionId = toGlobalId('Collection', collection.id);
});

async function upload(fullText: string | null): Promise<ImportRun> {
  const metadata = { filename: 'article.nxml', collectionId, ...(fullText === null ? {} : { fullText }) };
  const location = locationOf(await client.create(ARTICLE.length, metadata));
  await client.patch(location, 0, ARTICLE);
  const { id } = await getDatabase().importRun.findUniqueOrThrow({ where: { uploadId: uploadIdOf(location) } });
  return importEnded(id);
}

describe('an article that has an abstract', () => {
  it('is read with its body where that is asked for, and says so', async () => {
    const run = await upload('yes');
    const [document] = await getDatabase().document.findMany({
      where: { importRunId: run.id },
      include: { text: true },
    });
    expect(document?.text).toMatchObject({
      text: 'We treated 40 children.\n\nWheezing lasted nine days.',
      metadata: { textSource: 'abstract and body' },
    });
    const asked = `query ($id: ID!) { node(id: $id) { ... on ImportRun { isFullText } } }`;
    expect(at(await ask(person.id, asked, { id: toGlobalId('ImportRun', run.id) }), 'node')).toEqual({
      isFullText: true,
    });
  });

  it('is filtered by what its text is, like by any field of its source', async () => {
    const titles = async (value: string) => {
      const filter = { metadata: [{ key: 'textSource', equals: value }] };
      const answered = await ask(person.id, LIST, { id: toGlobalId('Project', projectId), filter });
      return at<{ title: string }[]>(answered, 'project.documents.nodes').map(({ title }) => title);
    };
    expect(await titles('abstract and body')).toEqual(['Budesonide in children']);
    expect(await titles('abstract')).toEqual([]);
  });

  it('read the other way is another import of the same work, whose text stays as it is', async () => {
    const run = await upload(null);
    expect(run).toMatchObject({ isFullText: false, sameAsId: null, readCount: 1, duplicateCount: 1 });
    const again = await upload('no');
    expect(again.sameAsId).toBe(run.id);
  });

  it('is refused with any other word for how it is to be read', async () => {
    const answered = await client.create(10, { filename: 'a.nxml', collectionId, fullText: 'perhaps' });
    expect([answered.status, await answered.text()]).toEqual([400, 'Say yes or no.\n']);
  });
});
