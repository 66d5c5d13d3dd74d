const counts = new Intl.NumberFormat('en');
const compactCounts = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 1284 → "1,284". One locale for server and browser, or hydration would disagree. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** 1284000 → "1.3M", for axes and badges where the exact number stands elsewhere. */
export function formatCompactCount(count: number): string {
  return compactCounts.format(count);
}

/** A score in 1..5 to two decimals; a half of a hundredth rounds up, as the ranking's own display does. */
export function formatScore(score: number): string {
  return (Math.round((score + Number.EPSILON) * 100) / 100).toFixed(2);
}

/** A share in 0..1 as a percentage: 0.9534 → "95.3 %". Never "100 %" for less than all, nor "0 %" for more than none. */
export function formatShare(share: number, digits = 1): string {
  const step = 10 ** -digits;
  const percent = share * 100;
  const rounded = Number(percent.toFixed(digits));
  if (share < 1 && rounded >= 100) return `> ${(100 - step).toFixed(digits)} %`;
  if (share > 0 && rounded <= 0) return `< ${step.toFixed(digits)} %`;
  return `${rounded.toFixed(Number.isInteger(rounded) && (rounded === 0 || rounded === 100) ? 0 : digits)} %`;
}

/** Time left or taken, in at most two units: 42 → "42 s", 200 → "3 min 20 s", 7260 → "2 h 1 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joinUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(whole / 3600);
  return joinUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** 1536 → "1.5 KB"; units of 1024, named as operating systems name them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
