import { describe, expect, it } from 'vitest';
import { authenticateRequest } from '@/graphql/authenticate';
import { createPerson, type Person, provideAuthSettings, sessionCookieOf } from '@/graphql/testing/people';
import { createTokenSecret, hashSecret, prefixOf } from '@/graphql/tokens/token-secret';
import { getDatabase } from '@/prisma/client';
import type { ApiToken } from '@/prisma/generated/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
provideAuthSettings();

const ADDRESS = 'http://winnow.test:3000/api/graphql';
const fromOwnPage = { origin: 'http://winnow.test:3000', host: 'winnow.test:3000' };

const get = (headers: Record<string, string>) => authenticateRequest(new Request(ADDRESS, { headers }));
const post = (headers: Record<string, string>) =>
  authenticateRequest(new Request(ADDRESS, { method: 'POST', headers }));

async function createToken(person: Person, overrides: Partial<ApiToken> = {}): Promise<string> {
  const secret = createTokenSecret();
  await getDatabase().apiToken.create({
    data: {
      userId: person.id,
      name: 'notebook',
      prefix: prefixOf(secret),
      tokenHash: hashSecret(secret),
      scopes: ['READ'],
      ...overrides,
    },
  });
  return secret;
}

describe('a session cookie', () => {
  it('speaks for the person who signed in', async () => {
    const person = await createPerson();
    const viewer = await get({ cookie: `theme=dark; ${await sessionCookieOf(person)}; other=1` });
    expect(viewer).toEqual({ ...person, tokenId: null, scopes: new Set(['READ', 'WRITE']) });
  });

  it('is nobody without a cookie, and with one that is forged, damaged or past its time', async () => {
    const person = await createPerson();
    const good = await sessionCookieOf(person);
    expect(await get({})).toBeNull();
    expect(await get({ cookie: 'next-auth.session-token=' })).toBeNull();
    expect(await get({ cookie: `${good.slice(0, -4)}AAAA` })).toBeNull();
    expect(await get({ cookie: await sessionCookieOf(person, 1, -3600) })).toBeNull();
    process.env.NEXTAUTH_SECRET += ' of another installation';
    const foreign = await sessionCookieOf(person);
    process.env.NEXTAUTH_SECRET = process.env.NEXTAUTH_SECRET?.replace(' of another installation', '');
    expect(await get({ cookie: foreign })).toBeNull();
    expect(await get({ cookie: good })).not.toBeNull();
  });

  it('ends at once when the session version is raised or the account disabled', async () => {
    const person = await createPerson();
    const cookie = await sessionCookieOf(person);
    await getDatabase().user.update({ where: { id: person.id }, data: { sessionVersion: 2 } });
    expect(await get({ cookie })).toBeNull();
    const renewed = await sessionCookieOf(person, 2);
    expect(await get({ cookie: renewed })).not.toBeNull();
    await getDatabase().user.update({ where: { id: person.id }, data: { disabledAt: new Date() } });
    expect(await get({ cookie: renewed })).toBeNull();
  });

  it('counts on a POST only from a page of the same origin', async () => {
    const cookie = await sessionCookieOf(await createPerson());
    expect(await post({ cookie, ...fromOwnPage })).not.toBeNull();
    expect(await post({ cookie, 'sec-fetch-site': 'same-origin' })).not.toBeNull();
    expect(await post({ cookie })).toBeNull();
    expect(await post({ cookie, origin: 'null' })).toBeNull();
    expect(await post({ cookie, ...fromOwnPage, origin: 'http://evil.test' })).toBeNull();
    expect(await post({ cookie, ...fromOwnPage, 'sec-fetch-site': 'cross-site' })).toBeNull();
    expect(await post({ cookie, ...fromOwnPage, 'sec-fetch-site': 'same-site' })).toBeNull();
  });
});

describe('a personal token', () => {
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const unauthenticated = expect.objectContaining({ code: 'UNAUTHENTICATED' });

  it('speaks for its owner within its scopes, from anywhere', async () => {
    const person = await createPerson();
    const viewer = await post({ ...bearer(await createToken(person)), origin: 'http://elsewhere.test' });
    expect(viewer).toEqual({ ...person, tokenId: expect.any(String), scopes: new Set(['READ']) });
  });

  it('is a fault, not a stranger, when it is unknown, malformed, revoked, expired or of a disabled person', async () => {
    const person = await createPerson();
    const past = new Date(Date.now() - 1000);
    const disabled = await createPerson();
    await getDatabase().user.update({ where: { id: disabled.id }, data: { disabledAt: past } });
    const wrong = [
      createTokenSecret(),
      'wnw_short',
      '',
      await createToken(person, { revokedAt: past }),
      await createToken(person, { expiresAt: past }),
      await createToken(disabled),
    ];
    for (const secret of wrong) await expect(get(bearer(secret))).rejects.toEqual(unauthenticated);
  });

  it('wins over a session cookie, so that a dead token is never overlooked', async () => {
    const cookie = await sessionCookieOf(await createPerson());
    await expect(get({ cookie, ...bearer(createTokenSecret()) })).rejects.toEqual(unauthenticated);
  });

  it('records its use at most once a minute', async () => {
    const secret = await createToken(await createPerson());
    const lastUse = async () =>
      (await getDatabase().apiToken.findUniqueOrThrow({ where: { tokenHash: hashSecret(secret) } })).lastUsedAt;
    expect(await lastUse()).toBeNull();
    await get(bearer(secret));
    const first = await lastUse();
    expect(first).toBeInstanceOf(Date);
    await get(bearer(secret));
    expect(await lastUse()).toEqual(first);
    const longAgo = new Date(Date.now() - 61_000);
    await getDatabase().apiToken.update({ where: { tokenHash: hashSecret(secret) }, data: { lastUsedAt: longAgo } });
    await get(bearer(secret));
    expect((await lastUse())?.getTime()).toBeGreaterThan(longAgo.getTime());
  });
});
