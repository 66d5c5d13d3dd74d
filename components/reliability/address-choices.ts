/** What an address says of one name: nothing, once, or several times. */
export type Asked = string | string[] | undefined;

/** A choice out of the address, and whether the address asked for something that is not to be had. */
export type Chosen<Choice> = Readonly<{ choice: Choice; isRefused: boolean }>;

/** One of a few values, written as they stand in the address; the usual one where none is asked for. */
export function readOption<Option extends string>(
  asked: Asked,
  options: readonly Option[],
  usual: Option,
): Chosen<Option> {
  const choice = options.find((option) => option === asked);
  return { choice: choice ?? usual, isRefused: Boolean(asked) && choice === undefined };
}

/** The sample that is asked for, among those that fit; null where none is, or where it is not among them. */
export function readSample<Sample extends Readonly<{ id: string }>>(
  asked: Asked,
  fitting: readonly Sample[],
): Chosen<Sample | null> {
  const choice = fitting.find(({ id }) => id === asked) ?? null;
  return { choice, isRefused: Boolean(asked) && choice === null };
}

/** A threshold from 1 to 5; null for the one in force. */
export function readThreshold(asked: Asked): Chosen<number | null> {
  if (!asked) return { choice: null, isRefused: false };
  const threshold = typeof asked === 'string' && asked.trim() !== '' ? Number(asked) : Number.NaN;
  const isOnScale = threshold >= 1 && threshold <= 5;
  return { choice: isOnScale ? threshold : null, isRefused: !isOnScale };
}

export const FEWEST_RATERS = 2;
export const MOST_RATERS = 10;

/** The raters to compare, 2 to 10 of those who have rated; null for the ten who have rated most. */
export function readRaters(asked: Asked, rated: readonly string[]): Chosen<string[] | null> {
  const wanted = [...new Set([asked ?? []].flat())];
  if (wanted.length === 0) return { choice: null, isRefused: false };
  const isGiven = wanted.length >= FEWEST_RATERS && wanted.length <= MOST_RATERS;
  return isGiven && wanted.every((id) => rated.includes(id))
    ? { choice: wanted, isRefused: false }
    : { choice: null, isRefused: true };
}
