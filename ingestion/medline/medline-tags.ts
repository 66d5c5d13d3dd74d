import type { LineTag } from '@/ingestion/tagged/tagged-dialect';

/** The elements of NLM's MEDLINE display format, those of its books, and the few that Ovid's version of it adds. */
const TAGS =
  'AB AD AF AID AN AU AUID BTI CDAT CDT CFN CI CIN CM CN COI COIS CON CP CRDT CRF CRI CTDT CTI CY DA DCOM DDIN DEP ' +
  'DO DP DRDT DRIN ECF ECI ED EDAT EFR EIN EN FAU FED FIR FPS GI GN GR GS IN IP IR IRAD IS ISBN JC JID JN JT KW LA ' +
  'LG LID LR MH MHDA MID NI NM NT OAB OABL OCI OID ORI OT OTO OWN PB PG PHST PL PM PMC PMCR PMID PRIN PROF PS PST PT ' +
  'PUBM RF RIN RN ROF RPF RPI RRF RRI SB SFM SH SI SO SPIN ST STAT TA TI TT UI UIN UOF UR VI VN VTI YR';

const MEDLINE_TAGS: ReadonlySet<string> = new Set(TAGS.split(' '));

/** Fields in which sentences stand, so that a line someone wrapped may look like a tag. */
export const MEDLINE_PROSE_TAGS: ReadonlySet<string> = new Set(['AB', 'AD', 'CI', 'COI', 'COIS', 'GN', 'OAB', 'TI']);

const NAME_COLUMNS = 4;
const EXACT = /^[A-Z][A-Z0-9]{0,3} *$/;
const LENIENT = /^\uFEFF?([A-Z][A-Z0-9]{1,3})([ \t]{0,4})-[ \t]*(.*)$/s;
const COUNTER = /^<\d+>\s*$/;

/** Reads a line as a tag of four columns, a hyphen and a value; null when it is none, however leniently looked at. */
export function readMedlineTag(line: string): LineTag | null {
  // A further line of a field begins with a blank: whatever follows on it is text.
  const first = line.charCodeAt(0);
  if (first === 0x20 || first === 0x09) return null;
  if (line[NAME_COLUMNS] === '-' && (line.length === 5 || line[5] === ' ')) {
    const name = line.slice(0, NAME_COLUMNS);
    if (EXACT.test(name)) return tagOf(name.trimEnd(), line.slice(6), true);
  }
  if (first === 0x3c && COUNTER.test(line)) return { tag: '', value: line, isExact: true, isKnown: true };
  if (!line.slice(0, 10).includes('-')) return null;
  const [, name = '', blanks = '', value = ''] = LENIENT.exec(line) ?? [];
  if (!MEDLINE_TAGS.has(name)) return null;
  // 'AB-positive' is a word; 'PMID-22664238' leaves no room for another space.
  const isWord = blanks === '' && value !== '' && name.length < NAME_COLUMNS && !/-[ \t]/.test(line);
  return isWord ? null : tagOf(name, value, false);
}

function tagOf(tag: string, value: string, isExact: boolean): LineTag {
  return { tag, value: value.trim(), isExact, isKnown: MEDLINE_TAGS.has(tag) };
}
