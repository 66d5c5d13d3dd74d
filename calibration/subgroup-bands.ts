/** A band that numbers are grouped by. */
export interface Band {
  /** Ascending with what the band holds; Infinity for unknown, which comes last. */
  readonly order: number;
  readonly label: string;
}

const SINGLE_YEARS = 5;
const UNKNOWN: Band = { order: Number.POSITIVE_INFINITY, label: 'unknown' };

/**
 * This year and the four before it each for itself, older ones by decade; the decade that the single years begin in
 * ends before them. Years to come stand for themselves up to the next one, then by decade: they are typing errors.
 *
 * @param year         A whole number, or null where it is unknown.
 * @param currentYear  What counts as this year.
 */
export function yearBand(year: number | null, currentYear: number): Band {
  if (year === null) return UNKNOWN;
  const firstSingle = currentYear - SINGLE_YEARS + 1;
  if (year >= firstSingle && year <= currentYear + 1) return { order: year, label: String(year) };
  const decade = Math.floor(year / 10) * 10;
  const isOlder = year < firstSingle;
  const first = isOlder ? decade : Math.max(decade, currentYear + 2);
  const last = isOlder ? Math.min(decade + 9, firstSingle - 1) : decade + 9;
  return { order: first, label: first === last ? String(first) : `${first} to ${last}` };
}

const LENGTH_ENDS = [128, 256, 512, 1024, 2048, 4096, 8192] as const;

/** Lengths double from band to band: up to 128 tokens, 129 to 256, … beyond 8,192; null is unknown. */
export function lengthBand(tokens: number | null): Band {
  if (tokens === null) return UNKNOWN;
  const place = LENGTH_ENDS.findIndex((end) => tokens <= end);
  const words = (count: number) => count.toLocaleString('en-US');
  if (place === -1) return { order: LENGTH_ENDS.length, label: `more than ${words(LENGTH_ENDS.at(-1) ?? 0)} tokens` };
  const before = LENGTH_ENDS[place - 1];
  const end = words(LENGTH_ENDS[place] ?? 0);
  return { order: place, label: before ? `${words(before + 1)} to ${end} tokens` : `up to ${end} tokens` };
}
