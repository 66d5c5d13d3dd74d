import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createExportHandler } from '@/jobs/exports/export-documents';
import { openFileStore } from '@/jobs/file-store';
import { closeQueue } from '@/jobs/queue';
import { closeDatabase, getDatabase, getPool } from '@/prisma/client';
import type { ExportFormat } from '@/prisma/generated/enums';
import { createExportRun } from '@/prisma/queries/exports';

/**
 * Rows a second of an export in each format, of the whole of the largest project of DATABASE_URL (make it with
 * `winnow seed`): counting, reading within the snapshot, writing and flushing to a disk. One run each.
 *
 *   DATABASE_URL=... npx tsx bench/export-speed.ts [--formats CSV,JSONL,XLSX,RIS,PARQUET]
 */
const FORMATS = ['CSV', 'JSONL', 'XLSX', 'RIS', 'PARQUET'] as const satisfies readonly ExportFormat[];
const { values } = parseArgs({ options: { formats: { type: 'string', default: FORMATS.join(',') } } });
const asked = new Set(values.formats.split(','));

const project = await largestProject();
const folder = await mkdtemp(join(os.tmpdir(), 'winnow-export-'));
const cpu = os.cpus()[0]?.model ?? 'unknown processor';
console.log(
  `${project.count} documents; ${cpu}, ${os.availableParallelism()} cores, load ${os.loadavg()[0]?.toFixed(1)}`,
);
try {
  for (const format of FORMATS.filter((name) => asked.has(name))) console.log(await measure(format));
} finally {
  await rm(folder, { recursive: true });
  await closeQueue();
  await closeDatabase();
}

async function measure(format: ExportFormat): Promise<string> {
  const { projectId, ownerId } = project;
  const { id: exportId } = await createExportRun(getDatabase(), {
    ...{ projectId, requestedById: ownerId, format, filter: {}, asked: {}, threshold: null, thresholdVersion: null },
    ...{ isNeutralised: true, hasByteOrderMark: false, withDuplicates: false },
  });
  const payload = { projectId, exportId, roles: ['OWNER' as const] };
  const job = {
    id: exportId,
    name: 'bench',
    payload,
    signal: new AbortController().signal,
    completeIn: async () => undefined,
  };
  const peak = watchMemory();
  const startedAt = performance.now();
  await createExportHandler(openFileStore(folder))(job);
  const seconds = (performance.now() - startedAt) / 1_000;
  const memory = peak();
  const run = await getDatabase().exportRun.delete({ where: { id: exportId } });
  if (run.status !== 'COMPLETED') throw new Error(`${format}: ${run.failureMessage}`);
  const speed = `${Math.round(run.doneCount / seconds)} rows/s`;
  return `${format.padEnd(7)} ${speed}, ${seconds.toFixed(1)} s, ${(Number(run.sizeBytes) / 1e6).toFixed(1)} MB, process at most ${memory} MB`;
}

/** The largest this process has been seen, every 50 ms. */
function watchMemory(): () => number {
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 50);
  return () => {
    clearInterval(timer);
    look();
    return Math.round(most / 1e6);
  };
}

async function largestProject(): Promise<{ projectId: string; count: number; ownerId: string }> {
  const { rows } = await getPool().query<{ projectId: string; count: number; ownerId: string }>(
    `SELECT document."projectId", document."count", member."userId" AS "ownerId"
     FROM (SELECT "projectId", count(*)::int AS "count" FROM "Document" GROUP BY 1 ORDER BY 2 DESC LIMIT 1) document
     JOIN "Project" project ON project."id" = document."projectId"
     JOIN "Membership" member ON member."teamId" = project."teamId" AND member."role" = 'OWNER' LIMIT 1`,
  );
  const [largest] = rows;
  if (!largest) throw new Error('There is no document in this database: make some with `winnow seed`.');
  return largest;
}
