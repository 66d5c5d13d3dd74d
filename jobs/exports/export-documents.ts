import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import type { exportDocuments, PayloadOf } from '@/jobs/definitions';
import { isDiskFull } from '@/jobs/disk-full';
import { publish } from '@/jobs/events';
import { ExportTable } from '@/jobs/exports/export-table';
import { ExportStopped, ExportSuperseded, ExportWatch } from '@/jobs/exports/export-watch';
import { ExportRefused, type ExportWriter } from '@/jobs/exports/export-writer';
import { readRecords, surveyExport } from '@/jobs/exports/read-export';
import { writeCsv } from '@/jobs/exports/write-csv';
import { writeJsonl } from '@/jobs/exports/write-jsonl';
import { writeParquet } from '@/jobs/exports/write-parquet';
import { writeRis } from '@/jobs/exports/write-ris';
import { MOST_ROWS, writeXlsx } from '@/jobs/exports/write-xlsx';
import { exportKey, type FileStore } from '@/jobs/file-store';
import { GivenBack, type JobHandler, type RunningJob } from '@/jobs/worker/running-job';
import { getDatabase, inTransaction } from '@/prisma/client';
import type { ExportRun } from '@/prisma/generated/client';
import type { ExportFormat } from '@/prisma/generated/enums';
import { inBulkSnapshot } from '@/prisma/queries/bulk-transaction';
import { beginExportAttempt, type ExportEnding, endExport } from '@/prisma/queries/exports';
import type { RankedFilter } from '@/prisma/queries/ranked-documents';

/** How long a file is kept once it is made; docs/exports.md says so to people. */
export const KEPT_MS = 7 * 86_400_000;

const WRITERS: Readonly<Record<ExportFormat, ExportWriter>> = {
  CSV: writeCsv,
  JSONL: writeJsonl,
  XLSX: writeXlsx,
  RIS: writeRis,
  PARQUET: writeParquet,
};
/** Formats with a column for each metadata key; in the others a record has the keys it has. */
const TABLES: ReadonlySet<ExportFormat> = new Set(['CSV', 'XLSX', 'PARQUET']);

type ExportJob = RunningJob<PayloadOf<typeof exportDocuments>>;

/**
 * A filtered list becomes a file, as of one moment. Each attempt begins anew in a file of its own, named by its token:
 * whatever a killed one has left behind is nobody's and is swept.
 */
export function createExportHandler(files: FileStore): JobHandler<PayloadOf<typeof exportDocuments>> {
  return async (job) => {
    const attempt = randomUUID();
    const run = await beginExportAttempt(getDatabase(), { exportId: job.payload.exportId, attempt });
    if (!run) return;
    const storageKey = exportKey(attempt);
    let isMade = false;
    try {
      const made = await inBulkSnapshot((tx) => makeFile(tx, { run, attempt, job, files, storageKey }));
      isMade = true;
      await finish(job, attempt, {
        status: 'COMPLETED',
        storageKey,
        ...made,
        expiresAt: new Date(Date.now() + KEPT_MS),
      });
    } catch (error) {
      // Of a commit whose answer was lost nobody knows: the file may be handed out already. If not, the sweep finds it.
      if (!isMade || error instanceof ExportSuperseded) await files.remove(storageKey);
      if (error instanceof ExportSuperseded) return;
      if (job.signal.aborted) throw new GivenBack('The worker is stopping; the export begins anew elsewhere.');
      const ending = toEnding(error);
      if (!ending) throw error;
      await finish(job, attempt, ending).catch((ended: unknown) => {
        if (!(ended instanceof ExportSuperseded)) throw ended;
      });
    }
  };
}

interface Making {
  readonly run: ExportRun;
  readonly attempt: string;
  readonly job: ExportJob;
  readonly files: FileStore;
  readonly storageKey: string;
}

async function makeFile(tx: PoolClient, { run, attempt, job, files, storageKey }: Making) {
  const { id: exportId, projectId, requestedById, format } = run;
  const watch = new ExportWatch({
    ...{ exportId, attempt, projectId, requestedById },
    ...{ roles: job.payload.roles, signal: job.signal },
  });
  await watch.note({}, true);
  // It was checked when it was asked for, and nobody but us writes the column.
  const { withDuplicates } = run;
  const source = { tx, projectId, filter: run.filter as RankedFilter, withDuplicates };
  const isTable = TABLES.has(format);
  const survey = await surveyExport(source, isTable, () => watch.note({}));
  if (format === 'XLSX' && survey.total > MOST_ROWS) {
    throw new ExportRefused('TOO_MANY_ROWS', `A sheet has at most ${MOST_ROWS} rows. Export CSV, JSONL or Parquet.`);
  }
  const table = new ExportTable(survey.keys, survey.gathered > 0, { hasCuts: format === 'XLSX', withDuplicates });
  const columnCount = isTable ? table.columns.length : 0;
  const begun = { totalCount: survey.total, columnCount, gatheredColumns: survey.gathered, writingSince: new Date() };
  await watch.note(begun, true);

  const made = { doneCount: 0, cutCells: 0 };
  async function* counted() {
    for await (const records of readRecords(source, run)) {
      yield records;
      made.doneCount += records.length;
      await watch.note(made);
    }
    // Whoever has lost the right to it, or stopped it, since the last look gets no file.
    await watch.note(made, true);
  }
  const onCut = () => {
    made.cutCells += 1;
  };
  const { isNeutralised, hasByteOrderMark } = run;
  const measured = new MeasuredBytes(WRITERS[format](table, counted(), { isNeutralised, hasByteOrderMark, onCut }));
  await files.put(storageKey, Readable.from(measured.bytes(), { highWaterMark: 2 }));
  return { ...made, sizeBytes: BigInt(measured.size), sha256: measured.sha256 };
}

/** Counts and hashes the bytes on their way. */
class MeasuredBytes {
  size = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly source: AsyncIterable<Uint8Array>) {}

  get sha256(): string {
    return this.hash.digest('hex');
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.source) {
      this.size += chunk.byteLength;
      this.hash.update(chunk);
      yield chunk;
    }
  }
}

async function finish(job: ExportJob, attempt: string, ending: ExportEnding): Promise<void> {
  const { exportId, projectId } = job.payload;
  await inTransaction(async (tx) => {
    if (!(await endExport(tx, { exportId, attempt }, ending))) throw new ExportSuperseded('The export has ended.');
    await job.completeIn(tx);
    await publish(tx, { projectId, topic: 'EXPORT' });
  });
}

/** What is told to the person; anything else (a lost database, a bug) is another try's business. */
function toEnding(error: unknown): ExportEnding | null {
  if (error instanceof ExportStopped) return { status: 'CANCELLED' };
  if (error instanceof ExportRefused) {
    return { status: 'FAILED', failureCode: error.code, failureMessage: error.message };
  }
  if (!isDiskFull(error)) return null;
  const failureMessage = 'The disk of this installation is full. Export less, or ask who runs it.';
  return { status: 'FAILED', failureCode: 'DISK_FULL', failureMessage };
}
