/** A lexeme of a word, and where: 1 is the word's first position. */
export interface WordLexeme {
  readonly lexeme: string;
  readonly position: number;
}

const MOST_WORDS = 1 << 17;
const SLOTS = 2 * MOST_WORDS;
const KEY_CHARS = 12 * MOST_WORDS;
const MOST_PARTS = 2 * MOST_WORDS;
const LEXEME_BYTES = 12 * MOST_WORDS;

/**
 * Words told from each other and what PostgreSQL makes of each, in columns: a text has hundreds of words, and an object for
 * each would cost more than its search does. Holds 131,072 words in some 15 MB and takes no more; whoever finds it full
 * begins a new one, which takes over what the one before it knows of each word it meets.
 */
export class WordTable {
  isFull = false;
  /** By word: how many positions it takes, lexemes or not (a stop word takes one and has none). */
  readonly positions = new Uint8Array(MOST_WORDS);
  /** By word: where its lexemes begin in partLexemes and partPositions, and how many they are. */
  readonly partStarts = new Int32Array(MOST_WORDS);
  readonly partCounts = new Uint8Array(MOST_WORDS);
  readonly partLexemes = new Int32Array(MOST_PARTS);
  readonly partPositions = new Uint8Array(MOST_PARTS);
  /** By lexeme: its UTF-8 is lexemeBytes from here to the next one's start. */
  readonly lexemeStarts = new Int32Array(MOST_PARTS + 1);
  readonly lexemeBytes = Buffer.alloc(LEXEME_BYTES);
  private readonly lexemes = new Map<string, number>();
  private readonly known = new Uint8Array(MOST_WORDS);
  private readonly slots = new Int32Array(SLOTS).fill(-1);
  private readonly hashes = new Int32Array(MOST_WORDS);
  private readonly plain = new Uint8Array(MOST_WORDS);
  private readonly keyStarts = new Int32Array(MOST_WORDS + 1);
  private readonly keys = new Uint16Array(KEY_CHARS);
  private wordCount = 0;
  private partCount = 0;

  constructor(private before: WordTable | null = null) {
    // Words that the one before has not met since it began are forgotten.
    if (before) before.before = null;
  }

  /**
   * The number of a word, which is text[start, end); given one if it has none. -1 where there is no room for it.
   *
   * @param hash  Of its code units as they are compared.
   * @param fold  32 for a word of ASCII letters, told from others without regard to their case; else 0.
   */
  numberOf(text: string, start: number, end: number, hash: number, fold: 0 | 32): number {
    const slot = this.slotOf(text, start, end, hash, fold);
    const word = this.slots[slot] ?? -1;
    return word < 0 ? this.add(text, start, end, hash, fold, slot) : word;
  }

  /** It is a word of ASCII letters. */
  isPlain(word: number): boolean {
    return this.plain[word] !== 0;
  }

  isKnown(word: number): boolean {
    return this.known[word] === 1;
  }

  /** As it is told from others: in small letters where it is plain. */
  wordAt(word: number): string {
    return String.fromCharCode(...this.keys.subarray(this.keyStarts[word], this.keyStarts[word + 1]));
  }

  /** Takes in what PostgreSQL has said of a word. */
  learn(word: number, lexemes: readonly WordLexeme[], positions: number): void {
    if (this.isKnown(word)) return;
    if (this.partCount + lexemes.length > MOST_PARTS) {
      this.isFull = true;
      return;
    }
    let part = this.partCount;
    for (const { lexeme, position } of lexemes) {
      const number = this.lexemeNumber(lexeme);
      if (number < 0) return;
      this.partLexemes[part] = number;
      this.partPositions[part] = position;
      part += 1;
    }
    this.partStarts[word] = this.partCount;
    this.partCounts[word] = lexemes.length;
    this.partCount = part;
    this.positions[word] = positions;
    this.known[word] = 1;
  }

  /** Where the word is, or where it would be. */
  private slotOf(text: string, start: number, end: number, hash: number, fold: 0 | 32): number {
    let slot = hash & (SLOTS - 1);
    for (;;) {
      const word = this.slots[slot] ?? -1;
      if (word < 0 || (this.hashes[word] === hash && this.isWord(word, text, start, end, fold))) return slot;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  private isWord(word: number, text: string, start: number, end: number, fold: 0 | 32): boolean {
    const from = this.keyStarts[word] ?? 0;
    if ((this.keyStarts[word + 1] ?? 0) - from !== end - start) return false;
    for (let at = start, key = from; at < end; at++, key++) {
      if ((text.charCodeAt(at) | fold) !== this.keys[key]) return false;
    }
    return true;
  }

  private add(text: string, start: number, end: number, hash: number, fold: 0 | 32, slot: number): number {
    const word = this.wordCount;
    let key = this.keyStarts[word] ?? 0;
    if (word === MOST_WORDS || key + end - start > KEY_CHARS) {
      this.isFull = true;
      return -1;
    }
    for (let at = start; at < end; at++) this.keys[key++] = text.charCodeAt(at) | fold;
    this.keyStarts[word + 1] = key;
    this.hashes[word] = hash;
    this.slots[slot] = word;
    this.plain[word] = fold;
    this.wordCount += 1;
    if (this.before) this.takeOver(word, this.before, this.before.slotOf(text, start, end, hash, fold));
    return word;
  }

  /** What the table before knows of the word need not be asked again. */
  private takeOver(word: number, from: WordTable, slot: number): void {
    const known = from.slots[slot] ?? -1;
    if (known < 0 || !from.isKnown(known)) return;
    const start = from.partStarts[known] ?? 0;
    const lexemes: WordLexeme[] = [];
    for (let part = start; part < start + (from.partCounts[known] ?? 0); part++) {
      const lexeme = from.lexemeAt(from.partLexemes[part] ?? 0);
      lexemes.push({ lexeme, position: from.partPositions[part] ?? 0 });
    }
    this.learn(word, lexemes, from.positions[known] ?? 0);
  }

  private lexemeAt(lexeme: number): string {
    return this.lexemeBytes.toString('utf8', this.lexemeStarts[lexeme], this.lexemeStarts[lexeme + 1]);
  }

  private lexemeNumber(lexeme: string): number {
    const known = this.lexemes.get(lexeme);
    if (known !== undefined) return known;
    const number = this.lexemes.size;
    const start = this.lexemeStarts[number] ?? 0;
    const length = Buffer.byteLength(lexeme);
    if (start + length > LEXEME_BYTES) {
      this.isFull = true;
      return -1;
    }
    this.lexemeBytes.write(lexeme, start);
    this.lexemeStarts[number + 1] = start + length;
    this.lexemes.set(lexeme, number);
    return number;
  }
}
