import { bossDatabase, type Transaction } from '@/jobs/boss-database';
import { ListenConnection } from '@/jobs/listen-connection';

export const CHANGE_TOPICS = [
  'IMPORT',
  'SCORING',
  'SENTENCES',
  'RATING',
  'CALIBRATION',
  'SETTINGS',
  'EXPORT',
  'DRIFT',
] as const;
export type ChangeTopic = (typeof CHANGE_TOPICS)[number];

export interface ProjectEvent {
  readonly projectId: string;
  /** What has changed since the last event, each topic once. */
  readonly topics: readonly ChangeTopic[];
}

/** Stands where a project's id does, for what belongs to all of them. */
const INSTALLATION = 'installation';

const CHANNEL = 'winnow_projects';
/** At most two events a second for each listener; what happens in between is merged. */
const QUIET_MS = 500;

/** Tells everyone who watches the project, when and only when the transaction commits. */
export async function publish(tx: Transaction, event: { projectId: string; topic: ChangeTopic }): Promise<void> {
  await bossDatabase(tx).executeSql('SELECT pg_notify($1, $2)::text AS sent', [
    CHANNEL,
    `${event.projectId} ${event.topic}`,
  ]);
}

/** Tells everyone who watches the installation's models, when and only when the transaction commits. */
export function publishModels(tx: Transaction): Promise<void> {
  return publish(tx, { projectId: INSTALLATION, topic: 'SETTINGS' });
}

/** Changes of the installation's models, in the same way. */
export function modelEvents(): AsyncIterableIterator<ProjectEvent> {
  return projectEvents(INSTALLATION);
}

/**
 * Changes of one project, merged to at most two events a second, until `return` is called.
 * A (re)connection to the database counts as a change of every topic, since notices may have been missed.
 */
export function projectEvents(projectId: string): AsyncIterableIterator<ProjectEvent> {
  const stream = new ProjectStream(projectId, () => hub().leave(stream));
  hub().join(stream);
  return stream;
}

/** Ends the listening connection and every open stream. */
export async function closeEvents(): Promise<void> {
  const open = holder.winnowEvents;
  delete holder.winnowEvents;
  await open?.close();
}

class ProjectStream implements AsyncIterableIterator<ProjectEvent> {
  private readonly pending = new Set<ChangeTopic>();
  private waiting: ((result: IteratorResult<ProjectEvent>) => void)[] = [];
  private quiet: NodeJS.Timeout | null = null;
  private isDone = false;

  constructor(
    readonly projectId: string,
    private readonly onLeave: () => void,
  ) {}

  push(topics: readonly ChangeTopic[]): void {
    for (const topic of topics) this.pending.add(topic);
    this.flush();
  }

  next(): Promise<IteratorResult<ProjectEvent>> {
    if (this.isDone) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.flush();
    });
  }

  return(): Promise<IteratorResult<ProjectEvent>> {
    this.isDone = true;
    if (this.quiet) clearTimeout(this.quiet);
    for (const resolve of this.waiting.splice(0)) resolve({ done: true, value: undefined });
    this.onLeave();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private flush(): void {
    if (this.quiet || this.pending.size === 0) return;
    const resolve = this.waiting.shift();
    if (!resolve) return;
    const topics = [...this.pending];
    this.pending.clear();
    this.quiet = setTimeout(() => {
      this.quiet = null;
      this.flush();
    }, QUIET_MS);
    resolve({ done: false, value: { projectId: this.projectId, topics } });
  }
}

/** One LISTEN connection a process, fanned out to the streams of each project; open while anyone listens. */
class EventHub {
  private readonly streams = new Map<string, Set<ProjectStream>>();
  private readonly connection = new ListenConnection({
    channels: [CHANNEL],
    applicationName: 'winnow-events',
    onNotice: (_channel, payload) => this.tell(payload),
    onConnect: () => {
      for (const stream of this.all()) stream.push(CHANGE_TOPICS);
    },
  });

  constructor(readonly url: string | undefined) {
    this.connection.open();
  }

  join(stream: ProjectStream): void {
    const streams = this.streams.get(stream.projectId) ?? new Set();
    this.streams.set(stream.projectId, streams.add(stream));
  }

  leave(stream: ProjectStream): void {
    const streams = this.streams.get(stream.projectId);
    streams?.delete(stream);
    if (streams?.size === 0) this.streams.delete(stream.projectId);
  }

  async close(): Promise<void> {
    await this.connection.close();
    await Promise.all(this.all().map((stream) => stream.return()));
  }

  private all(): ProjectStream[] {
    return [...this.streams.values()].flatMap((streams) => [...streams]);
  }

  private tell(payload: string): void {
    const [projectId = '', name] = payload.split(' ');
    const topic = CHANGE_TOPICS.find((known) => known === name);
    if (topic) for (const stream of this.streams.get(projectId) ?? []) stream.push([topic]);
  }
}

// Next loads modules more than once; the listening connection must not multiply.
const holder = globalThis as typeof globalThis & { winnowEvents?: EventHub };

function hub(): EventHub {
  const url = process.env.DATABASE_URL;
  if (holder.winnowEvents && holder.winnowEvents.url !== url) void closeEvents();
  holder.winnowEvents ??= new EventHub(url);
  return holder.winnowEvents;
}
