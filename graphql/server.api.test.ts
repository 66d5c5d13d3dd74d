import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { LIMITS } from '@/graphql/limits';
import { handleGraphql } from '@/graphql/server';
import { createTeamWith, type Person, provideAuthSettings, sessionCookieOf } from '@/graphql/testing/people';
import {
  codesOf,
  expectRefused,
  GRAPHQL_ADDRESS,
  readAnswer,
  sendBody,
  sendGraphql,
  sessionOf,
  tokenOf,
} from '@/graphql/testing/send-graphql';
import { closeDatabase, getDatabase, getPool } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';
import { interruptible } from '@/scripts/testing/interruptible-server';

withTestDatabase();
provideAuthSettings();

const VIEWER = '{ viewer { email } }';
const RENAME =
  'mutation R($input: RenameTeamInput!) { renameTeam(input: $input) { team { name } userErrors { code } } }';

let owner: Person;
let teamId: string;
let token: Record<string, string>;

beforeAll(async () => {
  const made = await createTeamWith('OWNER');
  [owner] = made.people as [Person];
  teamId = made.teamId;
  token = await tokenOf(owner);
});

const nameOfTeam = async () => (await getDatabase().team.findUniqueOrThrow({ where: { id: teamId } })).name;
const renameTo = (name: string) => ({ input: { teamId: toGlobalId('Team', teamId), name } });
const get = async (search: Record<string, string>, headers: Record<string, string> = {}) =>
  readAnswer(
    await handleGraphql(
      new Request(`${GRAPHQL_ADDRESS}?${new URLSearchParams(search)}`, { headers: { ...token, ...headers } }),
    ),
  );

describe('a request that is not one', () => {
  it('gets 413 for a body over 1 MB, stated, unstated or understated', async () => {
    const over = `{"query":"{ viewer { id } }","padding":"${'x'.repeat(LIMITS.bodyBytes)}"}`;
    expectRefused(await sendBody(token, over), 413, 'BODY_TOO_LARGE');
    expectRefused(await sendBody({ ...token, 'content-length': '2000000' }, '{}'), 413, 'BODY_TOO_LARGE');
    const chunks = (bytes: string) => new Blob([bytes]).stream();
    expectRefused(await sendBody(token, chunks(over)), 413, 'BODY_TOO_LARGE');
    expectRefused(await sendBody({ ...token, 'content-length': '10' }, chunks(over)), 413, 'BODY_TOO_LARGE');
    const within = `{"query":"{ viewer { email } }"}${' '.repeat(LIMITS.bodyBytes - 32)}`;
    expect(within.length).toBe(LIMITS.bodyBytes);
    expect((await sendBody(token, chunks(within))).body.data).toEqual({ viewer: { email: owner.email } });
  });

  it('stops reading a body without an end once it is too long', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    expectRefused(await sendBody(token, endless), 413, 'BODY_TOO_LARGE');
    expect(given).toBeLessThan(2 * LIMITS.bodyBytes);
  });

  it('gets 415 for another media type', async () => {
    const body = JSON.stringify({ query: VIEWER });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/graphql',
      'application/json-x',
    ]) {
      expectRefused(await sendBody({ ...token, 'content-type': type }, body), 415, 'UNSUPPORTED_MEDIA_TYPE');
    }
    const withCharset = await sendBody({ ...token, 'content-type': 'Application/JSON; charset=utf-8' }, body);
    expect(withCharset.status).toBe(200);
  });

  it('gets 400 for JSON that is damaged, of another shape or a batch', async () => {
    const damaged = ['', '{', '{"query":', '\u0000', 'null', '7', '"query"', '{}', '{"query":7}', '{"query":""}'];
    const shapes = [{ query: VIEWER, variables: [] }, { query: VIEWER, operationName: 7 }, { query: [VIEWER] }];
    for (const body of [...damaged, ...shapes.map((shape) => JSON.stringify(shape))]) {
      expectRefused(await sendBody(token, body), 400, 'BAD_REQUEST');
    }
    const notUtf8 = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expectRefused(await sendBody(token, notUtf8), 400, 'BAD_REQUEST');
    expectRefused(await sendBody(token, JSON.stringify([{ query: VIEWER }, { query: VIEWER }])), 400, 'BAD_REQUEST');
  });

  it('gets 400 for a document that does not parse, does not fit the schema or names no operation', async () => {
    expectRefused(await sendGraphql(token, '{ viewer { id }'), 400, 'GRAPHQL_PARSE_FAILED');
    expectRefused(await sendGraphql(token, '{ viewer { passwordHash } }'), 400, 'GRAPHQL_VALIDATION_FAILED');
    expectRefused(await sendGraphql(token, '{ project }'), 400, 'GRAPHQL_VALIDATION_FAILED');
    const two = JSON.stringify({ query: `query A ${VIEWER} query B ${VIEWER}` });
    expectRefused(await sendBody(token, two), 400, 'OPERATION_RESOLUTION_FAILURE');
    const other = JSON.stringify({ query: VIEWER, operationName: 'Other' });
    expectRefused(await sendBody(token, other), 400, 'OPERATION_RESOLUTION_FAILURE');
  });

  it('gets 400 for variables that are missing or of the wrong type', async () => {
    for (const input of [
      {},
      { teamId: 1.5, name: 'x' },
      { teamId: 'x', name: 7 },
      { teamId: 'x', name: 'x', more: 1 },
      'x',
    ]) {
      expectRefused(await sendGraphql(token, RENAME, { input }), 400, 'BAD_USER_INPUT');
    }
    expectRefused(await sendGraphql(token, RENAME), 400, 'BAD_USER_INPUT');
    const pages = 'query Q($n: Int) { teams(first: $n) { totalCount } }';
    for (const n of ['10', 1.5, 2 ** 40, [1]]) {
      expectRefused(await sendGraphql(token, pages, { n }), 400, 'BAD_USER_INPUT');
    }
  });

  it('may be a GET for a query, and is refused for a mutation or without a header that a form cannot send', async () => {
    const asked = { 'content-type': 'application/json' };
    expect((await get({ query: VIEWER }, asked)).body.data).toEqual({ viewer: { email: owner.email } });
    const before = await nameOfTeam();
    const mutation = await get({ query: RENAME, variables: JSON.stringify(renameTo('By a link')) }, asked);
    expectRefused(mutation, 405, 'BAD_REQUEST');
    expect(mutation.headers.get('allow')).toBe('POST');
    expectRefused(await get({ query: VIEWER }), 400, 'BAD_REQUEST');
    const put = await handleGraphql(new Request(GRAPHQL_ADDRESS, { method: 'PUT', headers: { ...token, ...asked } }));
    expectRefused(await readAnswer(put), 405, 'BAD_REQUEST');
    expect(await nameOfTeam()).toBe(before);
  });
});

describe('who asks', () => {
  it('is nobody when a page of another origin sends the session cookie along', async () => {
    const cookie = await sessionCookieOf(owner);
    const before = await nameOfTeam();
    const elsewhere: Record<string, string>[] = [
      { origin: 'http://evil.test' },
      { 'sec-fetch-site': 'cross-site' },
      {},
    ];
    for (const from of elsewhere) {
      const answer = await sendGraphql({ cookie, ...from }, RENAME, renameTo('Taken over'));
      expect({ status: answer.status, codes: codesOf(answer) }).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
      expect(answer.body.data ?? null).toBeNull();
    }
    expect(await nameOfTeam()).toBe(before);
    const own = await sendGraphql(await sessionOf(owner), RENAME, renameTo('Renamed at home'));
    expect(own.body.data).toEqual({ renameTeam: { team: { name: 'Renamed at home' }, userErrors: [] } });
  });

  it('is refused as a whole with a token that is dead, and for a mutation with one that may only read', async () => {
    expectRefused(await sendGraphql({ authorization: `Bearer wnw_${'a'.repeat(43)}` }, VIEWER), 401, 'UNAUTHENTICATED');
    const reading = await tokenOf(owner, ['READ']);
    expect((await sendGraphql(reading, VIEWER)).status).toBe(200);
    expectRefused(await sendGraphql(reading, RENAME, renameTo('By a reader')), 403, 'INSUFFICIENT_SCOPE');
    expect(await nameOfTeam()).not.toBe('By a reader');
  });
});

describe('a field that fails', () => {
  it('stands beside the others under 200, with its path and code', async () => {
    const query = 'query Q($id: ID!) { viewer { email } project(id: $id) { scoreHistogram(bins: 100000) { n } } }';
    const project = await getDatabase().project.create({ data: { teamId, name: 'Histogram' } });
    const answer = await sendGraphql(token, query, { id: toGlobalId('Project', project.id) });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ viewer: { email: owner.email }, project: null });
    expect(answer.body.errors).toMatchObject([
      { path: ['project', 'scoreHistogram'], extensions: { code: 'OUT_OF_RANGE', field: ['bins'] } },
    ]);
  });

  it('of our making tells its request id, and nothing of the statement, the stack or our files', async () => {
    await getPool().query('ALTER TABLE "Team" RENAME COLUMN "name" TO "gone"');
    try {
      const requestId = randomUUID();
      const answer = await sendGraphql(
        { ...token, 'x-request-id': requestId },
        '{ viewer { email } teams { nodes { name } } }',
      );
      expect(answer.body.errors).toEqual([
        {
          message: `Something went wrong on our side. Quote ${requestId} when you report it.`,
          path: ['teams'],
          locations: expect.any(Array),
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
        },
      ]);
      expect(answer.headers.get('x-request-id')).toBe(requestId);
      expect(JSON.stringify(answer.body)).not.toMatch(/gone|select|does not exist|prisma|\.ts|node_modules|P20\d\d/i);
    } finally {
      await getPool().query('ALTER TABLE "Team" RENAME COLUMN "gone" TO "name"');
    }
  });

  it('is found by an id of ours when the caller sends one that could not stand in a log', async () => {
    for (const sent of ['x'.repeat(65), 'a b', '{"level":60}', '']) {
      const answer = await sendGraphql({ ...token, 'x-request-id': sent }, VIEWER);
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('time', () => {
  it('is up while another connection holds what the answer needs: TIMEOUT, and the next answer comes', async () => {
    const holder = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await holder.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE "Membership" IN ACCESS EXCLUSIVE MODE');
      const answer = await sendBody(token, JSON.stringify({ query: '{ teams { totalCount } }' }), 250);
      expectRefused(answer, 504, 'TIMEOUT');
    } finally {
      await holder.end();
    }
    expect((await sendGraphql(token, '{ teams { totalCount } }')).body.data).toEqual({ teams: { totalCount: 1 } });
  });
});

describe('a database that stops', () => {
  it('answers 503 with Retry-After, and again with data once it is back, without a restart', async () => {
    const direct = process.env.DATABASE_URL ?? '';
    const server = await interruptible(direct);
    await closeDatabase();
    process.env.DATABASE_URL = server.url;
    try {
      expect((await sendGraphql(token, VIEWER)).status).toBe(200);
      await server.stop();
      for (const headers of [token, await sessionOf(owner), {}]) {
        const answer = await sendGraphql(headers, '{ installation { needsFirstAccount } }');
        expect({ status: answer.status, codes: codesOf(answer) }).toEqual({
          status: 503,
          codes: ['DATABASE_UNAVAILABLE'],
        });
        expect(answer.headers.get('retry-after')).toBe('5');
        expect(answer.body.data ?? null).toBeNull();
        expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|ECONN|prisma/i);
      }
      await server.start();
      expect((await sendGraphql(token, VIEWER)).body.data).toEqual({ viewer: { email: owner.email } });
    } finally {
      await closeDatabase();
      await server.stop();
      process.env.DATABASE_URL = direct;
    }
  });
});
