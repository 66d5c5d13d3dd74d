/**
 * The score a digit stands for: 1 to 5, with Shift the half above it (1.5 to 4.5). By the place of the key, since
 * with Shift, or on a French keyboard, digits are other signs.
 */
export function scoreOfKey({ code, shiftKey }: Readonly<{ code: string; shiftKey: boolean }>): number | null {
  const digit = Number(/^(?:Digit|Numpad)([1-5])$/.exec(code)?.[1] ?? Number.NaN);
  if (Number.isNaN(digit)) return null;
  if (!shiftKey) return digit;
  return digit < 5 ? digit + 0.5 : null;
}

/** A typed score, 1 to 5 in steps of 0.1, as the nearest double; null for anything else. */
export function readOverride(text: string): number | null {
  if (!/^\s*[1-5](?:[.,]\d)?\s*$/.test(text)) return null;
  const value = Math.round(Number(text.replace(',', '.')) * 10) / 10;
  return value <= 5 ? value : null;
}

/** One step of 0.1 up or down, kept on the scale and free of 3.3000000000000003. */
export function stepScore(score: number, direction: 1 | -1): number {
  return Math.min(50, Math.max(10, Math.round(score * 10) + direction)) / 10;
}

/** 4 → "4", 3.5 → "3.5": as people say it. */
export function sayScore(score: number): string {
  return String(Math.round(score * 10) / 10);
}
