import type { LineTag } from '@/ingestion/tagged/tagged-dialect';

/** The tags of the RIS format and of its dialects (Reference Manager, EndNote, Zotero, Mendeley, Rayyan, ASReview). */
const TAGS =
  'TY A1 A2 A3 A4 A5 A6 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CL CN CP CR CT CY DA DB DI DO DP DS ED EP ER ET ' +
  'FD H1 H2 ID IP IS J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK LL M1 M2 M3 N1 N2 NO NV OL OP PA PB PM PP PY RD RI RN ' +
  'RP RT SE SF SL SN SP SR ST T1 T2 T3 TA TI TT U1 U2 U3 U4 U5 UR VL VO WP WT WV Y1 Y2 YR';

export const RIS_TAGS: ReadonlySet<string> = new Set(TAGS.split(' '));

/** Fields in which whole sentences stand, so that a wrapped line may look like a tag. */
export const PROSE_TAGS: ReadonlySet<string> = new Set(['AB', 'N1', 'N2', 'NO', 'RN', 'SF']);

const EXACT = /^([A-Z][A-Z0-9]) {2}-(?: (.*)|)$/s;
const LENIENT = /^[\s\uFEFF]*([A-Z][A-Z0-9])([ \t\u00A0]{0,4})-(?:[ \t\u00A0]*)(.*)$/s;
const TYPE = /^[A-Z][A-Z0-9]{1,9}$/;

/** Reads a line as 'TAG  - value'; null when it is none, however leniently looked at. */
export function readTag(line: string): LineTag | null {
  const exact = EXACT.exec(line);
  if (exact !== null) return tagOf(exact[1], exact[2], true, false);
  // Most lines of prose end here without a second regular expression.
  if (!line.slice(0, 12).includes('-')) return null;
  const lenient = LENIENT.exec(line);
  if (lenient === null || !RIS_TAGS.has(lenient[1] ?? '')) return null;
  const [, tag, blanks = '', value = ''] = lenient;
  // Without a space on either side of the hyphen it is a word ('AB-positive').
  const hasSpace = blanks !== '' || value === '' || /-[ \t\u00A0]/.test(line);
  return hasSpace ? tagOf(tag, value, false, blanks.includes('\t')) : null;
}

function tagOf(tag = '', value = '', isExact: boolean, isSure: boolean): LineTag {
  return { tag, value: value.trim(), isExact, isKnown: RIS_TAGS.has(tag), isSure };
}

export function isType(value: string): boolean {
  return TYPE.test(value);
}
