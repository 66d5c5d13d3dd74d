import { describe, expect, it } from 'vitest';
import { authenticateRequest } from '@/graphql/authenticate';
import type { CreateApiTokenInput } from '@/graphql/generated/resolver-types';
import { toGlobalId } from '@/graphql/global-id';
import { createPerson, createTeamWith, type Person, provideAuthSettings, requestOf } from '@/graphql/testing/people';
import { createApiToken } from '@/graphql/tokens/create-api-token';
import { findApiToken } from '@/graphql/tokens/find-api-token';
import { requireScope } from '@/graphql/tokens/require-scope';
import { revokeApiToken } from '@/graphql/tokens/revoke-api-token';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
provideAuthSettings();

const create = (person: Person, overrides: Partial<CreateApiTokenInput> = {}) =>
  createApiToken(requestOf(person), { name: 'notebook', scopes: ['READ'], ...overrides });
const ask = (secret: string) => authenticateRequest(new Headers({ authorization: `Bearer ${secret}` }));
const DAY_MS = 24 * 60 * 60 * 1000;

describe('a new token', () => {
  it('is shown once, kept as a hash and lives 90 days', async () => {
    const person = await createPerson();
    const { apiToken, secret } = await create(person);
    expect(secret).toMatch(/^wnw_[A-Za-z0-9_-]{43}$/);
    expect(secret.startsWith(apiToken.prefix)).toBe(true);
    const row = await getDatabase().apiToken.findUniqueOrThrow({ where: { id: apiToken.id } });
    expect(JSON.stringify(row)).not.toContain(secret.slice(10));
    expect(row.expiresAt?.getTime()).toBeCloseTo(Date.now() + 90 * DAY_MS, -5);
    expect(await ask(secret)).toMatchObject({ id: person.id, tokenId: apiToken.id });
  });

  it.each([
    [{ name: ' ' }, 'name', 'REQUIRED'],
    [{ scopes: [] }, 'scopes', 'REQUIRED'],
    [{ expiresInDays: 0 }, 'expiresInDays', 'OUT_OF_RANGE'],
    [{ expiresInDays: 366 }, 'expiresInDays', 'OUT_OF_RANGE'],
  ])('is refused with %j', async (input, field, code) => {
    await expect(create(await createPerson(), input)).rejects.toMatchObject({ code, field: [field] });
  });

  it('is not made, found or revoked by a token', async () => {
    const person = await createPerson();
    const { apiToken } = await create(person);
    const byToken = () => requestOf(person, { tokenId: apiToken.id });
    const forbidden = { code: 'FORBIDDEN' };
    await expect(createApiToken(byToken(), { name: 'x', scopes: ['READ'] })).rejects.toMatchObject(forbidden);
    await expect(findApiToken(byToken(), apiToken.id)).rejects.toMatchObject(forbidden);
    const input = { apiTokenId: toGlobalId('ApiToken', apiToken.id) };
    await expect(revokeApiToken(byToken(), input)).rejects.toMatchObject(forbidden);
  });
});

describe('scopes', () => {
  const may = async (secret: string, operation: 'query' | 'mutation' | 'subscription') => {
    const viewer = await ask(secret);
    try {
      requireScope(viewer, operation);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'INSUFFICIENT_SCOPE' });
      return false;
    }
  };

  it('let a READ token read and follow, and a WRITE token change things as well', async () => {
    const person = await createPerson();
    const reader = await create(person, { scopes: ['READ'] });
    const writer = await create(person, { scopes: ['WRITE'] });
    expect(writer.apiToken.scopes).toEqual(['READ', 'WRITE']);
    const operations = ['query', 'subscription', 'mutation'] as const;
    const rights = (secret: string) => Promise.all(operations.map((operation) => may(secret, operation)));
    expect(await rights(reader.secret)).toEqual([true, true, false]);
    expect(await rights(writer.secret)).toEqual([true, true, true]);
  });

  it('hold nobody back who is signed in or a stranger', async () => {
    const { viewer } = requestOf(await createPerson());
    for (const someone of [viewer, null]) expect(() => requireScope(someone, 'mutation')).not.toThrow();
  });
});

describe('revoking', () => {
  it('counts with the next request, and again changes nothing', async () => {
    const { teamId, people } = await createTeamWith('VIEWER');
    const person = people[0] as Person;
    const { apiToken, secret } = await create(person);
    await ask(secret);
    const input = { apiTokenId: toGlobalId('ApiToken', apiToken.id) };
    const first = await revokeApiToken(requestOf(person), input);
    await expect(ask(secret)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const second = await revokeApiToken(requestOf(person), input);
    expect(second.apiToken.revokedAt).toEqual(first.apiToken.revokedAt);
    const events = await getDatabase().auditEvent.findMany({ where: { teamId }, orderBy: { sequence: 'asc' } });
    expect(events).toMatchObject([
      { action: 'token.created', subjectId: apiToken.id, details: { name: 'notebook', scopes: ['READ'], days: 90 } },
      { action: 'token.revoked', subjectId: apiToken.id },
    ]);
  });

  it("answers another person's token as one that does not exist", async () => {
    const { apiToken, secret } = await create(await createPerson());
    const other = await createPerson();
    const apiTokenId = toGlobalId('ApiToken', apiToken.id);
    await expect(revokeApiToken(requestOf(other), { apiTokenId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(findApiToken(requestOf(other), apiToken.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await ask(secret)).not.toBeNull();
  });
});
