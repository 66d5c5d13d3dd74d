import { matchRole } from '@/ingestion/document/field-roles';
import { isMetaKey } from '@/ingestion/json/read-json-record';
import { textEnd } from '@/ingestion/json/scan-tokens';
import type { FieldRole } from '@/ingestion/types';

/** A list of objects near the top of an object: `{"message": {"items": [{…}, …]}}`. */
export interface FoundList {
  /** Names that lead to it, as 'message.items'. */
  path: string;
  /** Offset of its bracket. */
  start: number;
  /** Offset behind it; Infinity where it does not end. */
  end: number;
  /** Objects it has been seen to hold. */
  count: number;
}

export interface RecordLists {
  /** The list whose objects are the records; null where the object is a record itself, or holds none. */
  chosen: FoundList | null;
  /** The object has the name of a field itself: a line of JSON Lines rather than what stands around a list. */
  hasFields: boolean;
  /** Lists that are not read: all others that hold objects, in a record those whose objects are records by their names. */
  others: FoundList[];
}

// Search services write 'results', 'response.docs', 'message.items'; what lies deeper belongs to a record.
const MAX_PATH = 3;
// Records of one list share their names.
const OBJECTS_LOOKED_AT = 10;
const MAX_NAME_LENGTH = 120;
const MAX_LISTS = 1_000;

/** What shows that an object is a record, so that a list inside it is one of its fields; else two other fields do. */
const OF_A_RECORD: readonly FieldRole[] = ['title', 'text', 'doi', 'pmid'];
/** Lists are called so as well ('content' by Spring); and everything has a name. */
const OF_ANYTHING = new Set(['content', 'document', 'documents']);
const NAME = 'name';

const PARTS = /["{}[\]]/g;
const AFTER_NAME = /\s*:\s*/y;
const LIST_OF_OBJECTS = /\[\s*\{/y;

/**
 * Whether an object is a record or what a search service puts around its records; tolerant of damage and of an end that
 * is missing.
 *
 * It is a record where it, or an object on the way to its lists, has a name that means title, text, DOI or PMID, or names of
 * two other fields, whatever order its names stand in. Otherwise the list with the most known names in its first objects is the records, of equal ones
 * the longest, then the first. A list without a title or a text by name is taken only where it makes up most of the object:
 * it may be a table in a language that is not known here, or the authors of a record in one.
 *
 * @param json  Of one object, from its brace on; may be cut anywhere.
 */
export function findRecordLists(json: string): RecordLists {
  const lists = new ListFinder(json).find().filter(({ count }) => count > 0);
  const hasFields = lists.some(({ ways }) => (ways[0]?.roles.size ?? 0) > 0);
  const free = lists.filter(({ ways }) => !ways.some(isRecord));
  const best = free.reduce<SeenList | null>((first, list) => (first && !isBetter(list, first) ? first : list), null);
  const isMost = best !== null && Math.min(best.end, json.length) - best.start > json.length / 2;
  if (best === null || !(isOfRecords(best) || isMost)) {
    return { chosen: null, hasFields, others: lists.filter(isOfRecords) };
  }
  return { chosen: best, hasFields, others: lists.filter((list) => list !== best) };
}

interface SeenList extends FoundList {
  /** What the names in its first objects mean. */
  roles: Set<FieldRole>;
  /** The objects it stands in. */
  ways: readonly Way[];
}

function isOfRecords({ roles }: SeenList): boolean {
  return roles.has('title') || roles.has('text');
}

function isBetter(list: SeenList, than: SeenList): boolean {
  return list.roles.size === than.roles.size ? list.count > than.count : list.roles.size > than.roles.size;
}

/** An object that leads to lists. */
interface Way {
  name: string;
  /** What its own names mean. */
  roles: Set<FieldRole>;
}

function isRecord({ roles }: Way): boolean {
  return roles.size > 1 || OF_A_RECORD.some((role) => roles.has(role));
}

class ListFinder {
  private readonly lists: SeenList[] = [];
  /** The open objects, outermost first, as long as no list has been opened. */
  private readonly ways: Way[] = [];
  /** The list at hand, or an object too deep to lead to one. */
  private list: SeenList | null = null;
  private depth = 0;
  /** The last name outside lists; '' once its value has begun. */
  private name = '';

  constructor(private readonly json: string) {}

  find(): SeenList[] {
    const { json } = this;
    PARTS.lastIndex = 0;
    for (let found = PARTS.exec(json); found !== null; found = PARTS.exec(json)) {
      const { 0: part, index } = found;
      if (part === '"') PARTS.lastIndex = this.meetText(index);
      else if (part === '{' || part === '[') this.open(part, index);
      else if (this.close(index)) break;
    }
    return this.lists;
  }

  private open(part: string, index: number): void {
    this.depth += 1;
    if (this.list !== null) {
      if (part === '{' && this.depth === this.ways.length + 2) this.list.count += 1;
    } else if (part === '{' && this.ways.length < MAX_PATH) {
      this.ways.push({ name: this.name, roles: new Set() });
    } else this.openList(part, index);
    this.name = '';
  }

  private openList(part: string, start: number): void {
    const { name } = this;
    const path = [...this.ways.slice(1).map((way) => way.name), name].join('.');
    this.list = { path, start, end: Number.POSITIVE_INFINITY, count: 0, roles: new Set(), ways: [...this.ways] };
    const isField = matchRole(name) !== null && !OF_ANYTHING.has(name);
    if (part === '[' && !isField && this.lists.length < MAX_LISTS) this.lists.push(this.list);
  }

  /** @returns True at the end of the object. */
  private close(index: number): boolean {
    this.depth -= 1;
    if (this.list === null) this.ways.pop();
    else if (this.depth === this.ways.length) {
      this.list.end = index + 1;
      this.list = null;
    }
    return this.depth <= 0;
  }

  /** @returns Offset behind the text. */
  private meetText(from: number): number {
    const to = textEnd(this.json, from);
    const depthInList = this.depth - this.ways.length;
    if (depthInList > 2 || to - from > MAX_NAME_LENGTH) return to;
    AFTER_NAME.lastIndex = to;
    if (!AFTER_NAME.test(this.json)) return to;
    const name = this.json.slice(from + 1, to - 1);
    if (this.list === null) this.meetName(name, AFTER_NAME.lastIndex);
    else if (depthInList === 2 && this.list.count <= OBJECTS_LOOKED_AT && name !== NAME) {
      const role = matchRole(name)?.role;
      if (role !== undefined) this.list.roles.add(role);
    }
    return to;
  }

  private meetName(name: string, valueAt: number): void {
    this.name = name;
    const role = matchRole(name)?.role;
    if (name === NAME || role === undefined) return;
    LIST_OF_OBJECTS.lastIndex = valueAt;
    if (OF_ANYTHING.has(name) && LIST_OF_OBJECTS.test(this.json)) return;
    const way = this.ways.at(-1);
    const above = way !== undefined && isMetaKey(way.name) ? this.ways.at(-2) : undefined;
    for (const object of [way, above]) object?.roles.add(role);
  }
}
