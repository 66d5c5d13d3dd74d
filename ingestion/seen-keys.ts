const INITIAL_SLOTS = 1 << 12;
const MAX_FILL = 0.6;

/**
 * A set of hash values in a fixed number of bytes each (13 to 27), for finding repeats in a stream of any length.
 *
 * It holds the first 64 bits of each key: two different keys among ten million are taken for one with a chance of about
 * 3 in a million. When it is full (20 million keys, half a gigabyte, unless told otherwise) new keys are no longer
 * remembered and `isComplete` turns false.
 */
export class SeenKeys {
  isComplete = true;
  private slots = INITIAL_SLOTS;
  private count = 0;
  private high = new Uint32Array(INITIAL_SLOTS);
  private low = new Uint32Array(INITIAL_SLOTS);

  constructor(private readonly maxKeys = 20_000_000) {}

  /**
   * @param key  At least 16 hex digits, evenly distributed (`SourceDocument.dedupKey`).
   * @returns true when the key is new.
   */
  add(key: string): boolean {
    const high = Number.parseInt(key.slice(0, 8), 16);
    // 0, 0 marks an empty slot.
    const low = Number.parseInt(key.slice(8, 16), 16) || 1;
    const at = this.find(high, low);
    if (this.low[at] !== 0) return false;
    if (this.count >= this.maxKeys) {
      this.isComplete = false;
      return true;
    }
    this.put(at, high, low);
    this.count += 1;
    if (this.count > MAX_FILL * this.slots) this.grow();
    return true;
  }

  private find(high: number, low: number): number {
    let at = (high ^ low) & (this.slots - 1);
    while (this.low[at] !== 0 && !(this.low[at] === low && this.high[at] === high)) at = (at + 1) & (this.slots - 1);
    return at;
  }

  private put(at: number, high: number, low: number): void {
    this.high[at] = high;
    this.low[at] = low;
  }

  private grow(): void {
    const { high, low } = this;
    this.slots *= 2;
    this.high = new Uint32Array(this.slots);
    this.low = new Uint32Array(this.slots);
    for (const [index, lowBits] of low.entries()) {
      const highBits = high[index] ?? 0;
      if (lowBits !== 0) this.put(this.find(highBits, lowBits), highBits, lowBits);
    }
  }
}
