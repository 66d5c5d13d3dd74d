import { expect, it } from 'vitest';
import { importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, getPool } from '@/prisma/client';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { sortInWaitingWords } from '@/prisma/queries/waiting-words';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

const PATIENCE = { timeout: 30_000, interval: 20 };

/** As many records of some 1,500 characters, each with words of its own. */
function records(count: number): string {
  const text = (index: number) =>
    Array.from({ length: 200 }, (_, place) => `${'abcdefghij'[place % 10]}${index * 7 + place}`).join(' ');
  return Array.from({ length: count }, (_, index) => JSON.stringify({ id: `${index}`, text: text(index) })).join('\n');
}

/** Of the list before the search index, in the part of the table where the project's texts are. */
async function pagesWaiting(projectId: string): Promise<number> {
  await getPool().query('CREATE EXTENSION IF NOT EXISTS pageinspect');
  const { rows } = await getPool().query<{ pages: string }>(
    `SELECT "n_pending_pages" AS pages
     FROM pg_index, gin_metapage_info(get_raw_page("indexrelid"::regclass::text, 0))
     WHERE "indrelid" = (SELECT "tableoid" FROM "DocumentText" WHERE "projectId" = $1 LIMIT 1)
       AND pg_get_indexdef("indexrelid") LIKE '%USING gin%search%'`,
    [projectId],
  );
  return Number(rows[0]?.pages);
}

it('no word of a large import waits when it is over', async () => {
  const desk = await openDesk();
  const importRunId = await desk.drop('large.jsonl', records(4_000));
  expect(await importEnded(importRunId)).toMatchObject({ status: 'COMPLETED', acceptedCount: 4_000 });
  await expect.poll(() => pagesWaiting(desk.projectId), PATIENCE).toBe(0);
});

it('no word waits of an import that the quota ends', async () => {
  const desk = await openDesk();
  await getDatabase().teamQuota.create({ data: { teamId: desk.teamId, documents: 1_000 } });
  const importRunId = await desk.drop('too-many.jsonl', records(1_400));
  expect(await importEnded(importRunId)).toMatchObject({ failureCode: 'QUOTA_EXCEEDED', acceptedCount: 600 });
  await expect.poll(() => pagesWaiting(desk.projectId), PATIENCE).toBe(0);
});

it('the words of a small import wait for others, and for the role that owns the index', async () => {
  const desk = await openDesk();
  await importEnded(await desk.drop('small.jsonl', records(50)));
  const waiting = await pagesWaiting(desk.projectId);
  expect(waiting).toBeGreaterThan(0);
  await inBulkTransaction(async (tx) => {
    await tx.query(
      `CREATE ROLE "reader"; GRANT SELECT ON ALL TABLES IN SCHEMA public TO "reader"; SET LOCAL ROLE "reader"`,
    );
    await sortInWaitingWords(tx, desk.projectId);
    await tx.query('RESET ROLE; DROP OWNED BY "reader"; DROP ROLE "reader"');
  });
  expect(await pagesWaiting(desk.projectId)).toBe(waiting);
  await sortInWaitingWords(getPool(), desk.projectId);
  expect(await pagesWaiting(desk.projectId)).toBe(0);
});
