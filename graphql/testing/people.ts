import { randomBytes, randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll } from 'vitest';
import { hashPassword } from '@/graphql/accounts/password-hash';
import { sessionCookieName } from '@/graphql/accounts/session-token';
import { type Context, createContext, type Viewer } from '@/graphql/context';
import { getDatabase } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';

export const PASSWORD = 'seven herons over the marsh';
let hashed: Promise<string> | undefined;

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** A person with an account whose password is PASSWORD. */
export async function createPerson(overrides: Partial<Omit<Person, 'id'>> = {}): Promise<Person> {
  hashed ??= hashPassword(PASSWORD);
  const name = overrides.name ?? `Person ${randomBytes(3).toString('hex')}`;
  const email = overrides.email ?? `${randomBytes(6).toString('hex')}@example.org`;
  return getDatabase().user.create({
    data: { name, email, passwordHash: await hashed },
    select: { id: true, name: true, email: true },
  });
}

/** A team with a new person in each of the roles. */
export async function createTeamWith(...roles: readonly Role[]): Promise<{ teamId: string; people: Person[] }> {
  const people = await Promise.all(roles.map(() => createPerson()));
  const team = await getDatabase().team.create({
    data: {
      name: 'Trial watchers',
      memberships: { create: people.map((person, index) => ({ userId: person.id, role: roles[index] ?? 'VIEWER' })) },
    },
    select: { id: true },
  });
  return { teamId: team.id, people };
}

/** A request of this person's browser; each call is a request of its own, with loaders of its own. */
export function requestOf(person: Person | null, overrides: Partial<Viewer> = {}): Context {
  const viewer = person && { ...person, tokenId: null, scopes: new Set(['READ', 'WRITE'] as const), ...overrides };
  return createContext(viewer, randomUUID());
}

/** The settings of sign-in for a suite, as a start would give them. */
export function provideAuthSettings(publicUrl = 'http://winnow.test:3000'): void {
  const before = { ...process.env };
  const names = ['NEXTAUTH_SECRET', 'AUTH_SECRET', 'NEXTAUTH_URL', 'WINNOW_TRUSTED_PROXIES', 'SMTP_URL', 'SMTP_FROM'];
  beforeAll(() => {
    for (const name of names) delete process.env[name];
    process.env.NEXTAUTH_SECRET = 'a secret of a suite, longer than thirty-two characters';
    process.env.NEXTAUTH_URL = publicUrl;
  });
  afterAll(() => {
    for (const name of names) {
      const value = before[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}

/** A Cookie header as a sign-in of this person would have given it. */
export async function sessionCookieOf(person: Person, sessionVersion = 1, maxAge = 60): Promise<string> {
  const secret = process.env.NEXTAUTH_SECRET ?? '';
  const sealed = await encode({ token: { sub: person.id, sessionVersion }, secret, maxAge });
  return `${sessionCookieName(false)}=${sealed}`;
}
