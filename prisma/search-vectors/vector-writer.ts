import type { BinaryArray } from './binary-array';
import type { WordTable } from './word-table';

/** PostgreSQL keeps no positions beyond. */
const LAST_POSITION = 16_382;
/** Of one lexeme; what to_tsvector does with more of them is its own affair. */
const MOST_POSITIONS = 255;
const MOST_OCCURRENCES = 1 << 16;
const LEXEMES = 1 << 18;
const WEIGHT_A = 3 << 14;

/** Puts the vector of one text after another together from the lexemes of their words, in PostgreSQL's binary form. */
export class VectorWriter {
  /** By lexeme: the vector it was last seen in, and its place there. */
  private readonly seenIn = new Int32Array(LEXEMES);
  private readonly places = new Int32Array(LEXEMES);
  /** By place in the vector. */
  private readonly lexemes = new Int32Array(MOST_OCCURRENCES);
  private readonly counts = new Int32Array(MOST_OCCURRENCES);
  private readonly offsets = new Int32Array(MOST_OCCURRENCES);
  /** By occurrence: the place of its lexeme, its position and weight. */
  private readonly occurrencePlaces = new Int32Array(MOST_OCCURRENCES);
  private readonly occurrencePositions = new Uint16Array(MOST_OCCURRENCES);
  private vector = 0;
  private placeCount = 0;
  private occurrenceCount = 0;
  private byteLength = 0;
  private lastPosition = 0;

  constructor(private readonly table: WordTable) {}

  /**
   * Adds the vector of a title, weight A, and a text behind it.
   *
   * @returns false, and adds nothing, where a word is not known or there are more positions than fit.
   */
  write(title: Int32Array, text: Int32Array, vectors: BinaryArray): boolean {
    this.vector += 1;
    this.placeCount = 0;
    this.occurrenceCount = 0;
    this.byteLength = 4;
    this.lastPosition = 0;
    if (!this.place(title, WEIGHT_A) || !this.place(text, 0)) return false;
    const at = vectors.open(this.byteLength);
    this.put(vectors.bytes, at);
    return true;
  }

  /** As `||` does, a text's positions begin behind the last lexeme of its title, whatever stop words follow that. */
  private place(words: Int32Array, weight: number): boolean {
    const { partStarts, partCounts, partLexemes, partPositions, positions, lexemeStarts } = this.table;
    let base = this.lastPosition;
    for (const word of words) {
      if (!this.table.isKnown(word)) return false;
      const start = partStarts[word] ?? 0;
      const end = start + (partCounts[word] ?? 0);
      for (let part = start; part < end; part++) {
        const lexeme = partLexemes[part] ?? 0;
        const position = base + (partPositions[part] ?? 0);
        if (position > LAST_POSITION || this.occurrenceCount === MOST_OCCURRENCES) return false;
        if (this.seenIn[lexeme] !== this.vector) {
          this.seenIn[lexeme] = this.vector;
          this.places[lexeme] = this.placeCount;
          this.lexemes[this.placeCount] = lexeme;
          this.counts[this.placeCount] = 0;
          this.placeCount += 1;
          this.byteLength += (lexemeStarts[lexeme + 1] ?? 0) - (lexemeStarts[lexeme] ?? 0) + 3;
        }
        const place = this.places[lexeme] ?? 0;
        const count = (this.counts[place] ?? 0) + 1;
        if (count > MOST_POSITIONS) return false;
        this.counts[place] = count;
        this.occurrencePlaces[this.occurrenceCount] = place;
        this.occurrencePositions[this.occurrenceCount] = position | weight;
        this.occurrenceCount += 1;
        this.byteLength += 2;
        this.lastPosition = position;
      }
      base += positions[word] ?? 0;
    }
    return true;
  }

  /** The form of tsvectorrecv: how many lexemes; of each its bytes, a zero, how many positions, the positions. */
  private put(bytes: Buffer, start: number): void {
    const { lexemeStarts, lexemeBytes } = this.table;
    let at = bytes.writeInt32BE(this.placeCount, start);
    for (let place = 0; place < this.placeCount; place++) {
      const lexeme = this.lexemes[place] ?? 0;
      const end = lexemeStarts[lexeme + 1] ?? 0;
      for (let byte = lexemeStarts[lexeme] ?? 0; byte < end; byte++) bytes[at++] = lexemeBytes[byte] ?? 0;
      bytes[at++] = 0;
      const count = this.counts[place] ?? 0;
      bytes[at++] = count >> 8;
      bytes[at++] = count;
      this.offsets[place] = at;
      at += 2 * count;
    }
    for (let occurrence = 0; occurrence < this.occurrenceCount; occurrence++) {
      const place = this.occurrencePlaces[occurrence] ?? 0;
      const position = this.occurrencePositions[occurrence] ?? 0;
      const offset = this.offsets[place] ?? 0;
      bytes[offset] = position >> 8;
      bytes[offset + 1] = position;
      this.offsets[place] = offset + 2;
    }
  }
}
