import { getIntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { LIMITS } from '@/graphql/limits';
import { createTeamWith, type Person, provideAuthSettings } from '@/graphql/testing/people';
import { expectRefused, sendGraphql, tokenOf } from '@/graphql/testing/send-graphql';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
provideAuthSettings();

let owner: Person;
let teamId: string;
let token: Record<string, string>;

beforeAll(async () => {
  const made = await createTeamWith('OWNER');
  [owner] = made.people as [Person];
  teamId = made.teamId;
  token = await tokenOf(owner);
});

const ask = (query: string, variables?: Record<string, unknown>) => sendGraphql(token, query, variables);

describe('the limits of a document, fragments counted wherever they are spread', () => {
  const VALIDATION = 'GRAPHQL_VALIDATION_FAILED';

  it('refuses fields nested deeper than the limit, also through fragments', async () => {
    const inside = (depth: number): string =>
      depth === 0 ? 'id' : `team { projects(first: 1) { nodes { ${inside(depth - 1)} } } }`;
    // project is 1 deep, each level 3 more, id the last: 1 + 3 * 3 + 1 = 11 and 1 + 3 * 4 + 1 = 14.
    expect((await ask(`{ project(id: "x") { ${inside(3)} } }`)).body.data).toEqual({ project: null });
    expectRefused(await ask(`{ project(id: "x") { ${inside(4)} } }`), 400, VALIDATION);
    const hidden = `fragment F on Project { ${inside(2)} } fragment G on Project { team { projects(first: 1) { nodes { ...F ... on Project { team { projects(first: 1) { nodes { ...F } } } } } } } }`;
    expectRefused(await ask(`{ project(id: "x") { ...G } } ${hidden}`), 400, VALIDATION);
  });

  it('refuses more aliases than the limit, also by spreading one fragment again and again', async () => {
    const aliases = (count: number) => Array.from({ length: count }, (_, index) => `a${index}: __typename`).join(' ');
    expect((await ask(`{ ${aliases(LIMITS.aliases)} }`)).status).toBe(200);
    expectRefused(await ask(`{ ${aliases(LIMITS.aliases + 1)} }`), 400, VALIDATION);
    expectRefused(await ask(`{ ...F ...F ...F ...F } fragment F on Query { ${aliases(4)} }`), 400, VALIDATION);
  });

  it('refuses more directives than the limit, also on repeated spreads and on variables', async () => {
    const spreads = (count: number) => '...F @include(if: true) '.repeat(count);
    const fragment = 'fragment F on Query { __typename }';
    expect((await ask(`{ ${spreads(LIMITS.directives)} } ${fragment}`)).status).toBe(200);
    expectRefused(await ask(`{ ${spreads(LIMITS.directives + 1)} } ${fragment}`), 400, VALIDATION);
    const inside =
      'fragment F on Query { ...G @skip(if: false) ...G @skip(if: false) ...G @skip(if: false) } fragment G on Query { __typename @include(if: true) }';
    expectRefused(await ask(`{ ...F ...F ...F ...F } ${inside}`), 400, VALIDATION);
  });

  it('refuses more tokens than the limit before reading them all', async () => {
    expectRefused(await ask(`{ ${'__typename '.repeat(LIMITS.tokens)} }`), 400, 'GRAPHQL_PARSE_FAILED');
  });

  it('answers the introspection that tools ask and refuses one that grows with every level', async () => {
    const asked = await ask(getIntrospectionQuery());
    expect({ status: asked.status, errors: asked.body.errors }).toEqual({ status: 200, errors: undefined });
    const growing = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }';
    expectRefused(await ask(growing), 400, VALIDATION);
  });
});

describe('cost', () => {
  it('is told with what is left of the minute', async () => {
    const first = await ask('{ viewer { id } }');
    expect(first.body.extensions?.cost).toEqual({ requested: 2, limit: LIMITS.cost });
    const second = await ask('{ viewer { id } teams(first: 10) { nodes { id name } } }');
    // viewer and id 2; teams 1 + 10 rows of (nodes, id, name) 3 = 31
    expect(second.body.extensions?.cost.requested).toBe(33);
    const before = first.body.extensions?.rateLimit.remaining ?? 0;
    expect(second.body.extensions?.rateLimit.remaining).toBe(before - 33);
    expect(second.body.extensions?.rateLimit).toMatchObject({ limit: LIMITS.costPerMinute });
  });

  it('counts pages within pages, and refuses what could cost too much before it runs', async () => {
    const pages = (size: string) => `teams(first: ${size}) { nodes { projects(first: ${size}) { nodes { name } } } }`;
    expect((await ask(`{ ${pages('50')} }`)).status).toBe(200); // 1 + 50 * (1 + 1 + 50 * 2) = 5101
    expectRefused(await ask(`{ ${pages('100')} }`), 400, 'TOO_COSTLY'); // 1 + 100 * (2 + 100 * 2) = 20201
    expectRefused(await ask(`query Q($n: Int) { ${pages('$n')} }`, { n: 100 }), 400, 'TOO_COSTLY');
    expectRefused(await ask(`query Q($n: Int = 100) { ${pages('$n')} }`), 400, 'TOO_COSTLY');
    const hidden = `{ ...F } fragment F on Query { ...G } fragment G on Query { ... on Query { ${pages('100')} } }`;
    expectRefused(await ask(hidden), 400, 'TOO_COSTLY');
  });

  it('is not made cheap by spreading fragments in fragments until counting is given up', async () => {
    const doubling = Array.from(
      { length: 14 },
      (_, level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
    );
    const document = `{ ...F0 } ${doubling.join(' ')} fragment F14 on Query { __typename }`;
    expectRefused(await ask(document), 400, 'BAD_USER_INPUT');
  });

  it('refuses pages of more than 100 rows and more than 100 ids before anything runs', async () => {
    const id = toGlobalId('Team', teamId);
    for (const size of [101, -1, 2_000_000_000]) {
      expectRefused(await ask(`{ teams(first: ${size}) { totalCount } }`), 400, 'OUT_OF_RANGE');
      expectRefused(
        await ask('query Q($n: Int) { teams(first: $n) { totalCount } }', { n: size }),
        400,
        'OUT_OF_RANGE',
      );
    }
    expectRefused(await ask('{ project(id: "x") { documents(last: 101) { totalCount } } }'), 400, 'OUT_OF_RANGE');
    expect((await ask('{ teams(first: 100) { totalCount } }')).body.data).toEqual({ teams: { totalCount: 1 } });
    const ids = 'query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expectRefused(await ask(ids, { ids: Array.from({ length: 101 }, () => id) }), 400, 'TOO_MANY');
    expect((await ask(ids, { ids: Array.from({ length: 100 }, () => id) })).status).toBe(200);
  });

  it('answers 429 with Retry-After once a minute is spent, to that person alone', async () => {
    const made = await createTeamWith('OWNER', 'VIEWER');
    const [spender, other] = made.people as [Person, Person];
    const costly = '{ teams(first: 95) { nodes { projects(first: 100) { nodes { name } } } } }'; // 1 + 95 * 202 = 19191
    const headers = await tokenOf(spender);
    const answers = [];
    for (let spent = 0; spent <= LIMITS.costPerMinute; spent += 19_191)
      answers.push(await sendGraphql(headers, costly));
    const refused = answers.at(-1);
    if (!refused) throw new Error('Nothing was asked.');
    expectRefused(refused, 429, 'RATE_LIMITED');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body.errors?.[0]?.extensions.rateLimit).toMatchObject({ remaining: 0 });
    expect((await sendGraphql(await tokenOf(other), '{ viewer { id } }')).status).toBe(200);
  });

  it('is counted for strangers by the address they come from', async () => {
    const costly = '{ teams(first: 95) { nodes { projects(first: 100) { nodes { name } } } } }';
    const from = (peer: string, query: string) => sendGraphql({ 'x-winnow-peer': peer }, query);
    for (let spent = 0; spent <= LIMITS.costPerMinute; spent += 19_191) await from('192.0.2.7', costly);
    expectRefused(await from('192.0.2.7', '{ installation { version } }'), 429, 'RATE_LIMITED');
    expect((await from('192.0.2.8', '{ installation { version } }')).status).toBe(200);
  });
});
