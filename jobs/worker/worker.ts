import { availableParallelism } from 'node:os';
import type { PgBoss } from 'pg-boss';
import {
  checkDrift,
  exportDocuments,
  giveUpBatch,
  giveUpExport,
  giveUpImport,
  giveUpModelTask,
  giveUpSentences,
  importFile,
  inspectFile,
  modelTask,
  planScoring,
  proposeDuplicates,
  rerankProject,
  scoreBatch,
  scoreSentences,
  sweep,
  undoImport,
} from '@/jobs/definitions';
import { checkDriftHandler } from '@/jobs/drift/check-drift';
import { proposeDuplicatesHandler } from '@/jobs/duplicates/propose-duplicates';
import { createExportHandler } from '@/jobs/exports/export-documents';
import { giveUpExportHandler } from '@/jobs/exports/give-up-export';
import type { FileStore } from '@/jobs/file-store';
import { giveUpImportHandler } from '@/jobs/imports/give-up-import';
import { createImportFileHandler, type ReadFile } from '@/jobs/imports/import-file';
import { createInspectFileHandler, type PreviewFile } from '@/jobs/imports/inspect-file';
import { createUndoImportHandler } from '@/jobs/imports/undo-import';
import { giveUpModelTaskHandler } from '@/jobs/models/give-up-model-task';
import type { ModelRoom } from '@/jobs/models/model-room';
import { createModelTaskHandler } from '@/jobs/models/model-task';
import { closeQueue, enqueue, openQueue } from '@/jobs/queue';
import { rerankProjectHandler } from '@/jobs/recalibration/rerank-project';
import type { EngineKeeper } from '@/jobs/scoring/engine-keeper';
import { giveUpBatchHandler } from '@/jobs/scoring/give-up-batch';
import { planScoringHandler } from '@/jobs/scoring/plan-scoring';
import { createScoreBatchHandler } from '@/jobs/scoring/score-batch';
import { createScoreSentencesHandler, giveUpSentencesHandler } from '@/jobs/scoring/score-sentences';
import { createSweepHandler } from '@/jobs/sweep';
import { Lane, type LaneWork } from '@/jobs/worker/lane';
import { Presence, reviveOrphans } from '@/jobs/worker/presence';
import { GivenBack } from '@/jobs/worker/running-job';
import { WakeBell } from '@/jobs/worker/wake-bell';
import type { WorkerLog } from '@/jobs/worker/worker-log';
import { getDatabase, getPool } from '@/prisma/client';
import { hasWaitingJobs } from '@/prisma/queries/waiting-jobs';

/** Two batches for each process the engine may have, and one that is being loaded or written. */
const SCORING_LANES = 2 * Math.min(4, availableParallelism()) + 1;
/** A large file must not hold up a small one. */
const IMPORT_LANES = 2;
/** A long pull must not hold up the choice of another model. */
const MODEL_LANES = 2;
/** A long export must not hold up a short one. */
const EXPORT_LANES = 2;
const REVIVE_EVERY_MS = 1_000;
const BEAT_EVERY_MS = 10_000;
const RETRY_START_MS = 2_000;
/** Of the ten seconds that a stop may take: the time for jobs in hand to end by themselves. */
const FINISH_WITHIN_MS = 6_000;

export interface WorkerTools {
  readonly files: FileStore;
  readonly read: ReadFile;
  readonly preview: PreviewFile;
  readonly engines: EngineKeeper;
  readonly models: ModelRoom;
  readonly log: WorkerLog;
}

interface StoppableLane {
  start(): void;
  stop(): Promise<void>;
}

/** One worker process: lanes that take jobs, a presence that says it lives, timers that look after dead ones. */
export class Worker {
  private readonly bell = new WakeBell();
  private readonly presence = new Presence((queue) => this.bell.ring(queue));
  private readonly timers: NodeJS.Timeout[] = [];
  private lanes: StoppableLane[] = [];
  private isStopping = false;

  constructor(private readonly tools: WorkerTools) {}

  /** Resolves when work has begun; a database that is away is waited for. */
  async start(): Promise<void> {
    const boss = await this.openQueueWhenThere();
    if (!boss || this.isStopping) return;
    this.presence.open();
    this.every(REVIVE_EVERY_MS, async () => {
      const revived = await reviveOrphans(boss, getPool());
      if (revived > 0) this.tools.log.warn({ event: 'jobs-revived', count: revived });
    });
    this.every(BEAT_EVERY_MS, () =>
      this.presence.beat(boss, (job) => job.abort(new Error('The job went to another worker.'))),
    );
    this.lanes = this.makeLanes(boss);
    for (const lane of this.lanes) lane.start();
    this.tools.log.info({ event: 'worker-started' });
  }

  /** Takes no more jobs, lets those in hand end or gives them back, and lets go of everything. */
  async stop(): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    this.tools.log.info({ event: 'worker-stopping', jobs: this.presence.jobs.length });
    for (const timer of this.timers) clearInterval(timer);
    const idle = Promise.all(this.lanes.map((lane) => lane.stop()));
    for (const job of this.presence.jobs) job.abort(new GivenBack('The worker is stopping.'));
    await Promise.race([idle, pause(FINISH_WITHIN_MS)]);
    await Promise.race([this.giveBackTheRest(), pause(1_000)]);
    await Promise.race([this.letGo(), pause(2_000)]);
    this.tools.log.info({ event: 'worker-stopped' });
  }

  private makeLanes(boss: PgBoss): StoppableLane[] {
    const { engines, files, models, read, preview, log } = this.tools;
    const lane = <Payload extends object>(work: LaneWork<Payload>) =>
      new Lane({ boss, presence: this.presence, bell: this.bell, log }, work);
    const many = <Payload extends object>(count: number, work: LaneWork<Payload>) =>
      Array.from({ length: count }, () => lane(work));
    const isReady = (queue: string) => async () => engines.isOpen || (await this.openEngineIfWanted(queue));
    return [
      ...many(SCORING_LANES, {
        definition: scoreBatch,
        handler: createScoreBatchHandler(engines),
        isReady: isReady(scoreBatch.name),
      }),
      // One lane, urgent in the engine: a reader never waits behind a collection, nor takes more than a batch's turn.
      lane({
        definition: scoreSentences,
        handler: createScoreSentencesHandler(engines),
        isReady: isReady(scoreSentences.name),
      }),
      lane({ definition: giveUpSentences, handler: giveUpSentencesHandler }),
      // Lanes of its own: whoever has just dropped a file is not to wait behind a large one.
      ...many(IMPORT_LANES, { definition: inspectFile, handler: createInspectFileHandler({ files, preview }) }),
      ...many(IMPORT_LANES, {
        definition: importFile,
        handler: createImportFileHandler({ files, read, onBegin: () => engines.warm() }),
      }),
      lane({ definition: undoImport, handler: createUndoImportHandler(files) }),
      lane({ definition: proposeDuplicates, handler: proposeDuplicatesHandler }),
      lane({ definition: giveUpImport, handler: giveUpImportHandler }),
      lane({ definition: giveUpBatch, handler: giveUpBatchHandler }),
      lane({ definition: planScoring, handler: planScoringHandler }),
      lane({ definition: checkDrift, handler: checkDriftHandler }),
      lane({ definition: rerankProject, handler: rerankProjectHandler }),
      ...many(MODEL_LANES, { definition: modelTask, handler: createModelTaskHandler(models) }),
      lane({ definition: giveUpModelTask, handler: giveUpModelTaskHandler }),
      ...many(EXPORT_LANES, { definition: exportDocuments, handler: createExportHandler(files) }),
      lane({ definition: giveUpExport, handler: giveUpExportHandler }),
      lane({ definition: sweep, handler: createSweepHandler(files, models, log) }),
    ];
  }

  /** A model that cannot be opened costs no job a try: batches wait for it, or for a worker that can open its own. */
  private async openEngineIfWanted(queue: string): Promise<boolean> {
    if (!(await hasWaitingJobs(getPool(), queue))) return false;
    await this.tools.engines.open();
    return true;
  }

  private async openQueueWhenThere(): Promise<PgBoss | null> {
    const onError = (error: Error) => this.tools.log.warn({ event: 'queue-trouble', message: error.message });
    while (!this.isStopping) {
      try {
        const boss = await openQueue({ isWorker: true, onError });
        await boss.schedule(sweep.name, '* * * * *', {}, { singletonKey: sweep.name });
        await enqueue(sweep, {}, { tx: getDatabase() });
        return boss;
      } catch (error) {
        // A stop closes the connections under a queue that is being opened.
        if (this.isStopping) return null;
        this.tools.log.warn({ event: 'waiting-for-database', err: error });
        await pause(RETRY_START_MS);
      }
    }
    return null;
  }

  /** Runs again and again, one at a time; a failure is told and the next turn tries anew. */
  private every(periodMs: number, work: () => Promise<unknown>): void {
    let isRunning = false;
    const turn = async () => {
      if (isRunning) return;
      isRunning = true;
      try {
        await work();
      } catch (error) {
        this.tools.log.warn({ event: 'housekeeping-trouble', err: error });
      } finally {
        isRunning = false;
      }
    };
    void turn();
    this.timers.push(setInterval(() => void turn(), periodMs));
  }

  private async giveBackTheRest(): Promise<void> {
    for (const job of this.presence.jobs) await job.fail('The worker stopped before the job was done.');
  }

  private async letGo(): Promise<void> {
    await this.presence.close();
    await this.tools.engines.close();
    await closeQueue();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
