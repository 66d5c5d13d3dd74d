/** One value of a field: text between braces or quotes as it stands there, or the name of a macro. */
export interface ValuePart {
  text: string;
  isMacro: boolean;
}

export interface EntryField {
  /** Lower case: BibTeX does not tell 'Year' from 'year'. */
  name: string;
  parts: ValuePart[];
}

export interface BibtexEntry {
  /** '' when the entry has none. */
  key: string;
  fields: EntryField[];
  /** Fields before which a comma is missing. */
  missingCommas: number;
}

/** Where an entry is not as BibTeX asks. */
export class BibtexFault extends Error {
  override readonly name = 'BibtexFault';

  /** @param at  Offset into the body of the entry. */
  constructor(
    readonly at: number,
    reason: string,
  ) {
    super(reason);
  }
}

const NAME = /[^\s{}(),="#%]+/y;
const MACRO = /[^\s{}(),="#]+/y;
const MARKS = /["{}]/g;

/**
 * Reads what stands between the outer braces of an entry: its key and its fields, macros not yet resolved.
 *
 * @throws BibtexFault
 */
export function readEntry(body: string): BibtexEntry {
  const reader = new EntryReader(body);
  const key = reader.readKey();
  return { key, ...reader.readFields() };
}

/** Reads the inside of an '@string{name = value}'. @throws BibtexFault */
export function readMacros(body: string): EntryField[] {
  return new EntryReader(body).readFields().fields;
}

class EntryReader {
  private at = 0;

  constructor(private readonly body: string) {}

  /** Keys may hold nearly anything but a comma; an entry may have none ('@article{title = …'). */
  readKey(): string {
    const key = /^[^,={}"]*/.exec(this.body.slice(0, 1_024))?.[0] ?? '';
    if (this.body[key.length] === '=') return '';
    this.at = key.length;
    this.skipBlanks();
    if (this.at < this.body.length && this.body[this.at] !== ',') throw this.fault('a comma is missing behind the key');
    return key.trim();
  }

  readFields(): Pick<BibtexEntry, 'fields' | 'missingCommas'> {
    const fields: EntryField[] = [];
    let missingCommas = 0;
    for (;;) {
      const hasComma = this.skipCommas();
      if (this.at >= this.body.length) return { fields, missingCommas };
      if (!hasComma && fields.length > 0) missingCommas += 1;
      fields.push(this.readField());
    }
  }

  private readField(): EntryField {
    const name = this.match(NAME);
    if (name === null) throw this.fault('the name of a field is missing');
    this.skipBlanks();
    if (this.body[this.at] !== '=') throw this.fault(`"=" is missing behind "${name.slice(0, 60)}"`);
    this.at += 1;
    const parts = [this.readPart()];
    for (this.skipBlanks(); this.body[this.at] === '#'; this.skipBlanks()) {
      this.at += 1;
      parts.push(this.readPart());
    }
    return { name: name.toLowerCase(), parts };
  }

  private readPart(): ValuePart {
    this.skipBlanks();
    const opener = this.body[this.at];
    if (opener === '{' || opener === '"')
      return { text: this.readDelimited(opener === '{' ? '}' : '"'), isMacro: false };
    const word = this.match(MACRO);
    if (word === null) throw this.fault('a value is missing');
    return { text: word, isMacro: !/^\d+$/.test(word) };
  }

  private readDelimited(closer: '}' | '"'): string {
    const { body } = this;
    const from = this.at + 1;
    let depth = 0;
    MARKS.lastIndex = from;
    for (let found = MARKS.exec(body); found !== null; found = MARKS.exec(body)) {
      const { 0: mark, index } = found;
      if (depth === 0 && mark === closer) {
        this.at = index + 1;
        return body.slice(from, index);
      }
      if (mark === '{') depth += 1;
      else if (mark === '}') depth -= 1;
    }
    throw this.fault(closer === '"' ? 'a quote is not closed' : 'a brace is not closed');
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.body)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  private skipCommas(): boolean {
    let hasComma = false;
    for (this.skipBlanks(); this.body[this.at] === ','; this.skipBlanks()) {
      hasComma = true;
      this.at += 1;
    }
    return hasComma;
  }

  private skipBlanks(): void {
    while (this.at < this.body.length && this.body.charCodeAt(this.at) <= 0x20) this.at += 1;
  }

  private fault(reason: string): BibtexFault {
    return new BibtexFault(this.at, reason);
  }
}
