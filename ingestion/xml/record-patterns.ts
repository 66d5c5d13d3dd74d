/** Elements that are records. */
export interface RecordNames {
  /** Begin a record wherever they stand, so inside another they show that its end is missing. */
  outer: readonly string[];
  /** Are records of their own only outside the outer ones, which hold them too. */
  inner: readonly string[];
}

/** What hides tags from the reader, with the pattern of what ends it. */
export const OPAQUE_ENDS = {
  '!--': '-->',
  '![CDATA[': '\\]\\]>',
  // '<?xml version="1.0">' is met in the wild; the next tag ends it too.
  '?': '\\?>|(?=<)',
} as const;

const PREFIX = '(?:[\\w.-]{1,32}:)?';
const OPENERS = '(?<opaque>!--|!\\[CDATA\\[|\\?)';

/** The tokens that matter, by where the reader is. Every repetition is bounded: each pattern runs in linear time. */
export class RecordPatterns {
  private readonly cache = new Map<string, RegExp>();
  private readonly all: readonly string[];

  constructor(private readonly names: RecordNames) {
    this.all = [...names.outer, ...names.inner];
  }

  for(record: string, opaque: keyof typeof OPAQUE_ENDS | null): RegExp {
    const key = `${record}<${opaque ?? ''}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const source = opaque === null ? this.tagSource(record) : this.opaqueSource(record, opaque);
    const pattern = new RegExp(source, 'g');
    this.cache.set(key, pattern);
    return pattern;
  }

  /** Whether an end tag is that of an outer record. */
  isOuterEnd(tag: string): boolean {
    const name = tag.slice(2, -1).trim();
    return this.names.outer.includes(name.slice(name.indexOf(':') + 1));
  }

  private tagSource(record: string): string {
    const names = (record === '' ? this.all : this.interrupting(record)).join('|');
    const ends = record === '' ? this.all.join('|') : record;
    const start = `${PREFIX}(?<start>${names})(?:(?<empty>\\s{0,8}/>)|(?=[\\s/>]))`;
    const doctype = record === '' ? '|(?<doctype>!DOCTYPE)' : '';
    return `<(?:${OPENERS}${doctype}|${start})|(?<end></${PREFIX}(?:${ends})\\s{0,8}>)`;
  }

  /**
   * A comment or CDATA section inside a record that runs over its end tag and straight into the next record was never
   * closed.
   */
  private opaqueSource(record: string, opaque: keyof typeof OPAQUE_ENDS): string {
    const close = OPAQUE_ENDS[opaque];
    if (record === '') return close;
    const next = `\\s{0,64}<${PREFIX}(?:${this.interrupting(record).join('|')})[\\s/>]`;
    return `${close}|(?<end></${PREFIX}${record}\\s{0,8}>)(?=${next})`;
  }

  private interrupting(record: string): readonly string[] {
    return this.names.outer.includes(record) ? this.names.outer : this.all;
  }
}
