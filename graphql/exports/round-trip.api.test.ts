import { beforeAll, describe, expect, it, vi } from 'vitest';
import { decideDocument } from '@/graphql/decisions/decide-document';
import { exportOf, openProject, type Place, bring as upload } from '@/graphql/exports/testing/round-trip';
import { toGlobalId } from '@/graphql/global-id';
import { addNote } from '@/graphql/notes/write-notes';
import { overrideScore } from '@/graphql/ratings/override-score';
import { createTag } from '@/graphql/tags/change-tags';
import { tagDocument } from '@/graphql/tags/tag-document';
import { createTeamWith, type Person, requestOf } from '@/graphql/testing/people';
import { importEnded, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import type { ImportRun } from '@/prisma/generated/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

const bring = async (...given: Parameters<typeof upload>) => importEnded(await upload(...given));

/** Everything that a format has bent somewhere: line ends, quotes, formulas, names with commas, lists, types, names. */
const RECORDS = [
  {
    id: 'a',
    title: 'Inhaled steroids, "first" line; second',
    text: 'A randomised trial.\n\nIt has two paragraphs,\nER  - \nTY  - JOUR\nand a line that looks like a tag.',
    authors: ['van Dyke, John Paul', 'Doe; Jane', 'O"Neil \\ Ann'],
    year: 2021,
    journal: 'Thorax',
    doi: '10.1000/abc',
    keywords: ['asthma, severe', 'children'],
    language: 'en',
    cost: '=1+1',
    delta: '-5.2',
    already: "'=kept",
    metadata_note: 'plain',
  },
  {
    id: 'b',
    title: '=HYPERLINK("http://evil.example","x")',
    text: '@SUM(A1) begins this text of asthma.',
    winnow_kept: 'x',
  },
  { id: 'c', text: 'What is asthma?\nA disease of the airways, told without a title.', nested: { a: [1, 2] } },
  { id: 'd', title: 'Left alone', text: 'Bicycle lanes in the city.', url: 'https://example.org/d', pmid: '12345' },
];
const IDS = RECORDS.map(({ id }) => id);

let reviewer: Person;
let importer: Person;
let projectId: string;

/** What people and the model said of each document, and the document itself, by its own id. */
async function stateOf(of: string) {
  const documents = await getDatabase().document.findMany({
    where: { projectId: of, duplicateOfId: null },
    orderBy: { externalId: 'asc' },
    include: {
      text: { omit: { documentId: true, projectId: true } },
      scores: true,
      ratings: { where: { isCurrent: true }, include: { rater: true } },
      decisions: { where: { isCurrent: true }, include: { person: true } },
      tags: { include: { tag: true } },
      notes: { where: { isCurrent: true } },
    },
  });
  return documents.map((document) => ({
    id: document.externalId,
    title: document.title,
    year: document.year,
    language: document.language,
    text: document.text,
    status: document.status,
    scores: [document.rawScore, document.calibratedScore, document.overrideScore],
    read: document.scores.map(({ tokensTotal, tokensRead, windows, isTruncated, precision }) => ({
      ...{ tokensTotal, tokensRead, windows, isTruncated, precision },
    })),
    override: document.ratings.map(({ value, reason, givenBy, rater }) => [value, reason, givenBy ?? rater.name]),
    decision: document.decision,
    decided: document.decisions.map(({ value, reason, givenBy, person }) => [value, reason, givenBy ?? person.name]),
    tags: document.tags.map(({ tag }) => tag.name).sort(),
  }));
}

const idOf = async (externalId: string) => {
  const { id } = await getDatabase().document.findFirstOrThrow({
    where: { projectId, externalId },
    select: { id: true },
  });
  return toGlobalId('Document', projectId, id);
};

beforeAll(async () => {
  const { teamId, people } = await createTeamWith('REVIEWER');
  [reviewer] = people as [Person];
  projectId = await openProject(teamId, 'Origin');
  const lines = RECORDS.map((record) => JSON.stringify(record)).join('\n');
  await bring({ person: reviewer, projectId }, 'origin.jsonl', Buffer.from(lines));
  await scoringCompleted(projectId);
  const context = () => requestOf(reviewer);
  const [a, b, c] = [await idOf('a'), await idOf('b'), await idOf('c')];
  await overrideScore(context(), { documentId: a, value: 4.6, reason: 'a trial,\nin children', expectedVersion: 1 });
  await overrideScore(context(), { documentId: c, value: 1, expectedVersion: 1 });
  await decideDocument(context(), { documentId: a, value: 'INCLUDE', reason: '=sure', expectedDecisionVersion: 0 });
  await decideDocument(context(), { documentId: b, value: 'EXCLUDE', expectedDecisionVersion: 0 });
  for (const name of ['Children; adults', 'trial']) {
    const { tag } = await createTag(context(), { projectId: toGlobalId('Project', projectId), name });
    await tagDocument(context(), { documentId: a, tagId: toGlobalId('Tag', tag.id) });
  }
  await addNote(context(), { documentId: a, text: 'Ask the authors.\nTwice.' });
  await addNote(context(), { documentId: a, text: 'They answered.' });
  importer = (await createTeamWith('OWNER')).people[0] as Person;
});

async function emptyProject(name: string): Promise<Place> {
  const { teamId } = await getDatabase().membership.findFirstOrThrow({ where: { userId: importer.id } });
  return { person: importer, projectId: await openProject(teamId, name) };
}

/** Tables have no types for metadata: what is no text in the metadata comes back as the text it was written as. */
function asText(state: Awaited<ReturnType<typeof stateOf>>) {
  return state.map(({ text, ...rest }) => {
    const metadata = Object.entries((text?.metadata ?? {}) as Record<string, unknown>);
    const written = metadata.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]);
    return { ...rest, text: { ...text, metadata: Object.fromEntries(written) } };
  });
}

describe.each([
  ['CSV', 'review.csv', asText],
  ['JSONL', 'review.jsonl', (state: unknown) => state],
  ['RIS', 'review.ris', (state: unknown) => state],
  ['XLSX', 'review.xlsx', asText],
  ['PARQUET', 'review.parquet', asText],
] as const)('an export as %s, imported into an empty project of other people', (format, fileName, told) => {
  let there: Place;
  let run: ImportRun;

  beforeAll(async () => {
    there = await emptyProject(format);
    run = await bring(there, fileName, await exportOf({ person: reviewer, projectId }, format));
  });

  it('brings back documents, scores, overrides, decisions and tags as they were', async () => {
    expect(run).toMatchObject({
      status: 'COMPLETED',
      readCount: 4,
      acceptedCount: 4,
      restores: true,
      restoredCount: 4,
    });
    const before = await stateOf(projectId);
    expect(before.map(({ id }) => id)).toEqual(IDS);
    expect(before[0]).toMatchObject({ override: [[4.6, 'a trial,\nin children', reviewer.name]], decision: 'INCLUDE' });
    expect(told((await stateOf(there.projectId)) as never)).toEqual(told(before as never));
  });

  it('brings back notes with who wrote them, and the same again from an export of the copy', async () => {
    const notes = await getDatabase().note.findMany({ where: { projectId: there.projectId } });
    const day = new Date().toISOString().slice(0, 10);
    const first = `${reviewer.name}, ${day}: Ask the authors.\nTwice.`;
    expect(notes.map(({ text }) => text)).toEqual([`${first}\n\n${reviewer.name}, ${day}: They answered.`]);
    const again = await emptyProject(`${format} again`);
    await bring(again, fileName, await exportOf(there, format));
    const copied = await getDatabase().note.findMany({ where: { projectId: again.projectId } });
    expect(copied.map(({ text }) => text)).toEqual(notes.map(({ text }) => text));
    expect(told((await stateOf(again.projectId)) as never)).toEqual(told((await stateOf(projectId)) as never));
  });

  it('gives no word to a person of this installation but to whoever imported it', async () => {
    const where = { projectId: there.projectId };
    const ratings = await getDatabase().rating.findMany({ where });
    expect(ratings.map(({ kind, raterId, importRunId }) => [kind, raterId, importRunId])).toEqual(
      ratings.map(() => ['OVERRIDE', importer.id, run.id]),
    );
    const decisions = await getDatabase().decision.findMany({ where });
    expect(new Set([...decisions.map(({ personId }) => personId)])).toEqual(new Set([importer.id]));
    const scoring = await getDatabase().scoringRun.findMany({ where, include: { modelRevision: true } });
    const origin = await getDatabase().scoringRun.findFirstOrThrow({
      where: { projectId },
      include: { modelRevision: true },
    });
    expect(scoring).toHaveLength(1);
    expect(scoring[0]).toMatchObject({ importRunId: run.id, status: 'COMPLETED', scoredCount: 4, totalCount: 4 });
    expect(scoring[0]?.modelRevision).toMatchObject({
      ...{ isNamedOnly: true, name: origin.modelRevision?.name, revision: origin.modelRevision?.revision },
    });
    expect(scoring[0]?.modelRevisionId).not.toBe(origin.modelRevisionId);
  });
});

describe('an export', () => {
  it('brings nothing back into a project that holds documents, unless that is chosen; and says so', async () => {
    const there = await emptyProject('Full');
    await bring(there, 'own.jsonl', Buffer.from(JSON.stringify({ id: 'own', text: 'A text of its own.' })));
    const csv = await exportOf({ person: reviewer, projectId }, 'CSV');
    const run = await bring(there, 'review.csv', csv);
    expect(run).toMatchObject({ restores: false, restoredCount: 0, acceptedCount: 4 });
    const issues = await getDatabase().importIssue.findMany({ where: { importRunId: run.id } });
    expect(issues.map(({ code }) => code)).toContain('REVIEWS_NOT_RESTORED');
    expect(
      (await stateOf(there.projectId)).flatMap(({ override, decided, tags }) => [...override, ...decided, ...tags]),
    ).toEqual([]);
  });

  it('that is chosen for such a project brings people’s words, and no score of another model', async () => {
    const there = await emptyProject('Chosen');
    await bring(there, 'own.jsonl', Buffer.from(JSON.stringify({ id: 'own', text: 'A text of its own.' })));
    const run = await bring(there, 'review.csv', await exportOf({ person: reviewer, projectId }, 'CSV'), true);
    expect(run).toMatchObject({ restores: true, restoredCount: 4 });
    const issues = await getDatabase().importIssue.findMany({ where: { importRunId: run.id } });
    expect(issues.map(({ code }) => code)).toContain('REVIEW_SCORES_NOT_RESTORED');
    await scoringCompleted(there.projectId);
    const runs = await getDatabase().scoringRun.findMany({ where: { projectId: there.projectId } });
    expect(runs.map(({ importRunId, scoredCount }) => [importRunId, scoredCount])).toEqual([[null, 5]]);
    expect((await stateOf(there.projectId))[0]).toMatchObject({
      id: 'a',
      override: [[4.6, 'a trial,\nin children', reviewer.name]],
    });
  });

  it('whose text was changed brings no score of the old one', async () => {
    const there = await emptyProject('Changed');
    const lines = (await exportOf({ person: reviewer, projectId }, 'JSONL')).toString('utf8');
    const run = await bring(there, 'review.jsonl', Buffer.from(lines.replace('Bicycle lanes', 'Tramways')));
    const issues = await getDatabase().importIssue.findMany({ where: { importRunId: run.id } });
    expect(issues.map(({ code }) => code)).toEqual(['REVIEW_OF_OTHER_TEXT']);
    await vi.waitFor(async () => {
      const documents = await getDatabase().document.findMany({
        where: { projectId: there.projectId },
        include: { scores: { include: { run: true } } },
      });
      const computed = documents.filter(({ scores }) => scores.some(({ run: by }) => by.importRunId === null));
      expect(computed.map(({ externalId, status }) => [externalId, status])).toEqual([['d', 'SCORED']]);
    }, 30_000);
  });

  it('gives a viewer’s word to nobody', async () => {
    const { teamId, people } = await createTeamWith('VIEWER');
    const there = { person: people[0] as Person, projectId: await openProject(teamId, 'Viewed') };
    const run = await bring(there, 'review.csv', await exportOf({ person: reviewer, projectId }, 'CSV'), true);
    expect(run).toMatchObject({ restores: false, restoredCount: 0 });
  });

  it('neutralises what a spreadsheet would compute, leaves numbers, and says in each row that it did', async () => {
    const csv = (await exportOf({ person: reviewer, projectId }, 'CSV')).toString('utf8');
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`);
    expect(csv).toContain(`,''=kept,'=1+1,-5.2,plain,`);
    expect(csv).toContain("'@SUM(A1) begins");
    expect(csv.split('\r\n')[0]).toContain('metadata:winnow_kept');
  });
});
