import { isUtf8 } from 'node:buffer';
import type { SchemaElement } from 'hyparquet';
import type { ImportCode, JsonValue } from '@/ingestion/types';

type Unit = 'MILLIS' | 'MICROS' | 'NANOS';

const DIGITS: Record<Unit, number> = { MILLIS: 3, MICROS: 6, NANOS: 9 };
const DAY_SECONDS = 86_400n;
const FIRST_SECOND = -62_135_596_800n;
const LAST_SECOND = 253_402_300_799n;
// Beyond these digits a double may not give the number back.
const EXACT_DIGITS = 15;

/**
 * A stored value as JSON has it. Whole numbers beyond 2^53 and long decimals stay text, dates and times become ISO 8601, bytes
 * that are no text become base64.
 *
 * @param value    As hyparquet gives it where no type is told: a number, a bigint, a boolean or bytes.
 * @param codes    Is added what had to be changed.
 */
export function leafValue(value: unknown, element: SchemaElement, codes: Set<ImportCode>): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  const logical = element.logical_type;
  const converted = element.converted_type;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimal(unscaled(value), element, codes);
  if (value instanceof Uint8Array) return bytesValue(value, element, codes);
  if (element.type === 'INT96' && typeof value === 'bigint') return timestamp(value, 'NANOS', false);
  if (logical?.type === 'TIMESTAMP') return timestamp(BigInt(value as bigint), logical.unit, logical.isAdjustedToUTC);
  if (converted === 'TIMESTAMP_MILLIS') return timestamp(BigInt(value as bigint), 'MILLIS', true);
  if (converted === 'TIMESTAMP_MICROS') return timestamp(BigInt(value as bigint), 'MICROS', true);
  if (logical?.type === 'DATE' || converted === 'DATE') return date(BigInt(value as number));
  if (logical?.type === 'TIME') return timeOfDay(BigInt(value as bigint), logical.unit);
  if (converted === 'TIME_MILLIS') return timeOfDay(BigInt(value as bigint), 'MILLIS');
  if (converted === 'TIME_MICROS') return timeOfDay(BigInt(value as bigint), 'MICROS');
  return numberValue(value as number | bigint, element, codes);
}

function numberValue(
  value: number | bigint,
  { type, converted_type, logical_type }: SchemaElement,
  codes: Set<ImportCode>,
) {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    codes.add('NON_JSON_NUMBER');
    return null;
  }
  const isUnsigned =
    converted_type?.startsWith('UINT_') || (logical_type?.type === 'INTEGER' && !logical_type.isSigned);
  const bits = type === 'INT32' ? 32 : 64;
  const whole = isUnsigned && typeof value === 'bigint' ? BigInt.asUintN(bits, value) : value;
  const number = isUnsigned && typeof whole === 'number' ? whole >>> 0 : Number(whole);
  if (typeof whole === 'number' || Number.isSafeInteger(number)) return number === 0 ? 0 : number;
  codes.add('NUMBER_KEPT_AS_TEXT');
  return whole.toString();
}

function bytesValue(value: Uint8Array, { type, converted_type, logical_type }: SchemaElement, codes: Set<ImportCode>) {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (logical_type?.type === 'UUID' && bytes.length === 16) {
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
  if (logical_type?.type === 'FLOAT16' && bytes.length === 2) {
    return numberValue(halfFloat(bytes.readUInt16LE()), { name: '' }, codes);
  }
  if (converted_type === 'INTERVAL' && bytes.length === 12) {
    const [months, days, ms] = [0, 4, 8].map((at) => bytes.readUInt32LE(at));
    return `P${months}M${days}DT${(ms ?? 0) / 1_000}S`;
  }
  const isText =
    ['UTF8', 'ENUM', 'JSON'].includes(converted_type ?? '') ||
    ['STRING', 'ENUM', 'JSON'].includes(logical_type?.type ?? '');
  if (isUtf8(bytes) && (isText || type === 'BYTE_ARRAY')) return bytes.toString('utf8');
  if (!isText) return bytes.toString('base64');
  codes.add('INVALID_BYTES');
  return bytes.toString('utf8');
}

function unscaled(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  const hex = Buffer.from(value).toString('hex');
  return hex === '' ? 0n : BigInt.asIntN(value.length * 8, BigInt(`0x${hex}`));
}

function decimal(digits: bigint, { scale, logical_type }: SchemaElement, codes: Set<ImportCode>): JsonValue {
  const places = Math.min(100, Math.max(0, scale ?? (logical_type?.type === 'DECIMAL' ? logical_type.scale : 0)));
  const magnitude = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  const point = magnitude.length - places;
  const text = `${digits < 0n ? '-' : ''}${magnitude.slice(0, point)}${places > 0 ? `.${magnitude.slice(point)}` : ''}`;
  if (magnitude.replace(/^0+/, '').length <= EXACT_DIGITS) return Number(text) === 0 ? 0 : Number(text);
  codes.add('NUMBER_KEPT_AS_TEXT');
  return text;
}

function date(days: bigint): string {
  const seconds = days * DAY_SECONDS;
  return isInCalendar(seconds) ? isoOf(seconds).slice(0, 10) : days.toString();
}

function timestamp(value: bigint, unit: Unit, isUtc: boolean): string {
  const factor = 10n ** BigInt(DIGITS[unit]);
  const fraction = ((value % factor) + factor) % factor;
  const seconds = (value - fraction) / factor;
  return isInCalendar(seconds) ? `${isoOf(seconds)}${fractionOf(fraction, unit)}${isUtc ? 'Z' : ''}` : value.toString();
}

function timeOfDay(value: bigint, unit: Unit): string {
  const factor = 10n ** BigInt(DIGITS[unit]);
  const isClock = value >= 0n && value < DAY_SECONDS * factor;
  return isClock ? `${isoOf(value / factor).slice(11)}${fractionOf(value % factor, unit)}` : value.toString();
}

/** The years from 1 to 9999. */
function isInCalendar(seconds: bigint): boolean {
  return seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
}

function isoOf(seconds: bigint): string {
  return new Date(Number(seconds) * 1_000).toISOString().slice(0, 19);
}

function fractionOf(fraction: bigint, unit: Unit): string {
  const digits = fraction.toString().padStart(DIGITS[unit], '0').replace(/0+$/, '');
  return digits === '' ? '' : `.${digits}`;
}

function halfFloat(bits: number): number {
  const sign = bits >> 15 === 1 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1_023) / 1_024;
  if (exponent === 0) return sign * 2 ** -14 * fraction;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction);
}
