import { COMMON_PASSWORDS } from '@/graphql/accounts/common-passwords';
import { AppError, invalid } from '@/graphql/errors';

const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 256;
const MIN_DISTINCT_CHARACTERS = 5;

/** Refuses a password that others would try first; length counts for more than kinds of characters (NIST SP 800-63B). */
export function requireGoodPassword(password: string, email: string, field = 'password'): void {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH) throw weak(field, `A password has at least ${MIN_PASSWORD_LENGTH} characters.`);
  if (length > MAX_PASSWORD_LENGTH) {
    throw invalid(field, `A password has at most ${MAX_PASSWORD_LENGTH} characters.`, 'TOO_LONG');
  }
  const plain = password.toLowerCase();
  if (isNearlyAddress(plain, email)) throw weak(field, 'A password must not be made of the e-mail address.');
  if (isCommon(plain)) {
    throw weak(field, 'This password is among the first that others would try. Several words in a row are a good one.');
  }
}

function weak(field: string, message: string): AppError {
  return new AppError('WEAK_PASSWORD', message, [field]);
}

function isNearlyAddress(plain: string, email: string): boolean {
  const [local = ''] = email.split('@');
  return plain.includes(email) || plain === local;
}

function isCommon(plain: string): boolean {
  return (
    COMMON_PASSWORDS.has(plain) ||
    new Set(plain).size < MIN_DISTINCT_CHARACTERS ||
    repeatsItself(plain) ||
    isOneRun(plain)
  );
}

/** `passwordpassword`, `abc123abc123`: at most eight characters over and over. */
function repeatsItself(plain: string): boolean {
  return /^(.{1,8})\1+$/u.test(plain);
}

/** `abcdefghijkl`, `987654321098`: each character the neighbour of the one before, digits going round. */
function isOneRun(plain: string): boolean {
  const codes = [...plain].map((character) => character.codePointAt(0) ?? 0);
  return [1, -1].some((step) =>
    codes.every((code, index) => {
      const before = codes[index - 1];
      return before === undefined || code === before + step || code === before - 9 * step;
    }),
  );
}
