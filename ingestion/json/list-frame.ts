import type { FoundList } from '@/ingestion/json/record-list';

const OPEN_ARRAY = 91;
const OPEN_OBJECT = 123;

/** What stands around the list that is read, as it is gone through; counts the lists of which nothing has been said. */
export class ListFrame {
  /** Lists of objects beside the one that is read, of which nothing has been said. */
  unlisted = 0;
  private readonly known: ReadonlySet<number>;
  /** The array at hand: where it begins and its depth; 0 outside. */
  private arrayStart = 0;
  private arrayDepth = 0;

  /**
   * @param start   Offset of the object into the text of the file.
   * @param list    The list that is read.
   * @param others  Lists that have been told of.
   */
  constructor(
    private readonly start: number,
    private readonly list: FoundList,
    others: readonly FoundList[],
  ) {
    this.known = new Set(others.map((other) => other.start));
  }

  /**
   * @param code    Of an opening bracket or brace.
   * @param offset  Where it stands in the text of the file.
   * @param depth   Inside it.
   * @param before  Code of the last character before it that is no blank.
   * @returns True where the list begins that is read.
   */
  open(code: number, offset: number, depth: number, before: number): boolean {
    const at = offset - this.start;
    if (at === this.list.start) return true;
    if (code === OPEN_ARRAY && this.arrayDepth === 0) {
      this.arrayStart = at;
      this.arrayDepth = depth;
    }
    const isFirstObject = code === OPEN_OBJECT && before === OPEN_ARRAY && depth === this.arrayDepth + 1;
    if (isFirstObject && this.arrayDepth > 0 && !this.known.has(this.arrayStart)) this.unlisted += 1;
    return false;
  }

  /** @param depth  Outside the bracket or brace that closes. */
  close(depth: number): void {
    if (depth < this.arrayDepth) this.arrayDepth = 0;
  }
}
