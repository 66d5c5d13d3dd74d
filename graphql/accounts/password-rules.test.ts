import fc from 'fast-check';
import { expect, it } from 'vitest';
import { requireGoodPassword } from '@/graphql/accounts/password-rules';

const email = 'mary.anning@example.org';
const judge = (password: string) => {
  try {
    requireGoodPassword(password, email);
    return 'good';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

it.each([
  ['a phrase', 'seven herons over the marsh'],
  ['twelve characters', 'k7#pQz!m2vLx'],
  ['other scripts', 'семь цапель над болотом'],
  ['256 characters', 'abcdefgh 12345678 '.repeat(15).slice(0, 250).concat('-end!')],
])('takes %s', (_what, password) => {
  expect(judge(password)).toBe('good');
});

it.each([
  ['eleven characters', 'k7#pQz!m2vL', 'WEAK_PASSWORD'],
  ['eleven characters of two code units each', '🦆🦢🦉🦩🦚🦜🐦🐧🐤🐓🦃', 'WEAK_PASSWORD'],
  ['257 characters', `${'abcdefgh 12345678 '.repeat(20).slice(0, 252)}-end!`, 'TOO_LONG'],
  ['a password of a leaked list', 'Password1234', 'WEAK_PASSWORD'],
  ['a row of the keyboard', '1qaz2wsx3edc', 'WEAK_PASSWORD'],
  ['a run of letters', 'abcdefghijklm', 'WEAK_PASSWORD'],
  ['a run of digits downwards, going round', '987654321098', 'WEAK_PASSWORD'],
  ['one thing over and over', 'winnowwinnow', 'WEAK_PASSWORD'],
  ['few characters', 'aaaaaaabbbbb', 'WEAK_PASSWORD'],
  ['the e-mail address', 'Mary.Anning@example.org', 'WEAK_PASSWORD'],
  ['the e-mail address with an ornament', 'mary.anning@example.org!1', 'WEAK_PASSWORD'],
])('refuses %s', (_what, password, code) => {
  expect(judge(password)).toBe(code);
});

it('refuses whatever is shorter than twelve characters or longer than 256', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 11 }), (password) => {
      expect(judge(password)).toBe('WEAK_PASSWORD');
    }),
  );
  fc.assert(
    fc.property(fc.string({ minLength: 257, maxLength: 300 }), (password) => {
      expect(judge(password)).toBe('TOO_LONG');
    }),
  );
});
