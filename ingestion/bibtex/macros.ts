import type { EntryField, ValuePart } from '@/ingestion/bibtex/read-entry';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
// Macros may be built from macros and every entry may name them, so a small file could ask for any length. Real ones are
// names of journals.
const MAX_MACRO_LENGTH = 8 * 1024;
const MAX_MACROS_LENGTH = 4 * 1024 * 1024;

/** The abbreviations of a file (@string) and those every style defines; names in any case. */
export class Macros {
  private readonly values = new Map(MONTHS.map((month) => [month.slice(0, 3).toLowerCase(), month]));
  private length = 0;

  /** @returns False when the macro is longer than is kept. */
  define({ name, parts }: EntryField): boolean {
    const { pieces } = this.resolve(parts);
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (length > MAX_MACRO_LENGTH || this.length + length > MAX_MACROS_LENGTH) return false;
    this.length += length;
    this.values.set(name, pieces.join(''));
    return true;
  }

  /** @returns The pieces of a value, not yet joined, and the names no macro has, which stand for themselves. */
  resolve(parts: readonly ValuePart[]): { pieces: string[]; unknown: string[] } {
    const unknown: string[] = [];
    const pieces = parts.map(({ text, isMacro }) => {
      const value = isMacro ? this.values.get(text.toLowerCase()) : text;
      if (value === undefined) unknown.push(text);
      return value ?? text;
    });
    return { pieces, unknown };
  }
}
