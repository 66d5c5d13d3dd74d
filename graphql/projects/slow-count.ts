interface Counted<Value> {
  readonly value: Promise<Value>;
  /** Until then the value is given again; Infinity while it is being counted. */
  freshUntil: number;
}

const SLOW_MS = 100;
/** A count is repeated after so many times what it took, so that counting takes a twentieth of a core at most. */
const REST = 20;
const KEPT = 500;

/**
 * Counts that scan a whole project: exact each time while that is quick, and in a large project shared by everyone who
 * watches it, no older than twenty times what counting took. Several callers at once wait for one count.
 */
export class SlowCount<Value> {
  private readonly counted = new Map<string, Counted<Value>>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  get(key: string, count: () => Promise<Value>): Promise<Value> {
    const known = this.counted.get(key);
    if (known && this.now() < known.freshUntil) return known.value;
    return this.start(key, count);
  }

  private start(key: string, count: () => Promise<Value>): Promise<Value> {
    const startedAt = this.now();
    const entry: Counted<Value> = { value: count(), freshUntil: Number.POSITIVE_INFINITY };
    this.counted.delete(key);
    this.counted.set(key, entry);
    for (const oldest of this.counted.keys()) if (this.counted.size > KEPT) this.counted.delete(oldest);
    entry.value.then(
      () => {
        const tookMs = this.now() - startedAt;
        entry.freshUntil = tookMs < SLOW_MS ? 0 : this.now() + REST * tookMs;
      },
      () => {
        entry.freshUntil = 0;
      },
    );
    return entry.value;
  }
}
