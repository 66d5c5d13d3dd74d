import { describe, expect, it } from 'vitest';
import { requireAuthSettings, SettingError } from '@/graphql/accounts/auth-settings';
import { readMailSettings } from '@/graphql/teams/mail-settings';

const secret = 'thirty-two characters, and a few';
const environment = (values: Record<string, string>) => ({ NODE_ENV: 'test', ...values }) as NodeJS.ProcessEnv;

describe('the settings of sign-in', () => {
  it('are read with their defaults, and an empty setting counts as none', () => {
    expect(requireAuthSettings(environment({ AUTH_SECRET: secret, NEXTAUTH_SECRET: '', NEXTAUTH_URL: '' }))).toEqual({
      secret,
      publicUrl: 'http://localhost:3000',
      isSecure: false,
      trustedProxies: 0,
    });
  });

  it('know an installation behind a proxy with https', () => {
    const given = { NEXTAUTH_SECRET: secret, NEXTAUTH_URL: 'https://w.example.org/', WINNOW_TRUSTED_PROXIES: '2' };
    expect(requireAuthSettings(environment(given))).toMatchObject({
      publicUrl: 'https://w.example.org',
      isSecure: true,
      trustedProxies: 2,
    });
  });

  it.each([
    [{}, /NEXTAUTH_SECRET is not set: set it to a random text of at least 32 characters/],
    [{ NEXTAUTH_SECRET: 'too short' }, /NEXTAUTH_SECRET must have at least 32 characters/],
    [{ NEXTAUTH_SECRET: secret, NEXTAUTH_URL: 'winnow.example.org' }, /NEXTAUTH_URL must be an address like/],
    [{ NEXTAUTH_SECRET: secret, NEXTAUTH_URL: 'ftp://x.org' }, /NEXTAUTH_URL must be an address like/],
    [{ NEXTAUTH_SECRET: secret, WINNOW_TRUSTED_PROXIES: 'one' }, /WINNOW_TRUSTED_PROXIES must be a number/],
  ])('stop the start with a sentence for %j', (values, sentence) => {
    const read = () => requireAuthSettings(environment(values as Record<string, string>));
    expect(read).toThrow(SettingError);
    expect(read).toThrow(sentence);
  });
});

describe('the settings of mail', () => {
  it('are none without SMTP_URL, and bound each step of sending', () => {
    expect(readMailSettings(environment({}))).toBeNull();
    const mail = readMailSettings(environment({ SMTP_URL: 'smtp://u:p@mail.test:587', SMTP_FROM: 'Winnow <w@x.org>' }));
    expect(mail?.from).toBe('Winnow <w@x.org>');
    expect(new URL(mail?.url ?? '').searchParams.get('connectionTimeout')).toBe('3000');
  });

  it.each([
    [{ SMTP_URL: 'mail.test:25', SMTP_FROM: 'w@x.org' }, /SMTP_URL must be like smtp:/],
    [{ SMTP_URL: 'smtp://mail.test' }, /SMTP_FROM must name the sender/],
    [{ SMTP_URL: 'smtp://mail.test', SMTP_FROM: 'w@x.org\r\nBcc: all@x.org' }, /SMTP_FROM must name the sender/],
  ])('say what is wrong with %j', (values, sentence) => {
    expect(() => readMailSettings(environment(values as Record<string, string>))).toThrow(sentence);
  });
});
