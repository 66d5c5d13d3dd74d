import { readMedlineTag } from '@/ingestion/medline/medline-tags';
import { readTag } from '@/ingestion/ris/ris-tags';
import type { FormatName } from '@/ingestion/types';

const FRAME_LINES = 40;
const MEDLINE_ONLY = /^(?:PMID|PMCR|PMC |OWN |STAT|DCOM|FAU )-/;
const MEDLINE_TAG = /^(?:AID|BTI|DEP|FAU|JT|LID|MH|PMID|PT) *- /;
const OVID_COUNTER = /^<\d+>\s*$/;
const BIBTEX_ENTRY = /^\s*@(?:article|book|inproceedings|misc|comment|string|preamble)\s*[{(]/i;

/**
 * Names the format of a text in which lines begin with tags, null when it is none. One tag is not enough: prose may
 * quote one.
 *
 * @param lines  The beginning of the text without its blank lines.
 */
export function sniffTaggedFormat(lines: readonly string[]): FormatName | null {
  const beginning = lines.slice(0, FRAME_LINES);
  if (somePair(lines, isRisStart)) return 'ris';
  if (somePair(beginning, isMedlineStart)) return 'nbib';
  if (somePair(beginning, isWosStart)) return 'wos';
  if (somePair(beginning, isOvidStart)) return 'ovid';
  if (somePair(beginning, isReferStart)) return 'refer';
  if (somePair(beginning, isSilverplatterStart)) return 'silverplatter';
  if (isBibtex(lines)) return 'bibtex';
  return loneTagsFormat(lines);
}

type IsStart = (line: string, next: string | undefined) => boolean;

function somePair(lines: readonly string[], isStart: IsStart): boolean {
  return lines.some((line, index) => isStart(line, lines[index + 1]));
}

/** A type and, on the next line, another tag: prose that quotes one of them is not a RIS file. */
function isRisStart(line: string, next: string | undefined): boolean {
  const tag = readTag(line);
  if (tag?.tag !== 'TY' || !/^[A-Z][A-Z0-9]{1,9}$|^$/.test(tag.value)) return false;
  return next === undefined || readTag(next) !== null;
}

/** Ovid's version begins its records with a counter. */
function isMedlineStart(line: string, next: string | undefined): boolean {
  if (!MEDLINE_ONLY.test(line) && !OVID_COUNTER.test(line)) return false;
  return next === undefined ? MEDLINE_ONLY.test(line) : readMedlineTag(next)?.isKnown === true;
}

function isWosStart(line: string, next: string | undefined): boolean {
  if (next === undefined || !/^(?:FN|VR|PT|AU|BA|CA|TI) /.test(next)) return false;
  return /^FN \S|^VR \d|^PT [A-Z]$/.test(line);
}

function isOvidStart(line: string, next: string | undefined): boolean {
  return OVID_COUNTER.test(line) && next !== undefined && /^[A-Z][A-Za-z ]{2,40}$/.test(next.trimEnd());
}

function isReferStart(line: string, next: string | undefined): boolean {
  return /^%[0AT] \S/.test(line) && (next === undefined || /^%[0-9A-Z@?!*+]/.test(next));
}

function isSilverplatterStart(line: string, next: string | undefined): boolean {
  return /^Record\b.*(?:\bof \d+|INSPEC)/.test(line) && next !== undefined && /^[A-Z][A-Z0-9]{1,3} ?[~:]/.test(next);
}

function isBibtex(lines: readonly string[]): boolean {
  const first = lines.slice(0, 60).find((line) => !/^\s*%/.test(line)) ?? '';
  return /^\s*@[A-Za-z]+\s*[{(]/.test(first) || lines.slice(0, 60).some((line) => BIBTEX_ENTRY.test(line));
}

/** Records without their first tag: told by what stands in them. */
function loneTagsFormat(lines: readonly string[]): FormatName | null {
  const exact = lines.filter((line) => readTag(line)?.isExact).length;
  if (exact >= 3 && lines.some((line) => /^ER {2}-\s*$/.test(line))) return 'ris';
  const medline = lines.filter((line) => readMedlineTag(line)?.isExact);
  return medline.length >= 3 && medline.some((line) => MEDLINE_TAG.test(line)) ? 'nbib' : null;
}
