import '@/ingestion/child/begin';
import {
  BATCHES_UNDER_WAY,
  type MessageFromChild,
  type MessageToChild,
  type ReadRequest,
} from '@/ingestion/child/messages';
import { previewFile } from '@/ingestion/preview';
import { readDocuments } from '@/ingestion/read-documents';
import { localFile } from '@/ingestion/source/local-file';
import { type BegunMember, type ImportEvent, IngestionError } from '@/ingestion/types';

/**
 * Entry of the process in which files are read (read-in-child.ts starts it). It locks itself down, gets one request over IPC, answers with
 * batches of events, never sends more than it is asked for, and ends with its parent.
 */
const BATCH_EVENTS = 500;
const BATCH_LENGTH = 512 * 1024;
const BATCH_MS = 2_000;

const FOLDER = String(process.argv[3]);

let batchesUnderWay = 0;
let wake: (() => void) | null = null;

process.title = 'winnow-read';
process.once('disconnect', () => process.exit(0));
// pdf.js looks ahead in damaged files with promises that it never waits for. Whatever concerns what is read, somebody
// waits for and hears; these would only end the process, and with it what is readable.
process.on('unhandledRejection', () => undefined);
process.on('message', (message: MessageToChild) => {
  if (message.type !== 'taken') void answer(message);
  else {
    batchesUnderWay -= 1;
    wake?.();
  }
});

async function answer(request: ReadRequest): Promise<void> {
  try {
    if (request.type === 'preview') await sendPreview(request);
    else await sendDocuments(request);
    await send({ type: 'done' });
  } catch (error) {
    await send(failureOf(error));
  }
  // The parent ends this process once it has heard; leaving by itself could overtake the last message.
}

async function sendPreview({ path, name, options }: ReadRequest): Promise<void> {
  await send({ type: 'preview', preview: await previewFile(localFile(path, name), { ...options, folder: FOLDER }) });
}

async function sendDocuments({ path, name, options }: ReadRequest): Promise<void> {
  const pending = new PendingEvents();
  // Sent whole before the file is opened: it may be the last that is heard of this process.
  const onMember = async (begun: BegunMember) => {
    // Where files have killed before, nothing waits to be lost with the next one.
    if (options.givenUp?.length) await pending.send();
    await send({ type: 'member', ...begun, events: pending.given });
  };
  try {
    for await (const event of readDocuments(localFile(path, name), { ...options, folder: FOLDER, onMember })) {
      pending.add(event);
      if (pending.isFull) await pending.send();
    }
  } finally {
    // What came before a failure is told before it.
    await pending.send();
  }
}

class PendingEvents {
  given = 0;
  private events: ImportEvent[] = [];
  private length = 0;
  private since = performance.now();

  /** Documents that take long are news too. */
  get isFull(): boolean {
    const { events, length, since } = this;
    return events.length >= BATCH_EVENTS || length >= BATCH_LENGTH || performance.now() - since >= BATCH_MS;
  }

  add(event: ImportEvent): void {
    this.events.push(event);
    this.given += 1;
    this.length += lengthOf(event);
  }

  async send(): Promise<void> {
    const { events } = this;
    this.events = [];
    this.length = 0;
    if (events.length > 0) await sendBatch(events);
    this.since = performance.now();
  }
}

async function sendBatch(events: ImportEvent[]): Promise<void> {
  while (batchesUnderWay >= BATCHES_UNDER_WAY) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  batchesUnderWay += 1;
  await send({ type: 'events', events });
}

function send(message: MessageFromChild): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}

function failureOf(error: unknown): MessageFromChild {
  if (error instanceof IngestionError) {
    const { code, message, detected } = error;
    return { type: 'failed', code, message, detected };
  }
  return { type: 'crashed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function lengthOf(event: ImportEvent): number {
  if (event.type === 'document') return 300 + event.document.text.length;
  return event.type === 'rejected' ? 200 + event.raw.length : 200;
}
