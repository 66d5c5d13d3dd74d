import { beforeAll, describe, expect, it } from 'vitest';
import { joinDuplicates } from '@/graphql/duplicates/join-duplicates';
import { splitDuplicate } from '@/graphql/duplicates/split-duplicate';
import { exportOf, openProject, type Place, bring as upload } from '@/graphql/exports/testing/round-trip';
import { toGlobalId } from '@/graphql/global-id';
import { createTeamWith, type Person, requestOf } from '@/graphql/testing/people';
import { importEnded, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import type { ExportFormat } from '@/prisma/generated/client';
import { inBulkSnapshot } from '@/prisma/queries/bulk-transaction';
import { readKeyPages, withRepeats } from '@/prisma/queries/export-rows';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

const bring = async (...given: Parameters<typeof upload>) => importEnded(await upload(...given));

/** Of one DOI three times; two that are joined by hand, with what repeats one of them; two of one text that are not one work. */
const RECORDS = [
  { id: 'doi', title: 'Inhaled steroids', text: 'A trial of budesonide in children.', doi: '10.1000/a' },
  { id: 'doi again', title: 'Inhaled steroids', text: 'The same trial, from another database.', doi: '10.1000/a' },
  { id: 'doi once more', text: 'The same trial once more, without a title.', doi: '10.1000/a' },
  { id: 'letter', title: 'A letter on asthma in schools', text: 'We have read the report on asthma in schools.' },
  { id: 'letter abroad', title: 'Ein Brief zu Asthma in Schulen', text: 'Wir haben den Bericht über Schulen gelesen.' },
  {
    id: 'letter abroad again',
    title: 'Ein Brief zu Asthma in Schulen',
    text: 'Wir haben den Bericht über Schulen gelesen!',
  },
  { id: 'annual report', title: 'Annual report of the asthma society', text: 'The year in numbers and in words.' },
  { id: 'next annual report', title: 'Annual report of the asthma society', text: 'The year in numbers and in words!' },
  { id: 'alone', title: 'Bicycle lanes', text: 'The city council has painted new lanes.' },
];
const GROUPS = {
  doi: ['doi', 'doi again', 'doi once more'],
  letter: ['letter', 'letter abroad', 'letter abroad again'],
  'annual report': ['annual report'],
  'next annual report': ['next annual report'],
  alone: ['alone'],
};

let there: Place;
let importer: Person;

async function idOf(externalId: string): Promise<string> {
  const where = { projectId: there.projectId, externalId };
  const { id } = await getDatabase().document.findFirstOrThrow({ where, select: { id: true } });
  return toGlobalId('Document', there.projectId, id);
}

/** First documents by their own ids, each with all of its group, itself included. */
async function groupsOf(projectId: string): Promise<Record<string, string[]>> {
  const documents = await getDatabase().document.findMany({ where: { projectId }, orderBy: { externalId: 'asc' } });
  const firsts = documents.filter(({ duplicateOfId }) => duplicateOfId === null);
  const members = (firstId: string) =>
    documents
      .filter(({ id, duplicateOfId }) => (duplicateOfId ?? id) === firstId)
      .map(({ externalId }) => externalId ?? '');
  return Object.fromEntries(firsts.map(({ id, externalId }) => [externalId ?? '', members(id)]));
}

const sorted = (groups: Record<string, string[]>) =>
  Object.entries(groups)
    .map(([first, members]) => [first, [...members].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

beforeAll(async () => {
  const { teamId, people } = await createTeamWith('REVIEWER');
  there = { person: people[0] as Person, projectId: await openProject(teamId, 'Origin') };
  await bring(there, 'origin.jsonl', Buffer.from(RECORDS.map((record) => JSON.stringify(record)).join('\n')));
  const context = () => requestOf(there.person);
  await joinDuplicates(context(), { documentId: await idOf('letter abroad'), otherId: await idOf('letter') });
  await splitDuplicate(context(), { documentId: await idOf('next annual report') });
  await scoringCompleted(there.projectId);
  importer = (await createTeamWith('OWNER')).people[0] as Person;
});

async function emptyProject(name: string): Promise<Place> {
  const { teamId } = await getDatabase().membership.findFirstOrThrow({ where: { userId: importer.id } });
  return { person: importer, projectId: await openProject(teamId, name) };
}

it('the groups are what keys and people have made of them', async () => {
  expect(sorted(await groupsOf(there.projectId))).toEqual(sorted(GROUPS));
});

describe.each<[ExportFormat, string]>([
  ['CSV', 'review.csv'],
  ['JSONL', 'review.jsonl'],
  ['XLSX', 'review.xlsx'],
  ['RIS', 'review.ris'],
  ['PARQUET', 'review.parquet'],
])('an export as %s with duplicates', (format, fileName) => {
  it('brings back every record, and the groups as they were, those made by hand too', async () => {
    const bytes = await exportOf(there, format, { withDuplicates: true });
    const copy = await emptyProject(format);
    const run = await bring(copy, fileName, bytes);
    expect(run).toMatchObject({ readCount: 9, acceptedCount: 5, duplicateCount: 4, restores: true, restoredCount: 5 });
    expect(sorted(await groupsOf(copy.projectId))).toEqual(sorted(GROUPS));
    // And the same again from the copy, whose ids are others.
    const again = await emptyProject(`${format} again`);
    await bring(again, fileName, await exportOf(copy, format, { withDuplicates: true }));
    expect(sorted(await groupsOf(again.projectId))).toEqual(sorted(GROUPS));
  });
});

describe('an export', () => {
  it('names for each duplicate the document that it repeats, right behind it', async () => {
    const bytes = await exportOf(there, 'JSONL', { withDuplicates: true });
    const rows = bytes
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const ids = new Map(rows.map((row) => [row.winnow_document_id, row.id]));
    const places = rows.map((row) => [row.id, ids.get(row.winnow_duplicate_of), ids.get(row.winnow_duplicate_group)]);
    const place = places.findIndex(([id]) => id === 'doi');
    expect(places.slice(place, place + 3)).toEqual([
      ['doi', undefined, 'doi'],
      ['doi again', 'doi', 'doi'],
      ['doi once more', 'doi', 'doi'],
    ]);
    expect(rows.find(({ id }) => id === 'doi again')).not.toHaveProperty('winnow_raw_score');
    expect(rows.filter((row) => row.winnow_kept_apart).map(({ id }) => id)).toEqual(['next annual report']);
    expect(places.find(([id]) => id === 'alone')).toEqual(['alone', undefined, undefined]);
  });

  it('reads the same rows in the same order however few it takes at once', async () => {
    const rowsBy = (take: number) =>
      inBulkSnapshot(async (tx) => {
        const keys: string[] = [];
        const pages = readKeyPages(tx, there.projectId, {}, 3);
        for await (const part of withRepeats(tx, there.projectId, pages, take)) keys.push(...part.map(({ id }) => id));
        return keys;
      });
    const all = await rowsBy(1_000);
    expect(all).toHaveLength(RECORDS.length);
    for (const take of [1, 2, 3]) expect(await rowsBy(take)).toEqual(all);
  });

  it('that is filtered holds the duplicates of what it holds, and counts them', async () => {
    const filter = { search: 'budesonide' };
    const input = { projectId: toGlobalId('Project', there.projectId), format: 'CSV' as const };
    const csv = (await exportOf(there, 'CSV', { ...input, filter, withDuplicates: true })).toString('utf8');
    expect(csv.split('\r\n')[0]?.split(',')).toContain('winnow_duplicate_of');
    const run = await getDatabase().exportRun.findFirstOrThrow({
      where: { projectId: there.projectId },
      orderBy: { createdAt: 'desc' },
    });
    expect(run).toMatchObject({ totalCount: 3, doneCount: 3, withDuplicates: true });
  });

  it('is without them unless it is asked for, and two of one text that are kept apart both come back', async () => {
    const csv = await exportOf(there, 'CSV');
    expect(csv.toString('utf8').split('\r\n')[0]).not.toContain('winnow_duplicate_of');
    const copy = await emptyProject('Without');
    expect(await bring(copy, 'review.csv', csv)).toMatchObject({ readCount: 5, acceptedCount: 5, duplicateCount: 0 });
    expect(Object.keys(await groupsOf(copy.projectId)).sort()).toEqual(Object.keys(GROUPS).sort());
  });

  it('whose reviews are not brought back is grouped by what its records hold', async () => {
    const copy = await emptyProject('Plain');
    const run = await bring(copy, 'review.csv', await exportOf(there, 'CSV', { withDuplicates: true }), false);
    expect(run).toMatchObject({ readCount: 9, restores: false, restoredCount: 0 });
    const groups = await groupsOf(copy.projectId);
    expect(groups['annual report'] ?? groups['next annual report']).toHaveLength(2);
    expect(Object.values(groups).find((members) => members.includes('letter'))).toEqual(['letter']);
  });
});
