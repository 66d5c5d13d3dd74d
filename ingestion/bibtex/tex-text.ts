import tables from '@/ingestion/bibtex/tex-symbols.json';
import { squeeze } from '@/ingestion/document/read-values';

type Entry = string | { readonly text?: string; readonly math?: string };

// A copy, because the reading process loads packages as CommonJS and unicode2latex does not load so (tex-symbols.mjs).
const SYMBOLS: Readonly<Record<string, Entry>> = tables.symbols;
/** Accents by the name of their command; the table's 'hat' is a sign of its own. */
const ACCENTS = new Map(Object.entries(tables.accents).filter(([, mark]) => /^\p{M}+$/u.test(mark)));
/** Commands that only set or space what stands in them. */
const SILENT = new Set(
  (
    'emph textit textbf textrm textsf texttt textsl textsc textup textmd textnormal text mathrm mathit mathbf mathsf ' +
    'mathtt mathcal ensuremath mbox hbox uppercase lowercase bf it rm sf tt sl sc em normalfont small protect relax ' +
    'nocase url noopsort mkbibquote enquote left right displaystyle limits'
  ).split(' '),
);
/** A map, as are the accents: a command may be named like a property that every object has. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['LaTeX', 'LaTeX'],
  ['TeX', 'TeX'],
  ['BibTeX', 'BibTeX'],
  ['par', ' '],
  ['newline', ' '],
  ['textquotesingle', "'"],
]);
const SPACES = new Set([' ', '\\', ',', ';', ':', '!', '@', '\n', '\t', '\r']);
const SPECIAL = /[\\{}$~]|--|''|``|[\^_]\{/;
/** What ends a stretch of plain characters. */
const TURN = /[\\{}$~^_\-'`]/g;
const MATH_LETTERS = /[\u{1D400}-\u{1D7FF}]/gu;

/**
 * TeX as it stands in a BibTeX value, as plain text: accents and symbols as characters, commands that only set the text
 * and braces gone, white space single. A command that is not known stays as it is written, unless it has an argument,
 * which then stays. One pass without recursion, so that no nesting and no length is dear.
 */
export function texToText(tex: string): string {
  return squeeze(SPECIAL.test(tex) ? new TexReader(tex).read() : tex);
}

class TexReader {
  private readonly pieces: string[] = [];
  private at = 0;
  /** Marks that wait for the character they belong on. */
  private marks = '';
  /** The spacing form of the waiting mark, for '\~{}'. */
  private lone = '';
  private isInMath = false;

  constructor(private readonly tex: string) {}

  read(): string {
    while (this.at < this.tex.length) this.readNext();
    this.putLoneMark();
    return this.pieces.join('').normalize('NFC');
  }

  private readNext(): void {
    const { tex, at } = this;
    const character = tex[at] ?? '';
    if (character === '\\') this.readCommand();
    else if (character === '{') this.at += 1;
    else if (character === '}') this.leaveGroup();
    else if (character === '$') this.readDollar();
    else if (character === '~') this.put(' ', 1);
    else if (this.isInMath && (character === '^' || character === '_')) this.readScript(character);
    else if (this.marks !== '') this.put(String.fromCodePoint(tex.codePointAt(at) ?? 0));
    else this.readPlain();
  }

  /** As many plain characters as there are, and dashes and quotes of several. */
  private readPlain(): void {
    const { tex, at } = this;
    const ligature = /^(?:---?|''|``)/.exec(tex.slice(at, at + 3))?.[0];
    if (ligature !== undefined) {
      this.put(symbol(ligature, this.isInMath) ?? ligature, ligature.length);
      return;
    }
    TURN.lastIndex = at + 1;
    this.put(tex.slice(at, TURN.exec(tex)?.index ?? tex.length));
  }

  private leaveGroup(): void {
    this.putLoneMark();
    this.at += 1;
  }

  private readCommand(): void {
    const { tex, at } = this;
    const name = /^[A-Za-z]+/.exec(tex.slice(at + 1, at + 33))?.[0] ?? tex[at + 1] ?? '';
    const isWord = /^[A-Za-z]/.test(name);
    const mark = ACCENTS.get(name);
    if (mark !== undefined && (!isWord || this.hasBase(at + 1 + name.length))) {
      this.skipName(name, isWord);
      this.marks += mark;
      this.lone = isWord ? '' : name;
    } else if (!isWord) {
      this.put(SPACES.has(name) ? ' ' : name.replace(/^[-/]$/, ''), 1 + name.length);
    } else {
      this.readWord(name);
    }
  }

  private readWord(name: string): void {
    const { tex, at } = this;
    const end = at + 1 + name.length;
    const argument = /^\{([^{}\\]{1,8})\}/.exec(tex.slice(end, end + 10));
    const whole = argument === null ? null : symbol(`\\${name}{${argument[1]}}`, this.isInMath);
    const character = WORDS.get(name) ?? symbol(`\\${name}`, this.isInMath);
    if (whole !== null && argument !== null) {
      this.put(whole, 1 + name.length + argument[0].length);
    } else if (this.marks !== '' && (name === 'i' || name === 'j')) {
      this.put(name, 0);
      this.skipName(name, true);
    } else if (character !== null) {
      this.put(character, 0);
      this.skipName(name, true);
    } else if (SILENT.has(name) || tex[end] === '{') {
      this.skipName(name, true);
    } else {
      this.put(`\\${name}`);
    }
  }

  /** Between two of them is mathematics, unless it reads like prose about money. */
  private readDollar(): void {
    const end = this.isInMath ? -1 : this.tex.indexOf('$', this.at + 1);
    const inside = this.tex.slice(this.at + 1, end < 0 ? this.at + 1 : end);
    if (this.isInMath) this.isInMath = false;
    else if (end >= 0 && (/[\\^_{}<>=+]/.test(inside) || /^[^\s\d]{0,3}$/.test(inside))) this.isInMath = true;
    else {
      this.put('$');
      return;
    }
    this.at += 1;
  }

  /** '^{2}' as '²' where there is such a character, else as it is written. */
  private readScript(sign: string): void {
    const { tex, at } = this;
    const [all = '', group, single = ''] =
      /^(?:\{([^{}\\$]{0,20})\}|([^\\{}$\s]))/.exec(tex.slice(at + 1, at + 23)) ?? [];
    const inside = group ?? single;
    const raised = [...inside].map((character) => symbol(`${sign}{${character}}`, true));
    if (inside !== '' && raised.every((character) => character !== null)) this.put(raised.join(''), 1 + all.length);
    else this.put(sign);
  }

  private hasBase(end: number): boolean {
    const { tex } = this;
    return /^\s*(?:\{|\\[ij]\b|\p{L})/u.test(tex.slice(end, end + 4));
  }

  /** The blank behind a command of letters only ends its name; so does '{}'. */
  private skipName(name: string, isWord: boolean): void {
    this.at += 1 + name.length;
    if (!isWord) return;
    while (/^\s/.test(this.tex[this.at] ?? '')) this.at += 1;
    if (this.marks === '' && this.tex.startsWith('{}', this.at)) this.at += 2;
  }

  private put(text: string, length = text.length): void {
    this.at += length;
    if (this.marks === '' || text.trim() === '') {
      this.pieces.push(text);
      return;
    }
    const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
    this.pieces.push(first, this.marks, text.slice(first.length));
    this.marks = '';
    this.lone = '';
  }

  private putLoneMark(): void {
    if (this.marks === '') return;
    this.pieces.push(this.lone);
    this.marks = '';
    this.lone = '';
  }
}

function symbol(name: string, isInMath: boolean): string | null {
  const found = SYMBOLS[name];
  if (found === undefined) return null;
  const text = typeof found === 'string' ? found : ((isInMath ? found.math : found.text) ?? found.text ?? found.math);
  // '\mu' is a letter here, not the letter in italics.
  return text === undefined ? null : text.replace(MATH_LETTERS, (letter) => letter.normalize('NFKC'));
}
