import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { getDatabase, getPool } from '@/prisma/client';
import { type SeededProject, seedDocuments, seedProject, seedTeam } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();

interface Payload {
  readonly document?: { decision: { value: string } | null; decisionVersion: number; tags: { name: string }[] } | null;
  readonly tag?: { id: string; name: string; color: string } | null;
  readonly note?: { id: string; text: string | null; isCurrent: boolean; previous: { text: string } | null } | null;
  readonly userErrors: readonly { code: string; field: string[] | null }[];
}

const FIELDS: Readonly<Record<string, string>> = {
  document: 'document { decision { value reason person { name } } decisionVersion tags { name } }',
  tag: 'tag { id name color }',
  note: 'note { id text isCurrent previous { text } }',
};

let teamId: string;
let users: readonly string[];
let stranger: string;
let project: SeededProject;
let ids: string[];

beforeAll(async () => {
  ({ teamId, userIds: users } = await seedTeam(getPool(), 'Reviewers', ['OWNER', 'REVIEWER', 'VIEWER']));
  stranger = (await seedTeam(getPool(), 'Others', ['OWNER'])).userIds[0] ?? '';
});
beforeEach(async () => {
  project = await seedProject(getPool(), { teamId });
  const documents = [
    { title: 'one', rawScore: 4 },
    { title: 'two', rawScore: 3 },
    { title: 'copy', duplicateOf: 0 },
  ];
  ids = (await seedDocuments(getPool(), project, documents)).map((id) => toGlobalId('Document', project.projectId, id));
});

async function run(mutation: string, what: string, input: Record<string, unknown>, user = users[1]): Promise<Payload> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const source = `mutation M($input: ${type}!) { ${mutation}(input: $input) { ${FIELDS[what]} userErrors { code field } } }`;
  return at(await ask(user ?? null, source, { input }), mutation);
}
const codes = ({ userErrors }: Payload) => userErrors.map(({ code }) => code);
const decide = (value: string, expectedDecisionVersion: number, user = users[1]) =>
  run('decideDocument', 'document', { documentId: ids[0], value, expectedDecisionVersion }, user);
const undo = (expectedDecisionVersion: number) =>
  run('undoDecision', 'document', { documentId: ids[0], expectedDecisionVersion });
const actions = async () =>
  (
    await getDatabase().auditEvent.findMany({ where: { projectId: project.projectId }, orderBy: { sequence: 'asc' } })
  ).map(({ action }) => action);
const listed = async (filter: Record<string, unknown>) =>
  at<{ title: string }[]>(
    await ask(
      users[2] ?? null,
      'query L($id: ID!, $filter: DocumentFilter) { project(id: $id) { documents(filter: $filter) { nodes { title } } } }',
      { id: toGlobalId('Project', project.projectId), filter },
    ),
    'project.documents.nodes',
  ).map(({ title }) => title);

describe('a decision', () => {
  it('is in force until another one or its undo, and nothing of the line is lost', async () => {
    expect((await decide('INCLUDE', 0)).document).toMatchObject({ decision: { value: 'INCLUDE' }, decisionVersion: 1 });
    expect((await decide('EXCLUDE', 1, users[0])).document?.decision?.value).toBe('EXCLUDE');
    expect((await undo(2)).document?.decision?.value).toBe('INCLUDE');
    expect((await undo(3)).document).toMatchObject({ decision: null, decisionVersion: 4 });
    expect(codes(await undo(4))).toEqual(['NOTHING_TO_DO']);
    expect(await getDatabase().decision.count({ where: { projectId: project.projectId } })).toBe(4);
    expect(await actions()).toEqual(['decision.given', 'decision.given', 'decision.undone', 'decision.undone']);
  });

  it('made on an old version is a conflict with the document as it is, and one of ten at once wins', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide('MAYBE', 0)));
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap(codes))).toEqual(new Set(['CONFLICT']));
    expect((await decide('EXCLUDE', 0)).document).toMatchObject({ decision: { value: 'MAYBE' }, decisionVersion: 1 });
  });

  it('does not meet an override: each has a version of its own', async () => {
    await decide('INCLUDE', 0);
    const source = `mutation O($input: OverrideScoreInput!) { overrideScore(input: $input) { userErrors { code } } }`;
    const asked = await ask(users[1] ?? null, source, { input: { documentId: ids[0], value: 5, expectedVersion: 1 } });
    expect(at(asked, 'overrideScore.userErrors')).toEqual([]);
  });

  it('is refused to viewers, on duplicates, to strangers and in archived projects', async () => {
    expect(codes(await decide('INCLUDE', 0, users[2]))).toEqual(['FORBIDDEN']);
    expect(codes(await decide('INCLUDE', 0, stranger))).toEqual(['NOT_FOUND']);
    const copy = { documentId: ids[2], value: 'INCLUDE', expectedDecisionVersion: 0 };
    expect(codes(await run('decideDocument', 'document', copy))).toEqual(['INVALID']);
    await getDatabase().project.update({ where: { id: project.projectId }, data: { archivedAt: new Date() } });
    expect(codes(await decide('INCLUDE', 0))).toEqual(['CONFLICT']);
  });

  it('filters the list, by its value, by several and by there being none', async () => {
    await decide('INCLUDE', 0);
    expect(await listed({ decisions: ['INCLUDE'] })).toEqual(['one']);
    expect(await listed({ decisions: ['EXCLUDE', 'MAYBE'] })).toEqual([]);
    expect(await listed({ decisions: ['NONE'] })).toEqual(['two']);
    expect(await listed({ decisions: ['NONE', 'INCLUDE'] })).toEqual(['one', 'two']);
    expect(await listed({ decisions: [] })).toEqual([]);
  });

  it('cannot be changed once it is written', async () => {
    await decide('INCLUDE', 0);
    const change = getPool().query(`UPDATE "Decision" SET "value" = 'EXCLUDE' WHERE "projectId" = $1`, [
      project.projectId,
    ]);
    await expect(change).rejects.toThrow('append-only');
  });
});

describe('a tag', () => {
  const create = (name: string, user = users[1]) =>
    run('createTag', 'tag', { projectId: toGlobalId('Project', project.projectId), name }, user);

  it('is put on and taken off, filters the list, and is named once whatever its case', async () => {
    const { tag } = await create(' Trial ');
    expect(tag).toMatchObject({ name: 'Trial', color: 'STONE' });
    expect(codes(await create('TRIAL'))).toEqual(['TAKEN']);
    const place = { documentId: ids[1], tagId: tag?.id };
    expect((await run('tagDocument', 'document', place)).document?.tags).toEqual([{ name: 'Trial' }]);
    expect(codes(await run('tagDocument', 'document', place))).toEqual(['NOTHING_TO_DO']);
    expect(await listed({ tagIds: [tag?.id] })).toEqual(['two']);
    expect((await run('untagDocument', 'document', place)).document?.tags).toEqual([]);
    expect(codes(await run('untagDocument', 'document', place))).toEqual(['NOTHING_TO_DO']);
    await run('tagDocument', 'document', place);
    expect(codes(await run('deleteTag', 'tag', { tagId: tag?.id }))).toEqual([]);
    expect(await getDatabase().documentTag.count({ where: { projectId: project.projectId } })).toBe(0);
  });

  it.each([
    ['no name', '  ', 'REQUIRED'],
    ['a name too long', 'x'.repeat(61), 'TOO_LONG'],
    ['a name of two lines', 'a\nb', 'INVALID'],
  ])('with %s is refused', async (_name, name, code) => {
    expect(codes(await create(name))).toEqual([code]);
  });

  it('of another project is on no document of this one', async () => {
    const other = await seedProject(getPool(), { teamId });
    const { id } = await getDatabase().tag.create({ data: { projectId: other.projectId, name: 'Elsewhere' } });
    const place = { documentId: ids[0], tagId: toGlobalId('Tag', id) };
    expect(codes(await run('tagDocument', 'document', place))).toEqual(['NOT_FOUND']);
    expect(await listed({ tagIds: [toGlobalId('Tag', id)] })).toEqual([]);
  });
});

describe('a note', () => {
  const add = (text: string, user = users[1]) => run('addNote', 'note', { documentId: ids[0], text }, user);

  it('is its author’s: changed and withdrawn by nobody else, with what it said kept', async () => {
    const first = (await add('Look again.')).note;
    expect(codes(await run('changeNote', 'note', { noteId: first?.id, text: 'Mine now' }, users[0]))).toEqual([
      'FORBIDDEN',
    ]);
    const second = (await run('changeNote', 'note', { noteId: first?.id, text: 'Looked.' })).note;
    expect(second).toMatchObject({ text: 'Looked.', isCurrent: true, previous: { text: 'Look again.' } });
    expect(codes(await run('changeNote', 'note', { noteId: first?.id, text: 'Late' }))).toEqual(['CONFLICT']);
    const gone = (await run('withdrawNote', 'note', { noteId: second?.id })).note;
    expect(gone).toMatchObject({ text: null, isCurrent: false, previous: { text: 'Looked.' } });
    const source = 'query N($id: ID!) { node(id: $id) { ... on Document { notes { totalCount } } } }';
    expect(at(await ask(users[2] ?? null, source, { id: ids[0] }), 'node.notes.totalCount')).toBe(0);
    expect(await getDatabase().note.count({ where: { projectId: project.projectId } })).toBe(3);
    expect(await actions()).toEqual(['note.added', 'note.changed', 'note.withdrawn']);
  });

  it('is refused to viewers and strangers, empty, and too long', async () => {
    expect(codes(await add('x', users[2]))).toEqual(['FORBIDDEN']);
    expect(codes(await add('x', stranger))).toEqual(['NOT_FOUND']);
    expect(codes(await add(' \n '))).toEqual(['REQUIRED']);
    expect(codes(await add('x'.repeat(4_001)))).toEqual(['TOO_LONG']);
  });
});
