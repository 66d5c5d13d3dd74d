import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { getDatabase } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { insertDocuments, type NewDocument } from '@/prisma/queries/new-documents';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

async function openProject() {
  const { id: teamId } = await getDatabase().team.create({ data: { name: 'Team' } });
  const { id: projectId } = await getDatabase().project.create({ data: { teamId, name: 'Asthma' } });
  const { id: collectionId } = await getDatabase().collection.create({ data: { projectId, name: 'Spring' } });
  return { projectId, collectionId };
}

function newDocument(): NewDocument {
  const unknown = { externalId: null, title: null, year: null, language: null, titleHash: null, duplicateOfId: null };
  return { ...unknown, id: uuidv7(), recordNumber: 1, dedupKey: 'key', textLength: 4 };
}

const insert = (scope: { projectId: string; collectionId: string }) =>
  inBulkTransaction((tx) => insertDocuments(tx, { ...scope, importRunId: uuidv7() }, [newDocument()], null));

it('a document cannot come into a collection of another project', async () => {
  const [own, foreign] = [await openProject(), await openProject()];
  const crossed = insert({ projectId: own.projectId, collectionId: foreign.collectionId });
  await expect(crossed).rejects.toMatchObject({ code: '23503', constraint: 'Document_projectId_collectionId_fkey' });
  expect(await getDatabase().document.count({ where: { projectId: own.projectId } })).toBe(0);
});

it('documents go with their collection, and with its project', async () => {
  const [one, other] = [await openProject(), await openProject()];
  await insert(one);
  await insert(other);
  const left = () => getDatabase().document.findMany({ select: { projectId: true } });
  await getDatabase().collection.delete({ where: { id: one.collectionId } });
  expect(await left()).toEqual([{ projectId: other.projectId }]);
  await getDatabase().project.delete({ where: { id: other.projectId } });
  expect(await left()).toEqual([]);
});
