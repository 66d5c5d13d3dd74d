import { CalibrationError } from './calibration-error';

const MILLION = 1_000_000;

/**
 * A fraction such as 0.29 as a whole number of millionths, so that thresholds which sit exactly on an equality are
 * decided in whole numbers: 0.29 * 100 is 28.999999999999996 in binary, and a certificate must not hang on that.
 *
 * @param fraction  In [0, 1], with at most six decimals (OUT_OF_RANGE otherwise).
 */
export function toMillionths(fraction: number): number {
  const millionths = Math.round(fraction * MILLION);
  if (!(fraction >= 0 && fraction <= 1) || Math.abs(fraction * MILLION - millionths) > 1e-6) {
    throw new CalibrationError('OUT_OF_RANGE', `${fraction} must lie in [0, 1] and have at most six decimals`);
  }
  return millionths;
}

/** ceil(count * fraction), exact for counts up to 1e9. */
export function ceilOfShare(count: number, fraction: number): number {
  return Math.ceil((count * toMillionths(fraction)) / MILLION);
}

/** floor(count * fraction), exact for counts up to 1e9. */
export function floorOfShare(count: number, fraction: number): number {
  return Math.floor((count * toMillionths(fraction)) / MILLION);
}
