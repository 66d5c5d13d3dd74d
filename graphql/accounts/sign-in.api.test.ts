import { beforeEach, describe, expect, it } from 'vitest';
import { changePassword } from '@/graphql/accounts/change-password';
import { SIGN_IN_LIMITS } from '@/graphql/accounts/sign-in-limits';
import { signOutEverywhere } from '@/graphql/accounts/sign-out-everywhere';
import { viewerOfSession } from '@/graphql/authenticate';
import { type CookieJar, cookieHeader, exchange, signInAs } from '@/graphql/testing/auth-exchange';
import {
  createPerson,
  createTeamWith,
  PASSWORD,
  type Person,
  provideAuthSettings,
  requestOf,
} from '@/graphql/testing/people';
import { closeDatabase, getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
provideAuthSettings();

let jar: CookieJar;
let person: Person;

beforeEach(async () => {
  jar = new Map();
  person = await createPerson();
  await getDatabase().rateLimit.deleteMany();
});

const who = (from: CookieJar) => viewerOfSession(cookieHeader(from));
const SESSION = 'next-auth.session-token';

describe('signing in', () => {
  it('gives a sealed cookie that scripts cannot read and other sites do not send', async () => {
    const { error, answer } = await signInAs(jar, { email: person.email, password: PASSWORD });
    expect(error).toBeNull();
    expect(answer.status).toBe(200);
    const cookie = answer.setCookies.find((text) => text.startsWith(`${SESSION}=`));
    expect(cookie).toMatch(/; Path=\/;.*; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain('Secure');
    expect(await who(jar)).toMatchObject(person);
  });

  it('uses a cookie for https only where the installation is reached by https', async () => {
    process.env.NEXTAUTH_URL = 'https://winnow.test';
    const { answer } = await signInAs(jar, { email: person.email, password: PASSWORD });
    expect(await who(jar)).toMatchObject(person);
    process.env.NEXTAUTH_URL = 'http://winnow.test:3000';
    const cookie = answer.setCookies.find((text) => text.includes('session-token='));
    expect(cookie).toMatch(/^__Secure-next-auth\.session-token=.*; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('takes an address however it is written', async () => {
    const email = `  ${person.email.toUpperCase()} `;
    expect((await signInAs(jar, { email, password: PASSWORD })).error).toBeNull();
  });

  it('seals a new session each time', async () => {
    await signInAs(jar, { email: person.email, password: PASSWORD });
    const first = jar.get(SESSION);
    await signInAs(jar, { email: person.email, password: PASSWORD });
    expect(jar.get(SESSION)).not.toBe(first);
  });

  it('answers a wrong password, an unknown address and a disabled account alike', async () => {
    const disabled = await createPerson();
    await getDatabase().user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });
    const answers = await Promise.all(
      [
        { email: person.email, password: 'not the password' },
        { email: 'nobody@example.org', password: PASSWORD },
        { email: disabled.email, password: PASSWORD },
        { email: person.email, password: '' },
        { email: '', password: PASSWORD },
        { email: 'zero\0byte@example.org', password: PASSWORD },
        { email: person.email, password: 'x'.repeat(100_000) },
      ].map((credentials) => signInAs(new Map(), credentials)),
    );
    for (const { error, answer } of answers) {
      expect(error).toBe('CredentialsSignin');
      expect(answer).toEqual({ ...answers[0]?.answer, setCookies: answer.setCookies });
      expect(answer.setCookies.join()).not.toContain(SESSION);
    }
  });

  it('refuses a form without the CSRF token of the page', async () => {
    const form = { email: person.email, password: PASSWORD, csrfToken: 'made up' };
    await exchange({ jar, path: 'callback/credentials', form });
    expect(jar.has(SESSION)).toBe(false);
  });

  it('leads to pages of this installation only', async () => {
    const { body } = await exchange({ jar, path: 'csrf' });
    const { csrfToken } = body as { csrfToken: string };
    const to = async (callbackUrl: string) => {
      const form = { email: person.email, password: PASSWORD, csrfToken, callbackUrl };
      const answer = await exchange({ jar, path: 'callback/credentials', form });
      return (answer.body as { url: string }).url;
    };
    expect(await to('/projects?x=1')).toBe('http://winnow.test:3000/projects?x=1');
    for (const elsewhere of ['https://evil.test/x', '//evil.test', 'javascript:alert(1)', 'http://[']) {
      expect(new URL(await to(elsewhere)).origin).toBe('http://winnow.test:3000');
    }
  });
});

describe('while the database is away', () => {
  it('says so, signs nobody in and nobody out', async () => {
    await signInAs(jar, { email: person.email, password: PASSWORD });
    const url = process.env.DATABASE_URL;
    process.env.DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/nothing';
    try {
      const { error } = await signInAs(new Map(), { email: person.email, password: PASSWORD });
      expect(error).toBe('DATABASE_UNAVAILABLE');
      await exchange({ jar, path: 'session' });
    } finally {
      await closeDatabase();
      process.env.DATABASE_URL = url;
    }
    expect(await who(jar)).toMatchObject(person);
  });
});

describe('the limit', () => {
  const wrong = (email: string, peer?: string) => signInAs(new Map(), { email, password: 'not the password' }, peer);

  it('makes an account wait after its wrong passwords, from wherever they come, for the right one too', async () => {
    for (let attempt = 0; attempt < SIGN_IN_LIMITS.perAccount; attempt++) {
      expect((await wrong(person.email, `192.0.2.${attempt}`)).error).toBe('CredentialsSignin');
    }
    expect((await wrong(person.email, '198.51.100.1')).error).toBe('RATE_LIMITED');
    const right = await signInAs(jar, { email: person.email, password: PASSWORD }, '198.51.100.2');
    expect(right.error).toBe('RATE_LIMITED');
    const other = await createPerson();
    expect((await signInAs(jar, { email: other.email, password: PASSWORD })).error).toBeNull();
  });

  it('is the same for an address that has no account', async () => {
    for (let attempt = 0; attempt < SIGN_IN_LIMITS.perAccount; attempt++) await wrong('ghost@example.org');
    expect((await wrong('ghost@example.org')).error).toBe('RATE_LIMITED');
  });

  it('is not outrun by asking many times at once', async () => {
    const attempts = Array.from({ length: SIGN_IN_LIMITS.perAccount + 6 }, () => wrong(person.email));
    const errors = (await Promise.all(attempts)).map(({ error }) => error);
    expect(errors.filter((error) => error === 'CredentialsSignin')).toHaveLength(SIGN_IN_LIMITS.perAccount);
  });

  it('starts anew after the right password, and passes with time', async () => {
    for (let attempt = 0; attempt < SIGN_IN_LIMITS.perAccount - 1; attempt++) await wrong(person.email);
    expect((await signInAs(jar, { email: person.email, password: PASSWORD })).error).toBeNull();
    for (let attempt = 0; attempt < SIGN_IN_LIMITS.perAccount; attempt++) {
      expect((await wrong(person.email)).error).toBe('CredentialsSignin');
    }
    expect((await wrong(person.email)).error).toBe('RATE_LIMITED');
    await getDatabase().rateLimit.updateMany({ data: { expire: Date.now() - 1 } });
    expect((await signInAs(jar, { email: person.email, password: PASSWORD })).error).toBeNull();
  });

  it('makes an address wait that tries many accounts, and leaves others alone', async () => {
    const points = SIGN_IN_LIMITS.perAddress;
    await getDatabase().rateLimit.create({
      data: { key: 'sign-in-address:203.0.113.9', points, expire: Date.now() + 60_000 },
    });
    const credentials = { email: person.email, password: PASSWORD };
    expect((await signInAs(jar, credentials, '203.0.113.9')).error).toBe('RATE_LIMITED');
    expect((await signInAs(jar, credentials, '203.0.113.10')).error).toBeNull();
  });
});

describe('ending sessions', () => {
  it('everywhere counts for every cookie from the next request, and the browser is told to forget it', async () => {
    const other: CookieJar = new Map();
    for (const browser of [jar, other]) await signInAs(browser, { email: person.email, password: PASSWORD });
    await signOutEverywhere(requestOf(person));
    expect(await who(jar)).toBeNull();
    expect(await who(other)).toBeNull();
    expect((await exchange({ jar: other, path: 'session' })).body).toEqual({});
    expect(other.has(SESSION)).toBe(false);
  });

  it('by a new password: the old one opens nothing any more, and signing in again with the new one goes on', async () => {
    const newPassword = 'four grebes by the weir';
    const { teamId, people } = await createTeamWith('REVIEWER');
    const member = people[0] as Person;
    await signInAs(jar, { email: member.email, password: PASSWORD });
    await changePassword(requestOf(member), { currentPassword: PASSWORD, newPassword });
    expect(await who(jar)).toBeNull();
    expect((await signInAs(jar, { email: member.email, password: PASSWORD })).error).toBe('CredentialsSignin');
    expect((await signInAs(jar, { email: member.email, password: newPassword })).error).toBeNull();
    expect(await who(jar)).toMatchObject({ id: member.id });
    expect(await getDatabase().auditEvent.findMany({ where: { teamId }, select: { action: true } })).toEqual([
      { action: 'account.password_changed' },
    ]);
  });

  it('asks for the current password, counts wrong ones with the sign-ins, and refuses a weak new one', async () => {
    const change = (currentPassword: string, newPassword: string) =>
      changePassword(requestOf(person), { currentPassword, newPassword });
    await expect(change('wrong', 'four grebes by the weir')).rejects.toMatchObject({ code: 'WRONG_PASSWORD' });
    await expect(change(PASSWORD, 'short')).rejects.toMatchObject({ code: 'WEAK_PASSWORD', field: ['newPassword'] });
    await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject({ code: 'NOTHING_TO_DO' });
    for (let attempt = 0; attempt < SIGN_IN_LIMITS.perAccount; attempt++) {
      await expect(change('wrong', 'four grebes by the weir')).rejects.toMatchObject({ code: 'WRONG_PASSWORD' });
    }
    await expect(change(PASSWORD, 'four grebes by the weir')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('is not for a personal token', async () => {
    const byToken = requestOf(person, { tokenId: '01900000-0000-7000-8000-000000000000' });
    await expect(signOutEverywhere(byToken)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const passwords = { currentPassword: PASSWORD, newPassword: 'four grebes by the weir' };
    await expect(changePassword(byToken, passwords)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
