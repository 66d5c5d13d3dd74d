import type { MemberBegun } from '@/ingestion/child/messages';
import { countEvent, noCounts } from '@/ingestion/event-counts';
import {
  type GivenUpMember,
  type ImportCode,
  type ImportEvent,
  IngestionError,
  type ReadOptions,
} from '@/ingestion/types';

/** Files of one archive that may each cost a process before the archive is not read on. */
export const MOST_GIVEN_UP = 10;
/** Processes for one archive, those that only began anew where memory had filled up included. */
const MOST_PROCESSES = 50;
const KILLS: ReadonlySet<ImportCode> = new Set(['TIMEOUT', 'OUT_OF_MEMORY', 'PARSER_CRASHED']);

/** A file of the archive as a process came to it; places are counted in events from the start of the archive. */
interface Mark {
  readonly member: string;
  readonly isOnly: boolean;
  readonly isOpened: boolean;
  readonly at: number;
  /** Of its entry of the outermost archive. */
  readonly entry: number;
  readonly entryAt: number;
}

/** What a process leaves behind that was killed. */
export interface Death {
  failure: unknown;
  /** How long it was waited for since its last file began, in ms. */
  memberMs: number;
  /** From how long on one file alone is to blame for the time. */
  patienceMs: number;
}

/** How the next process is to read. */
export interface Recovery {
  options: Pick<ReadOptions, 'givenUp' | 'fromMember'>;
  /** Null where the same file is tried once more, by a process that has read nothing before it. */
  givenUp: GivenUpMember | null;
}

/**
 * Follows the reading of an archive, so that after a file has killed the process another goes on behind it.
 *
 * Reading is deterministic: what a process has handed on is what the next one gives again up to the same place, and is
 * dropped there. What a process had found and not yet sent when it died is found again, except of the file that killed it.
 */
export class ArchiveRecovery {
  private marks: Mark[] = [];
  private current = -1;
  /** Place of the next event of the process at hand; of the first that no earlier one has handed on. */
  private at = 0;
  private knownUpTo = 0;
  /** Of the file that lies in: what comes before it was read whole. */
  private wholeUpTo = 0;
  private base = 0;
  /** Records of each file that were handed on. */
  private readonly records = new Map<string, number>();
  private suspect: string | null = null;
  private processes = 1;
  private hasStarted = false;
  private readonly counts = noCounts();

  /** @param givenUp  Of earlier readings of the same file. */
  constructor(private readonly givenUp: GivenUpMember[]) {}

  begin({ member, isOnly, isOpened, events }: MemberBegun): void {
    const at = this.base + events;
    const entry = Number.parseInt(member, 10);
    const before = this.marks.at(-1);
    const entryAt = before?.entry === entry ? before.entryAt : at;
    this.marks.push({ member, isOnly, isOpened, at, entry, entryAt });
  }

  /** Events as the process gave them; out come those that were not handed on before, with counts of the whole archive. */
  *take(events: readonly ImportEvent[]): Generator<ImportEvent> {
    for (const event of events) {
      const member = this.memberAt(this.at);
      const isKnown = this.at < this.knownUpTo;
      this.at += 1;
      if (isKnown || (event.type === 'started' && this.hasStarted)) continue;
      if (event.type === 'started') this.hasStarted = true;
      countEvent(this.counts, event);
      if (event.type === 'document' || event.type === 'rejected') this.countFor(member);
      yield event.type === 'finished' && this.processes > 1 ? { ...event, counts: { ...this.counts } } : event;
    }
  }

  /** @returns Null where the failure is that of the file as a whole. */
  after(death: Death): Recovery | null {
    const { failure } = death;
    const last = this.marks.at(-1);
    if (!(failure instanceof IngestionError) || !KILLS.has(failure.code) || last === undefined) return null;
    if (failure.code === 'TIMEOUT' && death.memberMs < death.patienceMs) return null;
    const records = this.recordsOf(last.member);
    if (this.processes >= MOST_PROCESSES || (last.isOnly && records === 0)) return null;
    const handedOn = Math.max(this.at, this.knownUpTo);
    if (last.at < this.wholeUpTo) return { options: this.goOnFrom(handedOn), givenUp: null };
    const isAgain = this.suspect === last.member;
    if (!last.isOpened && isAgain) return null;
    if (!last.isOpened || (!isAgain && this.mayBeInnocent(last, failure))) {
      this.suspect = last.member;
      return { options: this.goOnFrom(handedOn), givenUp: null };
    }
    if (this.givenUp.length >= MOST_GIVEN_UP) throw tooMany(failure);
    const givenUp = { member: last.member, code: failure.code, message: sentenceOf(failure), records };
    this.givenUp.push(givenUp);
    return { options: this.goOnFrom(Math.min(handedOn, last.at)), givenUp };
  }

  /** Memory may have filled up with what came before it, and a process may be killed by a stranger. */
  private mayBeInnocent({ member }: Mark, { code }: IngestionError): boolean {
    const isFirst = this.marks.every((mark) => mark.member === member || member.startsWith(`${mark.member}/`));
    return code !== 'TIMEOUT' && !isFirst;
  }

  private goOnFrom(place: number): Recovery['options'] {
    const from = this.marks.findLast(({ entryAt }) => entryAt <= place);
    this.base = from?.entryAt ?? 0;
    this.at = this.base;
    this.knownUpTo = place;
    this.wholeUpTo = Math.max(Math.min(this.wholeUpTo, place), this.marks.findLast(({ at }) => at <= place)?.at ?? 0);
    this.marks = [];
    this.current = -1;
    this.processes += 1;
    return { givenUp: [...this.givenUp], ...(from === undefined ? {} : { fromMember: from.entry }) };
  }

  /** Asked with rising places. */
  private memberAt(place: number): string | null {
    while ((this.marks[this.current + 1]?.at ?? Number.POSITIVE_INFINITY) <= place) this.current += 1;
    return this.marks[this.current]?.member ?? null;
  }

  private countFor(member: string | null): void {
    if (member !== null) this.records.set(member, (this.records.get(member) ?? 0) + 1);
  }

  /** Those of the files within it included. */
  private recordsOf(member: string): number {
    const own = [...this.records].filter(([known]) => known === member || known.startsWith(`${member}/`));
    return own.reduce((sum, [, records]) => sum + records, 0);
  }
}

function sentenceOf({ message }: IngestionError): string {
  return `${message} The file was given up; what had been read of it stays.`;
}

function tooMany({ code, message }: IngestionError): IngestionError {
  return new IngestionError(code, `${message} ${MOST_GIVEN_UP} files of the archive had been given up before.`);
}
