import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportDocuments } from '@/jobs/definitions';
import { createExportHandler } from '@/jobs/exports/export-documents';
import { openFileStore } from '@/jobs/file-store';
import { withDataFolder } from '@/jobs/testing/import-desk';
import { closeDatabase, getDatabase, getPool } from '@/prisma/client';
import { createExportRun } from '@/prisma/queries/exports';
import { seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';
import { type InterruptibleServer, interruptible } from '@/scripts/testing/interruptible-server';

withTestDatabase();
withDataFolder();

let server: InterruptibleServer;
beforeAll(async () => {
  server = await interruptible(process.env.DATABASE_URL ?? '');
  process.env.DATABASE_URL = server.url;
});
afterAll(async () => {
  await closeDatabase();
  await server.stop();
});

it('an export whose end was written, but not heard of, keeps the file that it is told to have', async () => {
  const { teamId, userIds } = await seedTeam(getPool(), 'Readers', ['OWNER']);
  const project = await seedProject(getPool(), { teamId, name: 'Asthma' });
  await seedDocuments(getPool(), project, [{ title: 'one' }, { title: 'two' }]);
  const { projectId } = project;
  const how = { format: 'JSONL', filter: {}, asked: {}, threshold: null, thresholdVersion: null } as const;
  const shape = { isNeutralised: false, hasByteOrderMark: false, withDuplicates: false };
  const requestedById = userIds[0] ?? '';
  const { id: exportId } = await createExportRun(getDatabase(), { projectId, requestedById, ...how, ...shape });
  const payload = { projectId, exportId, roles: ['OWNER' as const] };
  const job = {
    ...{ id: randomUUID(), name: exportDocuments.name, payload, signal: new AbortController().signal },
    completeIn: async () => server.loseAnswerTo('COMMIT'),
  };
  await expect(createExportHandler(openFileStore())(job)).rejects.toThrow();
  const run = await getDatabase().exportRun.findUniqueOrThrow({ where: { id: exportId } });
  expect(run).toMatchObject({ status: 'COMPLETED', doneCount: 2 });
  expect(await openFileStore().sizeOf(run.storageKey ?? '')).toBe(Number(run.sizeBytes));
});
