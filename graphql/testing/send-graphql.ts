import { expect } from 'vitest';
import { handleGraphql } from '@/graphql/server';
import { type Person, sessionCookieOf } from '@/graphql/testing/people';
import { createTokenSecret, hashSecret, prefixOf } from '@/graphql/tokens/token-secret';
import { getDatabase } from '@/prisma/client';
import type { TokenScope } from '@/prisma/generated/enums';

export const GRAPHQL_ADDRESS = 'http://winnow.test:3000/api/graphql';

type Headers = Readonly<Record<string, string>>;

/** What a person's browser sends along from one of our own pages. */
export async function sessionOf(person: Person): Promise<Headers> {
  return { cookie: await sessionCookieOf(person), 'sec-fetch-site': 'same-origin' };
}

/** What a program of this person's sends along. */
export async function tokenOf(person: Person, scopes: TokenScope[] = ['READ', 'WRITE']): Promise<Headers> {
  const secret = createTokenSecret();
  const token = { userId: person.id, name: 'program', prefix: prefixOf(secret), tokenHash: hashSecret(secret), scopes };
  await getDatabase().apiToken.create({ data: token });
  return { authorization: `Bearer ${secret}` };
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Response['headers'];
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly {
      message: string;
      path?: readonly (string | number)[];
      extensions: Record<string, unknown> & { code: string; requestId: string };
    }[];
    readonly extensions?: {
      cost: { requested: number; limit: number };
      rateLimit: { limit: number; remaining: number; resetAt: string };
    };
  };
}

/** One operation as a POST of its own, through the door that the web server opens. */
export async function sendGraphql(
  headers: Headers,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<GraphqlAnswer> {
  return sendBody(headers, JSON.stringify({ query, variables }));
}

export async function sendBody(headers: Headers, body: BodyInit, timeMs?: number): Promise<GraphqlAnswer> {
  const given = { 'content-type': 'application/json', ...headers };
  const request = { method: 'POST', headers: given, body, duplex: 'half' } as RequestInit;
  return readAnswer(await handleGraphql(new Request(GRAPHQL_ADDRESS, request), timeMs));
}

export async function readAnswer(response: Response): Promise<GraphqlAnswer> {
  const body = (await response.json()) as GraphqlAnswer['body'];
  return { status: response.status, headers: response.headers, body };
}

export function codesOf({ body }: GraphqlAnswer): string[] {
  return (body.errors ?? []).map(({ extensions }) => extensions.code);
}

/** Refused as a whole: a 4xx with a code and a request id, and nothing that looks like data. */
export function expectRefused(answer: GraphqlAnswer, status: number, code: string): void {
  expect({ status: answer.status, codes: new Set(codesOf(answer)) }).toEqual({ status, codes: new Set([code]) });
  expect(answer.body).not.toHaveProperty('data');
  expect(answer.body.errors?.every(({ message }) => message.length > 0)).toBe(true);
  expect(answer.headers.get('x-request-id')).toBe(answer.body.errors?.[0]?.extensions.requestId);
  expect(answer.headers.get('cache-control')).toBe('no-store');
}
