import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { MemberBegun, MessageFromChild, MessageToChild } from '@/ingestion/child/messages';
import type { OutputMeter } from '@/ingestion/child/output-meter';
import type { ReadLimits } from '@/ingestion/read-in-child';
import { type FilePreview, type ImportEvent, IngestionError } from '@/ingestion/types';

const MEMORY_CHECK_MS = 500;
const STDERR_KEPT = 8_192;
const OUT_OF_HEAP = /heap out of memory|allocation failed|Array buffer allocation/i;

/** The process that reads one file, seen from outside: its batches, its limits, its end. */
export class ReadingProcess {
  private readonly batches: ImportEvent[][] = [];
  private previewed: FilePreview | null = null;
  private isDone = false;
  private failure: IngestionError | null = null;
  private hasEnded = false;
  private readonly closed: Promise<void>;
  private stderr = '';
  /** How long was waited for it: in all, and until the last file of an archive began. */
  private waitedMs = 0;
  private waitingSince: number | null = null;
  private waitedBeforeMember = 0;
  private wake: (() => void) | null = null;
  private readonly memoryWatch: NodeJS.Timeout;
  private readonly onAbort = () => this.fail(new IngestionError('CANCELLED', 'Reading was stopped on request.'));

  /** @param child  Just started (startSandboxed). */
  constructor(
    readonly child: ChildProcess,
    private readonly limits: ReadLimits,
    private readonly output: OutputMeter,
    private readonly signal: AbortSignal | undefined,
    private readonly onMember: (begun: MemberBegun) => void = () => undefined,
  ) {
    this.child.on('message', (message: MessageFromChild) => this.receive(message));
    this.closed = new Promise((resolve) => {
      this.child.on('error', (error) => {
        this.fail(crash('could not be started', error));
        if (this.child.pid === undefined) resolve();
      });
      // Not 'exit': what it said before it ended is heard first.
      this.child.on('close', (code, exitSignal) => {
        this.noteEnd(code, exitSignal);
        resolve();
      });
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString()).slice(-STDERR_KEPT);
    });
    signal?.addEventListener('abort', this.onAbort, { once: true });
    this.memoryWatch = setInterval(() => void this.checkMemory(), MEMORY_CHECK_MS).unref();
  }

  request(message: MessageToChild): void {
    // A process that ended before it was asked has said so by its exit.
    this.child.send(message, () => undefined);
  }

  /** Tells the process that a batch has been taken, so that it may send another. */
  taken(): void {
    if (this.child.connected) this.request({ type: 'taken' });
  }

  /** @returns The next batch, null after the last; events that came before a failure come before it. */
  async next(): Promise<ImportEvent[] | null> {
    while (this.batches.length === 0 && !this.isDone && this.failure === null) await this.waitForNews();
    if (this.failure !== null && this.failure.code !== 'CANCELLED') await this.closed;
    const batch = this.failure?.code === 'CANCELLED' ? undefined : this.batches.shift();
    if (batch !== undefined) return batch;
    if (this.failure !== null) throw this.failure;
    return null;
  }

  /** @returns The answer to a request for a preview. */
  async preview(): Promise<FilePreview> {
    while (this.previewed === null && this.failure === null) await this.waitForNews();
    if (this.previewed === null) throw this.failure;
    return this.previewed;
  }

  /** Since the last file of an archive began; of what is none, since the process did. */
  get memberMs(): number {
    return this.spentMs - this.waitedBeforeMember;
  }

  get spentMs(): number {
    return this.waitedMs + (this.waitingSince === null ? 0 : performance.now() - this.waitingSince);
  }

  async stop(): Promise<void> {
    clearInterval(this.memoryWatch);
    this.signal?.removeEventListener('abort', this.onAbort);
    if (!this.hasEnded) this.child.kill('SIGKILL');
    await this.closed;
  }

  private async waitForNews(): Promise<void> {
    const { timeoutMs, stallMs } = this.limits;
    this.waitingSince = performance.now();
    const timer = setTimeout(() => this.timeOut(), Math.max(0, Math.min(stallMs, timeoutMs - this.waitedMs)));
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    clearTimeout(timer);
    this.wake = null;
    this.waitedMs = this.spentMs;
    this.waitingSince = null;
  }

  private receive(message: MessageFromChild): void {
    if (message.type === 'events') this.takeBatch(message.events);
    else if (message.type === 'member') this.beginMember(message);
    else if (message.type === 'preview') this.previewed = message.preview;
    else if (message.type === 'done') this.isDone = true;
    else if (message.type === 'crashed') this.fail(crash('met a fault', new Error(message.stack)));
    else this.fail(new IngestionError(message.code, message.message, message.detected));
    this.wake?.();
  }

  private beginMember(begun: MemberBegun): void {
    this.waitedBeforeMember = this.spentMs;
    this.onMember(begun);
  }

  private takeBatch(events: ImportEvent[]): void {
    const excess = this.output.add(events);
    if (excess === null) this.batches.push(events);
    else this.fail(excess);
  }

  private timeOut(): void {
    const { timeoutMs, stallMs } = this.limits;
    const allowed = `${timeoutMs / 1_000} s in all, ${stallMs / 1_000} s without news`;
    this.fail(new IngestionError('TIMEOUT', `Reading was stopped: it took longer than allowed (${allowed}).`));
  }

  /** The first failure is the reason; the process has no more to say after it. */
  private fail(failure: IngestionError): void {
    if (this.isDone || this.failure !== null) return;
    this.failure = failure;
    this.child.kill('SIGKILL');
    this.wake?.();
  }

  private noteEnd(code: number | null, exitSignal: NodeJS.Signals | null): void {
    this.hasEnded = true;
    if (OUT_OF_HEAP.test(this.stderr) || exitSignal === 'SIGABRT' || code === 134) {
      this.fail(outOfMemory(this.limits.maxHeapMib));
    } else {
      this.fail(crash(`ended by itself (${exitSignal ?? `exit status ${code}`})`, new Error(this.stderr)));
    }
  }

  private async checkMemory(): Promise<void> {
    const residentMib = await residentMibOf(this.child.pid);
    if (residentMib > this.limits.maxResidentMib) this.fail(outOfMemory(this.limits.maxResidentMib));
  }
}

function outOfMemory(limitMib: number): IngestionError {
  return new IngestionError('OUT_OF_MEMORY', `Reading was stopped: it needed more than the ${limitMib} MiB allowed.`);
}

function crash(what: string, cause: Error): IngestionError {
  const failure = new IngestionError('PARSER_CRASHED', `The process that reads the file ${what}.`);
  failure.cause = cause;
  return failure;
}

/** 0 where the system does not tell (anything but Linux) or the process has gone. */
async function residentMibOf(pid: number | undefined): Promise<number> {
  if (pid === undefined || process.platform !== 'linux') return 0;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}
