import pg from 'pg';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { handleStream } from '@/graphql/doors/stream';
import { toGlobalId } from '@/graphql/global-id';
import { LIMITS } from '@/graphql/limits';
import { createTeamWith, type Person, provideAuthSettings, sessionCookieOf } from '@/graphql/testing/people';
import { type OpenStream, openStream, readStream } from '@/graphql/testing/read-stream';
import { expectRefused, GRAPHQL_ADDRESS, readAnswer, sessionOf, tokenOf } from '@/graphql/testing/send-graphql';
import { type ChangeTopic, closeEvents, publish } from '@/jobs/events';
import { closeDatabase, getDatabase, getPool, inTransaction } from '@/prisma/client';
import { type SeededProject, seedDocuments, seedProject } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';
import { interruptible } from '@/scripts/testing/interruptible-server';

withTestDatabase();
provideAuthSettings();
afterAll(closeEvents);

const CHANGES = `subscription Changes($id: ID!) {
  projectChanged(projectId: $id) { topics project { progress { documents scored } } }
}`;

let project: SeededProject;
let variables: { id: string };
let reviewer: Person;
let teamId: string;

beforeEach(async () => {
  const made = await createTeamWith('OWNER', 'REVIEWER');
  teamId = made.teamId;
  [, reviewer] = made.people as [Person, Person];
  project = await seedProject(getPool(), { teamId });
  variables = { id: toGlobalId('Project', project.projectId) };
});

const tell = (topic: ChangeTopic) => inTransaction((tx) => publish(tx, { projectId: project.projectId, topic }));
const changeOf = (topics: readonly string[], progress: { documents: number; scored: number }) => ({
  data: { projectChanged: { topics, project: { progress } } },
});

/** Open, and past the event with which a listening connection begins. */
async function listen(headers: Readonly<Record<string, string>>): Promise<OpenStream> {
  const stream = await openStream(headers, CHANGES, variables);
  expect(stream.status).toBe(200);
  expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(stream.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  await tell('SETTINGS');
  for (let isThrough = false; !isThrough; ) {
    const event = (await stream.next()) as { data: { projectChanged: { topics: string[] } } };
    isThrough = event.data.projectChanged.topics.includes('SETTINGS');
  }
  return stream;
}

describe('a subscription over server-sent events', () => {
  it('tells the progress as it is whenever something is published', async () => {
    const stream = await listen(await sessionOf(reviewer));
    await seedDocuments(getPool(), project, [{ title: 'Scored', rawScore: 4 }, { title: 'Pending' }]);
    await tell('SCORING');
    expect(await nextOf(stream, 'SCORING')).toEqual(changeOf(['SCORING'], { documents: 2, scored: 1 }));
    await seedDocuments(getPool(), project, [{ title: 'Another', rawScore: 2 }]);
    await tell('RATING');
    expect(await nextOf(stream, 'RATING')).toEqual(changeOf(['RATING'], { documents: 3, scored: 2 }));
    await stream.close();
  });

  const nextOf = async (stream: OpenStream, topic: ChangeTopic) => {
    for (;;) {
      const event = (await stream.next()) as { data?: { projectChanged: { topics: string[] } } };
      if (!event.data || event.data.projectChanged.topics.includes(topic)) return event;
    }
  };

  it.each([
    [
      'removed from the team',
      'NOT_FOUND',
      () => getDatabase().membership.deleteMany({ where: { teamId, userId: reviewer.id } }),
    ],
    [
      'signed out everywhere',
      'UNAUTHENTICATED',
      () => getDatabase().user.update({ where: { id: reviewer.id }, data: { sessionVersion: 2 } }),
    ],
    [
      'disabled',
      'UNAUTHENTICATED',
      () => getDatabase().user.update({ where: { id: reviewer.id }, data: { disabledAt: new Date() } }),
    ],
  ])('ends with a reason and without a word of the project once one is %s', async (_case, code, change) => {
    const stream = await listen(await sessionOf(reviewer));
    await change();
    await tell('SCORING');
    expect(await stream.next()).toMatchObject({ data: null, errors: [{ extensions: { code } }] });
    expect(await stream.next()).toBeNull();
    expect(await stream.rest()).toBe('');
  });

  it('ends once the token that opened it is revoked', async () => {
    const stream = await listen(await tokenOf(reviewer, ['READ']));
    await getDatabase().apiToken.updateMany({ where: { userId: reviewer.id }, data: { revokedAt: new Date() } });
    await tell('SCORING');
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await stream.next()).toBeNull();
  });

  it('is cut, not completed, when the database goes away, so that a client comes again', async () => {
    const direct = process.env.DATABASE_URL ?? '';
    const server = await interruptible(direct);
    await closeEvents();
    const stream = await listen(await sessionOf(reviewer));
    await closeDatabase();
    process.env.DATABASE_URL = server.url;
    try {
      await server.stop();
      const teller = new pg.Client({ connectionString: direct });
      await teller.connect();
      await teller.query("SELECT pg_notify('winnow_projects', $1)", [`${project.projectId} SCORING`]);
      await teller.end();
      await expect(stream.next()).rejects.toThrow();
    } finally {
      await closeEvents();
      await closeDatabase();
      await server.stop();
      process.env.DATABASE_URL = direct;
    }
  });
});

describe('what is refused before a stream opens', () => {
  const send = async (init: RequestInit & { headers: Record<string, string> }, search = '') =>
    readAnswer(
      await handleStream(new Request(`${GRAPHQL_ADDRESS}${search}`, { duplex: 'half', ...init } as RequestInit)),
    );
  const post = async (body: unknown, headers: Record<string, string>) =>
    send({
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('is what the limits refuse everywhere', async () => {
    const token = await tokenOf(reviewer, ['READ']);
    const ask = (query: string, more: Record<string, unknown> = {}) => post({ query, variables, ...more }, token);
    const aliases = Array.from({ length: LIMITS.aliases + 1 }, (_, index) => `a${index}: topics`).join(' ');
    expectRefused(
      await ask(`subscription S($id: ID!) { projectChanged(projectId: $id) { ${aliases} } }`),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    );
    expectRefused(
      await ask('subscription { projectChanged(projectId: 1) { nothing } }'),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    );
    expectRefused(await ask(`{ ${'__typename '.repeat(LIMITS.tokens)} }`), 400, 'GRAPHQL_PARSE_FAILED');
    const pages = 'teams(first: 100) { nodes { projects(first: 100) { nodes { name } } } }';
    expectRefused(await ask(`query Q { ${pages} }`), 400, 'TOO_COSTLY');
    expectRefused(await ask(CHANGES, { variables: {} }), 400, 'BAD_USER_INPUT');
    expectRefused(await ask(CHANGES, { operationName: 'Other' }), 400, 'BAD_REQUEST');
    expectRefused(await ask(CHANGES, { variables: [] }), 400, 'BAD_REQUEST');
    expectRefused(await post('{', token), 400, 'BAD_REQUEST');
    expectRefused(await post([{ query: CHANGES, variables }], token), 400, 'BAD_REQUEST');
    expectRefused(await post(`{"query":"${'x'.repeat(LIMITS.bodyBytes)}"}`, token), 413, 'BODY_TOO_LARGE');
    expectRefused(
      await post({ query: CHANGES }, { ...token, 'content-type': 'text/plain' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    );
  });

  it('is a token that is dead, one that may not write, and a mutation by GET', async () => {
    const rename = `mutation { renameTeam(input: { teamId: "${toGlobalId('Team', teamId)}", name: "By a stream" }) { team { name } } }`;
    expectRefused(
      await post({ query: CHANGES, variables }, { authorization: 'Bearer wnw_dead' }),
      401,
      'UNAUTHENTICATED',
    );
    expectRefused(await post({ query: rename }, await tokenOf(reviewer, ['READ'])), 403, 'INSUFFICIENT_SCOPE');
    const headers = { accept: 'text/event-stream', cookie: await sessionCookieOf(reviewer) };
    expectRefused(await send({ headers }, `?${new URLSearchParams({ query: rename })}`), 405, 'METHOD_NOT_ALLOWED');
    expect(await getDatabase().team.count({ where: { name: 'By a stream' } })).toBe(0);
  });

  it('is told as the only event when it is the field that refuses: nobody is signed in', async () => {
    const stream = await openStream({}, CHANGES, variables);
    expect(await stream.next()).toMatchObject({
      data: null,
      errors: [{ path: ['projectChanged'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await stream.next()).toBeNull();
  });
});

describe('other operations over the same door', () => {
  it('are answered as one event, whatever else the caller would accept', async () => {
    const headers = { ...(await tokenOf(reviewer)), 'content-type': 'application/json' };
    const accept = 'application/graphql-response+json, application/json, text/event-stream';
    const body = JSON.stringify({ query: '{ viewer { email } }' });
    const request = new Request(GRAPHQL_ADDRESS, { method: 'POST', headers: { ...headers, accept }, body });
    const stream = readStream(await handleStream(request));
    expect(await stream.next()).toEqual({ data: { viewer: { email: reviewer.email } } });
    expect(await stream.next()).toBeNull();
  });
});
