import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson } from '@/graphql/testing/people';
import { buildZip } from '@/ingestion/testing/build-zip';
import { type ImportDesk, importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

const PREVIEW = `query ($id: ID!) { node(id: $id) { ... on ImportRun { status
  preview { version format member delimiter rowsRead columns { name role } } } } }`;
const CONFIRM = `mutation ($input: ConfirmImportMappingInput!) { confirmImportMapping(input: $input) {
  import { status } userErrors { code field } } }`;

const ODD = 'Kop;Samenvatting;Jaar\nAspirine;Wij gaven aspirine.;2019\nStatines;Een cohort.;2020\n';
const COLUMNS = [
  { name: 'Kop', role: 'TITLE' },
  { name: 'Samenvatting', role: 'TEXT' },
  { name: 'Jaar', role: 'YEAR' },
];

let desk: ImportDesk;
let ann: { id: string };

beforeEach(async () => {
  desk = await openDesk({ autoMap: false });
  ann = await createPerson({ name: 'Ann' });
  await getDatabase().membership.create({ data: { teamId: desk.teamId, userId: ann.id, role: 'REVIEWER' } });
});

function waits(importRunId: string): Promise<{ version: number }> {
  return vi.waitFor(
    async () => {
      const answered = await ask(ann.id, PREVIEW, { id: toGlobalId('ImportRun', importRunId) });
      expect(at(answered, 'node')).toMatchObject({ status: 'NEEDS_MAPPING' });
      return at<{ version: number }>(answered, 'node.preview');
    },
    { timeout: 60_000, interval: 50 },
  );
}

describe('an archive that holds one table', () => {
  it.each([
    ['review.csv.gz', gzipSync(ODD), 'review.csv', 'gzip'],
    ['review.zip', buildZip([{ name: 'data/review.csv', content: ODD }]), 'data/review.csv', 'zip'],
  ])('%s is mapped by hand like the table', async (name, bytes, member, format) => {
    const importRunId = await desk.drop(name, bytes);
    const preview = await waits(importRunId);
    expect(preview).toMatchObject({ format: 'CSV', member, delimiter: ';', rowsRead: 2 });
    const input = {
      importId: toGlobalId('ImportRun', importRunId),
      columns: COLUMNS,
      expectedVersion: preview.version,
    };
    const answered = await ask(ann.id, CONFIRM, { input });
    expect(at(answered, 'confirmImportMapping')).toEqual({ import: { status: 'QUEUED' }, userErrors: [] });
    expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED', format, acceptedCount: 2 });
    const documents = await getDatabase().document.findMany({
      where: { importRunId },
      orderBy: { recordNumber: 'asc' },
      include: { text: true },
    });
    expect(documents.map(({ title, year, text }) => [title, year, text?.text])).toEqual([
      ['Aspirine', 2019, 'Wij gaven aspirine.'],
      ['Statines', 2020, 'Een cohort.'],
    ]);
    // The columns are the team's from now on, packed or not.
    const again = await importEnded(await desk.drop('later.csv', ODD.replace('Statines', 'Betablokkers')));
    expect(again).toMatchObject({ status: 'COMPLETED', mappingOrigin: 'REMEMBERED' });
  });

  it('that cannot be opened goes on, and tells why where its records would be told', async () => {
    const run = await importEnded(await desk.drop('secret.zip', buildZip([{ name: 'a.csv', content: ODD, flags: 1 }])));
    expect(run).toMatchObject({ status: 'COMPLETED_WITH_ERRORS', readCount: 1, rejectedCount: 1 });
    const issues = await getDatabase().importIssue.findMany({ where: { importRunId: run.id } });
    expect(issues).toMatchObject([{ code: 'ENCRYPTED_FILE', file: 'a.csv' }]);
  });
});
