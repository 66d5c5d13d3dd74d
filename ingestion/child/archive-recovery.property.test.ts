import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArchiveRecovery, MOST_GIVEN_UP } from '@/ingestion/child/archive-recovery';
import { readDocuments } from '@/ingestion/read-documents';
import { buildZip, type ZipPart } from '@/ingestion/testing/build-zip';
import { bytesSource, readText } from '@/ingestion/testing/read-all';
import {
  type BegunMember,
  type ImportCounts,
  type ImportEvent,
  IngestionError,
  type ReadOptions,
} from '@/ingestion/types';

const lines = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => (at % 4 === 3 ? '{"text":' : `{"text":"${name} ${at}"}`)).join('\n');
const table = (name: string, count: number): ZipPart => ({ name: `${name}.jsonl`, content: lines(name, count) });

/** Of every kind that has marks of its own: plain, odd by name, refused, twice, packed again, one archive deep. */
const ARCHIVE = buildZip([
  { name: 'folder/', content: '' },
  table('first', 5),
  table('../odd', 3),
  { name: 'locked', content: 'xxxxxxxx', flags: 1 },
  { name: 'inner.zip', content: buildZip([table('one', 4), table('../two', 2), table('three', 6)]) },
  { name: 'packed.jsonl.gz', content: gzipSync(lines('packed', 5)), method: 0 },
  table('first', 2),
  { name: 'latin.txt', content: Buffer.from('Grüße aus Wien.', 'latin1') },
  table('last', 3),
]);

interface Life {
  /** Events after which a process dies, and how many of those it had not sent by then. */
  readonly found: number;
  readonly unsent: number;
  readonly code: 'PARSER_CRASHED' | 'OUT_OF_MEMORY' | 'TIMEOUT';
}

const lives = fc.array(
  fc.record<Life>({
    found: fc.nat(45),
    unsent: fc.nat(12),
    code: fc.constantFrom('PARSER_CRASHED', 'OUT_OF_MEMORY', 'TIMEOUT'),
  }),
  { maxLength: 14 },
);

/** A process of the given life: what of its events arrives, and the files it came to. Infinity: it reads to the end. */
async function live(options: ReadOptions, found: number, recovery: ArchiveRecovery): Promise<ImportEvent[]> {
  const events: ImportEvent[] = [];
  const onMember = async (begun: BegunMember) => recovery.begin({ ...begun, type: 'member', events: events.length });
  for await (const event of readDocuments(bytesSource('a.zip', ARCHIVE), { ...options, onMember })) {
    if (events.length === found) break;
    events.push(event);
  }
  return events;
}

async function readThrough(deaths: readonly Life[]) {
  const recovery = new ArchiveRecovery([]);
  const events: ImportEvent[] = [];
  const givenUp = new Map<string, number>();
  let options: ReadOptions = {};
  for (const { found, unsent, code } of deaths) {
    const given = await live(options, found, recovery);
    // It has come to its end before it could die.
    if (given.at(-1)?.type === 'finished') break;
    events.push(...recovery.take(given.slice(0, Math.max(0, given.length - unsent))));
    const failure = new IngestionError(code, 'It died.');
    const next = givenUp.size < MOST_GIVEN_UP ? recovery.after({ failure, memberMs: 1, patienceMs: 1 }) : null;
    if (next === null) return { events, givenUp, hasFailed: true };
    if (next.givenUp) givenUp.set(next.givenUp.member, next.givenUp.records);
    options = next.options;
  }
  events.push(...recovery.take(await live(options, Number.POSITIVE_INFINITY, recovery)));
  return { events, givenUp, hasFailed: false };
}

/** Where an event comes from, as it is told: the path of its file, or nothing for the archive itself. */
function pathOf(event: ImportEvent): string {
  if (event.type === 'document') return String(event.document.metadata.archivePath);
  return event.type === 'rejected' || event.type === 'warning' ? (event.issue.file ?? '') : '';
}

test('whenever processes die, every file is read once and whole, or given up with what had come of it', async () => {
  const whole = await readText('a.zip', ARCHIVE);
  await fc.assert(
    fc.asyncProperty(lives, async (deaths) => {
      const { events, givenUp, hasFailed } = await readThrough(deaths);
      if (hasFailed) return;
      expect(events.filter(({ type }) => type === 'started')).toHaveLength(1);
      const rejections = events.filter((event) => event.type === 'rejected' && event.givenUp !== undefined);
      expect(rejections).toHaveLength(givenUp.size);
      // Left out what was given up, it is what one process reads, in the same order and with the same remarks.
      const gone = new Set(rejections.map(pathOf));
      const ofOthers = (all: readonly ImportEvent[]) =>
        all.filter((event) => event.type !== 'finished' && !gone.has(pathOf(event)));
      expect(ofOthers(events)).toEqual(ofOthers(whole.events));
      const counted: ImportCounts = { read: 0, accepted: 0, repaired: 0, rejected: 0 };
      for (const { type } of events) {
        if (type === 'document' || type === 'rejected') counted.read += 1;
        if (type === 'document') counted.accepted += 1;
        if (type === 'rejected') counted.rejected += 1;
      }
      expect(events.at(-1)).toMatchObject({ type: 'finished', counts: counted });
    }),
    { numRuns: 100 },
  );
});

test('what had come of a file stands before its rejection, and is counted with it', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (deaths) => {
      const { events, givenUp } = await readThrough(deaths);
      for (const [place, event] of events.entries()) {
        if (event.type !== 'rejected' || event.givenUp === undefined) continue;
        const records = givenUp.get(event.givenUp) ?? -1;
        const before = events.slice(0, place).filter(({ type }) => type === 'document' || type === 'rejected');
        const own = before.slice(before.length - records);
        expect(own.map(pathOf)).toEqual(own.map(() => pathOf(event)));
        expect(own).toHaveLength(records);
        // Two files of one name are told apart by what lies between them.
        expect(before.length === records || pathOf(before[before.length - records - 1] as ImportEvent)).not.toBe(
          pathOf(event),
        );
      }
    }),
    { numRuns: 100 },
  );
});

test('time is one file’s fault only where that file took long', () => {
  const died = (memberMs: number) => {
    const recovery = new ArchiveRecovery([]);
    recovery.begin({ type: 'member', member: '0', isOpened: true, isOnly: false, events: 1 });
    return recovery.after({ failure: new IngestionError('TIMEOUT', 'Too long.'), memberMs, patienceMs: 1_000 });
  };
  expect(died(999)).toBeNull();
  expect(died(1_000)?.givenUp).toMatchObject({ member: '0', code: 'TIMEOUT', records: 0 });
});
