import pg from 'pg';

export interface ListenOptions {
  readonly channels: readonly string[];
  readonly onNotice: (channel: string, payload: string) => void;
  /** After each (re)connection: what was said in between is lost and must be asked for. */
  readonly onConnect?: () => Promise<void> | void;
  readonly applicationName: string;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const CHECK_EVERY_MS = 10_000;
const ANSWER_WITHIN_MS = 5_000;

/** One connection that LISTENs and comes back by itself, for as long as it is wanted. */
export class ListenConnection {
  private client: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private pauseMs = FIRST_PAUSE_MS;
  private isClosed = false;
  private asked: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ListenOptions) {}

  open(): void {
    void this.connect();
  }

  /** Asks on the live connection, one question after the other; does nothing while it is away. */
  async ask(text: string, values: unknown[]): Promise<void> {
    this.asked = this.asked.then(() => this.client?.query(text, values)).catch(() => undefined);
    await this.asked;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: process.env.DATABASE_URL,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      keepAlive: true,
      application_name: this.options.applicationName,
    });
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ channel, payload }) => this.options.onNotice(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.options.channels) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      if (this.isClosed) return void client.end().catch(() => undefined);
      this.client = client;
      this.pauseMs = FIRST_PAUSE_MS;
      await this.options.onConnect?.();
      this.checkLater(client);
    } catch {
      this.lose(client);
      this.connectLater(client);
    }
  }

  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = null;
    void client.end().catch(() => undefined);
    this.connectLater(client);
  }

  private readonly replaced = new WeakSet<pg.Client>();

  private connectLater(lost: pg.Client): void {
    if (this.isClosed || this.replaced.has(lost)) return;
    this.replaced.add(lost);
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), this.pauseMs);
    this.timer.unref();
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** A connection can be dead without saying so: it is asked now and then. */
  private checkLater(client: pg.Client): void {
    if (this.isClosed || this.client !== client) return;
    this.timer = setTimeout(() => {
      this.asked = this.asked
        .then(() => client.query('SELECT 1'))
        .then(() => this.checkLater(client))
        .catch(() => this.lose(client));
    }, CHECK_EVERY_MS);
    this.timer.unref();
  }
}
