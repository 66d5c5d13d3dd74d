import type { BibtexRecord } from '@/ingestion/bibtex/bibtex-record';
import type { ParsedItem } from '@/ingestion/document/draft-record';

const MAX_WAITING = 10_000;
const MAX_PARENTS = 50_000;
const PARENT_TYPES = new Set(
  'book collection mvbook mvcollection mvproceedings mvreference periodical proceedings reference'.split(' '),
);

/**
 * Keeps the order of the file while an entry waits for the one its 'crossref' names, which stands further down. Waits
 * in bounded memory: beyond it the first goes on without its parent, and says so.
 */
export class CrossrefQueue {
  private readonly waiting: Array<BibtexRecord | ParsedItem> = [];
  /** The first that has not been given on. */
  private first = 0;
  private waitingLength = 0;
  private readonly parents = new Map<string, Map<string, string>>();
  private readonly awaited = new Set<string>();

  /** @param maxLength  Of the entries that wait, in UTF-16 code units. */
  constructor(private readonly maxLength: number) {}

  *add(item: BibtexRecord | ParsedItem): Generator<ParsedItem> {
    if (isRecord(item)) this.learn(item);
    this.waiting.push(item);
    this.waitingLength += lengthOf(item);
    yield* this.release(false);
  }

  *end(): Generator<ParsedItem> {
    yield* this.release(true);
  }

  private learn(record: BibtexRecord): void {
    const { key, crossref, block } = record;
    if (crossref !== null && this.awaited.size < MAX_PARENTS) this.awaited.add(crossref);
    const isParent = PARENT_TYPES.has(block.type) || this.awaited.has(key);
    if (key !== '' && isParent && this.parents.size < MAX_PARENTS) this.parents.set(key, record.heritage());
  }

  private *release(isEnd: boolean): Generator<ParsedItem> {
    for (let item = this.waiting[this.first]; item !== undefined; item = this.waiting[this.first]) {
      const isFull = this.waiting.length - this.first > MAX_WAITING || this.waitingLength > this.maxLength;
      if (!isEnd && !isFull && this.isWaiting(item)) break;
      this.first += 1;
      this.waitingLength -= lengthOf(item);
      yield isRecord(item) ? this.complete(item).toDraft() : item;
    }
    // Not at every step: moving thousands of entries for each that leaves is what made a full queue slow.
    if (this.first < this.waiting.length / 2) return;
    this.waiting.splice(0, this.first);
    this.first = 0;
  }

  private isWaiting(item: BibtexRecord | ParsedItem): boolean {
    return isRecord(item) && item.crossref !== null && !this.parents.has(item.crossref);
  }

  private complete(record: BibtexRecord): BibtexRecord {
    if (record.crossref === null) return record;
    const heritage = this.parents.get(record.crossref);
    if (heritage === undefined) record.noteMissingParent();
    else record.inherit(heritage);
    return record;
  }
}

function isRecord(item: BibtexRecord | ParsedItem): item is BibtexRecord {
  return 'toDraft' in item;
}

function lengthOf(item: BibtexRecord | ParsedItem): number {
  if (isRecord(item)) return item.block.raw.length;
  return item.kind === 'rejected' ? item.raw.length : 200;
}
