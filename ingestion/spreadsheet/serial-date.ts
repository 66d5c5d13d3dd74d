const DAY_MS = 86_400_000;
const EPOCH_1904_DAYS = 1_462;
// 31 December 9999, the last that spreadsheets know.
const LAST_SERIAL = 2_958_465;

/** What a number format says about the numbers under it. */
export type DateKind = 'date' | 'time' | 'duration';

/** Formats that have no code of their own in the file. Source: ECMA-376 part 1, 18.8.30, East Asian ones included. */
const BUILT_IN: ReadonlyMap<number, DateKind> = new Map<number, DateKind>([
  ...[14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'date'] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56].map((id) => [id, 'time'] as const),
  [46, 'duration'],
]);

/** @param code  The format as the file defines it; undefined for one of the built-in ones. */
export function dateKindOf(id: number, code: string | undefined): DateKind | null {
  if (code === undefined) return BUILT_IN.get(id) ?? null;
  const [first = ''] = code.split(';');
  // Quoted and escaped text, fillers, colours and locales mean nothing; [h] counts hours beyond the day.
  const bare = first.replace(/"[^"]*"|\\.|_.|\*./g, '');
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return 'duration';
  const letters = bare.replace(/\[[^\]]*\]/g, '').replace(/general/i, '');
  if (/[dy]/i.test(letters)) return 'date';
  if (/[hs]/i.test(letters)) return 'time';
  // An m alone is a month.
  return /m/i.test(letters) && !/[0#?]/.test(letters) ? 'date' : null;
}

/**
 * A day number of a spreadsheet as ISO 8601: '2016-03-01', '2016-03-01T12:30:00', a time as '12:30:00', a duration as hours,
 * minutes and seconds ('36:00:00').
 *
 * @param serial    Days since the last day of 1899 (with a 29 February 1900, which there was not), or since 1904.
 * @param is1904    The workbook counts from 1904.
 * @returns null for what is no day number.
 */
export function isoOfSerial(serial: number, kind: DateKind, is1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > LAST_SERIAL + 1) return null;
  if (kind === 'duration') return clock(Math.round(serial * DAY_MS));
  // Less than a day is a time of day, unless days are counted from 1904: there 0 is the first of January.
  if (serial < 1 && !(is1904 && kind === 'date')) return clock(Math.round(serial * DAY_MS));
  const days = is1904 ? serial + EPOCH_1904_DAYS : serial;
  // Day 60 is the 29 February 1900 that Lotus invented; days before it are one later than they should be.
  if (!is1904 && Math.floor(days) === 60) return '1900-02-29';
  const sinceEpoch = days - (days < 60 ? 25_568 : 25_569);
  const date = new Date(Math.round(sinceEpoch * DAY_MS));
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return null;
  const [day = '', time = ''] = date.toISOString().replace('Z', '').split('T');
  return time === '00:00:00.000' ? day : `${day}T${time.replace('.000', '')}`;
}

function clock(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = ms % 1_000;
  const seconds = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}`;
  return rest === 0 ? seconds : `${seconds}.${String(rest).padStart(3, '0')}`;
}
