import { type JobInsert, PgBoss } from 'pg-boss';
import { bossDatabase, connectionDatabase, type Transaction } from '@/jobs/boss-database';
import { JOB_DEFINITIONS, type JobDefinition } from '@/jobs/definitions';
import { getPool } from '@/prisma/client';

/** Wakes the workers; the payload is the queue's name. */
export const JOBS_CHANNEL = 'winnow_jobs';

/** A worker that stands still this long without dying (frozen, cut off) loses its jobs to another. */
const HEARTBEAT_SECONDS = 30;

/** Waiting jobs are kept for a year: a long queue must not lose its end. */
const RETENTION_SECONDS = 365 * 86_400;

export interface QueueOptions {
  /** Workers supervise and schedule; web processes only put jobs in. */
  readonly isWorker?: boolean;
  readonly onError?: (error: Error) => void;
}

interface RunningQueue {
  readonly url: string | undefined;
  readonly boss: Promise<PgBoss>;
}

// Next loads modules more than once; the queue's timers must not multiply.
const holder = globalThis as typeof globalThis & { winnowQueue?: RunningQueue };

/** The queue on the database of DATABASE_URL, installed and started on first use; a failed start is tried anew. */
export function openQueue(options: QueueOptions = {}): Promise<PgBoss> {
  const url = process.env.DATABASE_URL;
  if (holder.winnowQueue?.url === url && holder.winnowQueue) return holder.winnowQueue.boss;
  const boss = startBoss(options);
  holder.winnowQueue = { url, boss };
  boss.catch(() => {
    if (holder.winnowQueue?.boss === boss) delete holder.winnowQueue;
  });
  return boss;
}

/** Makes the queue's tables ready; a migration step. */
export async function installQueue(): Promise<void> {
  await openQueue();
}

/** Ends the queue's timers; the database connections belong to prisma/client. */
export async function closeQueue(): Promise<void> {
  const running = holder.winnowQueue;
  delete holder.winnowQueue;
  const boss = await running?.boss.catch(() => null);
  await boss?.stop({ graceful: false, close: false });
}

export interface EnqueueOptions {
  /** The job exists when this commits and not otherwise. */
  readonly tx: Transaction;
  readonly startAfterSeconds?: number;
}

/** Puts jobs in the queue within the caller's transaction and wakes the workers when it commits. */
export async function enqueue<Payload extends object>(
  definition: JobDefinition<Payload>,
  payload: Payload | readonly Payload[],
  { tx, startAfterSeconds }: EnqueueOptions,
): Promise<void> {
  const payloads = Array.isArray(payload) ? (payload as readonly Payload[]) : [payload as Payload];
  if (payloads.length === 0) return;
  const jobs = payloads.map((given): JobInsert<Payload> => {
    const data = definition.payload.parse(given);
    return {
      data,
      ...(definition.key ? { singletonKey: definition.key(data) } : {}),
      ...(startAfterSeconds ? { startAfter: startAfterSeconds } : {}),
    };
  });
  const boss = await openQueue();
  const db = bossDatabase(tx);
  await boss.insert(definition.name, jobs, { db });
  await db.executeSql('SELECT pg_notify($1, $2)::text AS sent', [JOBS_CHANNEL, definition.name]);
}

async function startBoss({ isWorker = false, onError = () => undefined }: QueueOptions): Promise<PgBoss> {
  const boss = new PgBoss({
    db: connectionDatabase(getPool()),
    supervise: isWorker,
    schedule: isWorker,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    registerInstance: isWorker,
    openTelemetry: { enabled: false },
  });
  // Without a listener an error event ends the process; a lost database comes back by itself.
  boss.on('error', onError);
  try {
    await boss.start();
    for (const definition of JOB_DEFINITIONS) await makeQueue(boss, definition);
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false, close: false }).catch(() => undefined);
    throw error;
  }
}

/** Made once; the policy of an existing queue is brought up to date. */
async function makeQueue(boss: PgBoss, definition: (typeof JOB_DEFINITIONS)[number]): Promise<void> {
  const { retryLimit, expireInSeconds, deleteAfterSeconds } = definition.policy;
  const settings = {
    retryLimit,
    expireInSeconds,
    deleteAfterSeconds,
    retentionSeconds: RETENTION_SECONDS,
    retryDelay: 0,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    ...(definition.afterLastTry ? { deadLetter: definition.afterLastTry } : {}),
  };
  await boss.createQueue(definition.name, { ...settings, policy: definition.key ? 'short' : 'standard' });
  await boss.updateQueue(definition.name, settings);
}
