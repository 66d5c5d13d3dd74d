import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson, type Person } from '@/graphql/testing/people';
import { type ImportDesk, importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase, getPool } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';
import { inBulkTransaction } from '@/prisma/queries/bulk-transaction';
import { lockProjectDocuments } from '@/prisma/queries/project-lock';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

let desk: ImportDesk;
let teamId: string;
let reviewer: Person;

beforeEach(async () => {
  desk = await openDesk();
  teamId = (await getDatabase().project.findUniqueOrThrow({ where: { id: desk.projectId } })).teamId;
  reviewer = await join('REVIEWER');
});

async function join(role: Role): Promise<Person> {
  const person = await createPerson();
  await getDatabase().membership.create({ data: { teamId, userId: person.id, role } });
  return person;
}

interface Row {
  readonly id: string;
  readonly title?: string;
  readonly text?: string;
  readonly doi?: string;
  readonly year?: number;
  readonly authors?: readonly string[];
}

async function bring(...rows: readonly Row[]) {
  const run = await importEnded(await desk.drop('a.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')));
  return getDatabase().document.findMany({ where: { importRunId: run.id }, orderBy: { recordNumber: 'asc' } });
}

const idOf = (documentId: string | undefined) => toGlobalId('Document', desk.projectId, documentId ?? '');
const pointers = async () =>
  Object.fromEntries(
    (await getDatabase().document.findMany({ where: { projectId: desk.projectId } })).map((document) => [
      document.externalId,
      document.duplicateOfId,
    ]),
  );

interface Payload {
  readonly document: { id: string } | null;
  readonly userErrors: { code: string; field: string[] | null }[];
}

async function change(mutation: string, inputType: string, input: object, person = reviewer): Promise<Payload> {
  const source = `mutation ($input: ${inputType}!) { ${mutation}(input: $input) {
    document { id } userErrors { code field } } }`;
  return at(await ask(person.id, source, { input }), mutation);
}
const split = (id: string | undefined, person?: Person) =>
  change('splitDuplicate', 'SplitDuplicateInput', { documentId: idOf(id) }, person);
const joinTwo = (id: string | undefined, otherId: string | undefined) =>
  change('joinDuplicates', 'JoinDuplicatesInput', { documentId: idOf(id), otherId: idOf(otherId) });
const undo = (id: string | undefined) =>
  change('undoDuplicateDecision', 'UndoDuplicateDecisionInput', { documentId: idOf(id) });

/** Ends the connections that wait for a project's documents; how many there were. */
async function cutOffWaiting(): Promise<number> {
  const { rowCount } = await getPool().query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event = 'advisory'`,
  );
  return rowCount ?? 0;
}

const trial = (id: string, text: string, rest: Partial<Row> = {}): Row => ({ id, text, doi: '10.1000/one', ...rest });

describe('a group', () => {
  it('is read from each of its records, page by page', async () => {
    const [first, second, third] = await bring(trial('a', 'Fever.'), trial('b', 'Fever!'), trial('c', 'Fever?'));
    const source = `query ($id: ID!, $after: String) { node(id: $id) { ... on Document {
      duplicateGroup { size first { externalId } }
      duplicates(first: 1, after: $after) { totalCount nodes { externalId } pageInfo { hasNextPage endCursor } } } } }`;
    const read = async (id: string | undefined, after?: string) =>
      at<{
        duplicateGroup: unknown;
        duplicates: { nodes: unknown; totalCount: number; pageInfo: { endCursor: string } };
      }>(await ask(reviewer.id, source, { id: idOf(id), after }), 'node');
    const ofFirst = await read(first?.id);
    expect(ofFirst.duplicateGroup).toEqual({ size: 3, first: { externalId: 'a' } });
    expect(ofFirst.duplicates).toMatchObject({ totalCount: 2, nodes: [{ externalId: 'b' }] });
    const rest = await read(first?.id, ofFirst.duplicates.pageInfo.endCursor);
    expect(rest.duplicates).toMatchObject({ nodes: [{ externalId: 'c' }], pageInfo: { hasNextPage: false } });
    expect((await read(third?.id)).duplicates).toMatchObject({ nodes: [{ externalId: 'a' }] });
    expect(second?.duplicateOfId).toBe(first?.id);
  });

  it('has one document, and its other records are said to repeat it and are counted apart', async () => {
    const [first, second] = await bring(trial('a', 'Fever.'), trial('b', 'Fever!'), { id: 'c', text: 'Cough.' });
    const source = `query ($first: ID!, $second: ID!, $project: ID!) {
      first: node(id: $first) { ... on Document { isDuplicate } }
      second: node(id: $second) { ... on Document { isDuplicate } }
      project(id: $project) { collections { nodes { documentCount duplicateCount } } } }`;
    const variables = {
      first: idOf(first?.id),
      second: idOf(second?.id),
      project: toGlobalId('Project', desk.projectId),
    };
    const counted = async () => at(await ask(reviewer.id, source, variables), 'project.collections.nodes');
    const read = await ask(reviewer.id, source, variables);
    expect([at(read, 'first.isDuplicate'), at(read, 'second.isDuplicate')]).toEqual([false, true]);
    expect(await counted()).toEqual([{ documentCount: 3, duplicateCount: 1 }]);
    await split(second?.id);
    expect(await counted()).toEqual([{ documentCount: 3, duplicateCount: 0 }]);
  });

  it('of one is none', async () => {
    const [only] = await bring(trial('a', 'Fever.'));
    const source =
      'query ($id: ID!) { node(id: $id) { ... on Document { duplicateGroup { size } duplicates { totalCount } } } }';
    const read = await ask(reviewer.id, source, { id: idOf(only?.id) });
    expect(at(read, 'node')).toEqual({ duplicateGroup: null, duplicates: { totalCount: 0 } });
  });
});

describe('a record that is split off', () => {
  it('stands alone, is scored, and is not joined again by later imports of the same record', async () => {
    const [first, second] = await bring(trial('a', 'Fever in adults.'), trial('b', 'Cough in children.'));
    expect(await split(second?.id)).toEqual({ document: { id: idOf(second?.id) }, userErrors: [] });
    expect(await pointers()).toEqual({ a: null, b: null });
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 2, scoredCount: 2 });

    await bring(trial('a2', 'Fever in adults.'), trial('b2', 'Cough in children.'), trial('c', 'Something else.'));
    expect(await pointers()).toEqual({ a: null, b: null, a2: first?.id, b2: second?.id, c: first?.id });
    expect(await split(second?.id)).toMatchObject({ userErrors: [] }); // from its own new group
    const events = await getDatabase().auditEvent.findMany({ where: { teamId }, orderBy: { sequence: 'asc' } });
    expect(events[0]).toMatchObject({
      action: 'duplicate.split',
      actorId: reviewer.id,
      details: { otherId: first?.id },
    });
  });

  it('that was the first leaves the place to the next, which is scored', async () => {
    const [first, second, third] = await bring(trial('a', 'Fever.'), trial('b', 'Cough.'), trial('c', 'Rash.'));
    await scoringCompleted(desk.projectId);
    await split(first?.id);
    expect(await pointers()).toEqual({ a: null, b: null, c: second?.id });
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 2, scoredCount: 2 });
    await undo(first?.id);
    expect(await pointers()).toEqual({ a: null, b: first?.id, c: first?.id });
    expect(third?.duplicateOfId).toBe(first?.id);
  });

  it('goes back with what has followed it since, once', async () => {
    const [first, second] = await bring(trial('a', 'Fever.'), trial('b', 'Cough.'));
    await split(second?.id);
    await bring(trial('b2', 'Cough.'));
    expect(await undo(second?.id)).toMatchObject({ userErrors: [] });
    expect(await pointers()).toEqual({ a: null, b: first?.id, b2: first?.id });
    expect((await undo(second?.id)).userErrors).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    await bring(trial('b3', 'Cough.'));
    expect((await pointers()).b3).toBe(first?.id);
  });

  it('twice at the same moment is split once', async () => {
    const [, second] = await bring(trial('a', 'Fever.'), trial('b', 'Cough.'));
    const answers = await Promise.all([split(second?.id), split(second?.id)]);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    expect(await getDatabase().duplicateDecision.count({ where: { projectId: desk.projectId } })).toBe(1);
  });

  it('is refused to one who only reads', async () => {
    const [, second] = await bring(trial('a', 'Fever.'), trial('b', 'Cough.'));
    expect((await split(second?.id, await join('VIEWER'))).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('two records that are joined', () => {
  it('stay joined: later imports of either follow the first, which keeps its score', async () => {
    const [first, second] = await bring({ id: 'a', text: 'Fever in adults.' }, { id: 'b', text: 'Fever of adults.' });
    await scoringCompleted(desk.projectId);
    expect(await joinTwo(second?.id, first?.id)).toEqual({ document: { id: idOf(second?.id) }, userErrors: [] });
    await bring({ id: 'a2', text: 'Fever in adults!' }, { id: 'b2', text: 'Fever of adults!' });
    expect(await pointers()).toEqual({ a: null, b: first?.id, a2: first?.id, b2: first?.id });
    expect((await joinTwo(first?.id, second?.id)).userErrors).toMatchObject([{ code: 'NOTHING_TO_DO' }]);

    await undo(second?.id);
    expect(await pointers()).toEqual({ a: null, b: null, a2: first?.id, b2: second?.id });
    expect(await scoringCompleted(desk.projectId)).toMatchObject({ totalCount: 2, scoredCount: 2 });
  });

  it.each(['first', 'second'])('are one again when a split of the %s is taken back', async (which) => {
    const [first, second] = await bring({ id: 'a', text: 'Fever in adults.' }, { id: 'b', text: 'Fever of adults.' });
    await scoringCompleted(desk.projectId);
    await joinTwo(second?.id, first?.id);
    const splitId = which === 'first' ? first?.id : second?.id;
    await split(splitId);
    expect(await pointers()).toEqual({ a: null, b: null });
    expect(await undo(splitId)).toMatchObject({ userErrors: [] });
    expect(await pointers()).toEqual({ a: null, b: first?.id });
  });

  it('keep the one that a person has scored first', async () => {
    const [first, second] = await bring({ id: 'a', text: 'Fever in adults.' }, { id: 'b', text: 'Fever of adults.' });
    const { projectId } = desk;
    const setScore = (id = '') =>
      getDatabase().document.update({ where: { projectId_id: { projectId, id } }, data: { overrideScore: 4 } });
    await setScore(second?.id);
    await joinTwo(first?.id, second?.id);
    expect(await pointers()).toEqual({ a: second?.id, b: null });
    await undo(first?.id);
    await setScore(first?.id);
    expect((await joinTwo(first?.id, second?.id)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  });

  it('are left as they were when the database cuts the join off in the middle, and joined when it is asked again', async () => {
    const [first, second] = await bring({ id: 'a', text: 'Fever.' }, { id: 'b', text: 'Cough.' });
    await scoringCompleted(desk.projectId);
    const cut = inBulkTransaction(async (tx) => {
      await lockProjectDocuments(tx, desk.projectId);
      const joining = joinTwo(first?.id, second?.id).catch(() => 'cut off');
      await vi.waitFor(async () => expect(await cutOffWaiting()).toBe(1), 20_000);
      return joining;
    });
    expect(await cut).toBe('cut off');
    expect(await pointers()).toEqual({ a: null, b: null });
    expect(await getDatabase().duplicateDecision.count({ where: { projectId: desk.projectId } })).toBe(0);
    expect((await joinTwo(first?.id, second?.id)).userErrors).toEqual([]);
    expect(await pointers()).toEqual({ a: null, b: first?.id });
  });

  it('are two, of one project', async () => {
    const [first] = await bring({ id: 'a', text: 'Fever in adults.' });
    expect((await joinTwo(first?.id, first?.id)).userErrors).toEqual([{ code: 'INVALID', field: ['otherId'] }]);
    const other = await openDesk();
    const foreign = toGlobalId('Document', other.projectId, first?.id ?? '');
    const answer = await change('joinDuplicates', 'JoinDuplicatesInput', {
      documentId: idOf(first?.id),
      otherId: foreign,
    });
    expect(answer.userErrors).toEqual([{ code: 'NOT_FOUND', field: ['otherId'] }]);
  });
});

const PROPOSALS = `query ($id: ID!) { project(id: $id) { duplicateProposals { totalCount nodes {
  id status yearDifference sharedAuthors authorShare first { externalId } second { externalId } } } } }`;

interface Proposal {
  readonly id: string;
  readonly first: { externalId: string };
  readonly second: { externalId: string };
}

async function proposals(): Promise<Proposal[]> {
  const id = toGlobalId('Project', desk.projectId);
  return at(await ask(reviewer.id, PROPOSALS, { id }), 'project.duplicateProposals.nodes');
}

const proposed = (count: number) =>
  vi.waitFor(
    async () => {
      const found = await proposals();
      expect(found).toHaveLength(count);
      return found;
    },
    { timeout: 20_000, interval: 50 },
  );

async function decide(proposalId: string, decision: 'JOIN' | 'DISMISS' | 'REOPEN') {
  const source = `mutation ($input: DecideDuplicateProposalInput!) { decideDuplicateProposal(input: $input) {
    proposal { status decidedBy { id } } userErrors { code } } }`;
  return at<{ proposal: { status: string } | null; userErrors: { code: string }[] }>(
    await ask(reviewer.id, source, { input: { proposalId, decision } }),
    'decideDuplicateProposal',
  );
}

const TITLE = 'Inhaled budesonide for children with asthma';
const similar = (id: string, rest: Partial<Row> = {}): Row => ({
  id,
  title: TITLE,
  text: `Text of ${id}.`,
  year: 2020,
  authors: ['Müller, Karl', 'Heron, A.'],
  ...rest,
});

describe('near duplicates', () => {
  it('are proposed with their reason, and not merged', async () => {
    await bring(
      similar('a', { doi: '10.1000/a' }),
      similar('b', {
        title: 'INHALED budesonide, for children with asthma.',
        doi: '10.1000/b',
        year: 2021,
        authors: ['K. Muller'],
      }),
      similar('too late', { year: 2023 }),
      similar('others', { authors: ['Stork, B.'] }),
      { id: 'short', title: 'Editorial', text: 'One.', year: 2020, authors: ['Heron, A.'] },
      { id: 'short too', title: 'Editorial', text: 'Two.', year: 2020, authors: ['Heron, A.'] },
    );
    expect(await proposed(1)).toMatchObject([
      {
        status: 'OPEN',
        yearDifference: 1,
        sharedAuthors: ['Müller'],
        authorShare: 1,
        first: { externalId: 'a' },
        second: { externalId: 'b' },
      },
    ]);
    expect(new Set(Object.values(await pointers()))).toEqual(new Set([null]));
  });

  it('between imports are found, and what was dismissed is not proposed again', async () => {
    await bring(similar('a'));
    await bring(similar('b'));
    const [proposal] = await proposed(1);
    expect(await decide(proposal?.id ?? '', 'DISMISS')).toMatchObject({ proposal: { status: 'DISMISSED' } });
    await proposed(0);
    expect((await decide(proposal?.id ?? '', 'JOIN')).userErrors).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    expect(await decide(proposal?.id ?? '', 'REOPEN')).toMatchObject({ proposal: { status: 'OPEN' } });
    await proposed(1);
  });

  it('that are accepted are one, until that is taken back', async () => {
    const [first, second] = await bring(similar('a'), similar('b'));
    const [proposal] = await proposed(1);
    expect(await decide(proposal?.id ?? '', 'JOIN')).toMatchObject({ proposal: { status: 'JOINED' }, userErrors: [] });
    expect(await pointers()).toEqual({ a: null, b: first?.id });
    await bring(similar('b2', { text: 'Text of b.' }));
    expect((await pointers()).b2).toBe(first?.id);
    expect(await decide(proposal?.id ?? '', 'REOPEN')).toMatchObject({ proposal: { status: 'OPEN' }, userErrors: [] });
    expect(await pointers()).toEqual({ a: null, b: null, b2: second?.id });
  });
});
