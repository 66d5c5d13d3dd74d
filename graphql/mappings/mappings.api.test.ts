import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson } from '@/graphql/testing/people';
import { type ImportDesk, importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import type { Role } from '@/prisma/generated/enums';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

const PREVIEW = `query ($id: ID!) { node(id: $id) { ... on ImportRun { status mapping { origin }
  preview { version format encoding delimiter isPending failureCode columnsLeftOut rowsRead defaultLabelName
    columns { name role samples filledShare labelKind } rows { values { column value } }
    suggestedLabel { column kind } notices { code } } } } }`;
const RUN = `query ($id: ID!) { node(id: $id) { ... on ImportRun { status read accepted rejected duplicates
  mapping { origin confirmedBy { name } columns { name role } label { column kind name } }
  referenceSource { name kind column labelled counts { value documents } createdBy { name } }
  issues(first: 50) { nodes { code line field snippet } } } } }`;
const CONFIRM = `mutation ($input: ConfirmImportMappingInput!) { confirmImportMapping(input: $input) {
  import { status } userErrors { code field } } }`;
const AGAIN = `mutation ($input: PreviewImportInput!) { previewImport(input: $input) {
  import { status } userErrors { code field } } }`;
const CANCEL = `mutation ($input: CancelImportInput!) { cancelImport(input: $input) {
  import { status } userErrors { code } } }`;
const RETRY = `mutation ($input: RetryImportInput!) { retryImport(input: $input) {
  import { status } userErrors { code field } } }`;
const REMEMBERED = `query ($id: ID!) { node(id: $id) { ... on Team { columnMappings(first: 10) { totalCount nodes {
  id columnNames columnCount columns { name role } label { column kind name } confirmedBy { name } } } } } }`;
const FORGET = `mutation ($input: ForgetColumnMappingInput!) { forgetColumnMapping(input: $input) {
  columnMappingId userErrors { code field } } }`;

let desk: ImportDesk;
let ann: { id: string; name: string };
let bob: { id: string; name: string };

beforeEach(async () => {
  desk = await openDesk({ autoMap: false });
  ann = await join('Ann', 'REVIEWER');
  bob = await join('Bob', 'ADMIN');
});

async function join(name: string, role: Role) {
  const person = await createPerson({ name });
  await getDatabase().membership.create({ data: { teamId: desk.teamId, userId: person.id, role } });
  return person;
}

const runId = (importRunId: string) => toGlobalId('ImportRun', importRunId);

interface Preview {
  readonly version: number;
  readonly isPending: boolean;
  readonly failureCode: string | null;
  readonly rows: { values: { column: string; value: string }[] }[];
  readonly columns: { name: string; role: string | null; labelKind: string | null }[];
}

async function previewOf(importRunId: string): Promise<Preview> {
  return at(await ask(ann.id, PREVIEW, { id: runId(importRunId) }), 'node.preview');
}

/** Until it waits for a person, with a preview that is not being made anew. */
function waits(importRunId: string): Promise<Preview> {
  return vi.waitFor(async () => {
    const { status, needsInspection } = await getDatabase().importRun.findUniqueOrThrow({ where: { id: importRunId } });
    expect([status, needsInspection]).toEqual(['NEEDS_MAPPING', false]);
    return previewOf(importRunId);
  }, PATIENCE);
}
const PATIENCE = { timeout: 60_000, interval: 50 };

async function confirm(person: { id: string }, importRunId: string, input: Record<string, unknown>) {
  const answered = await ask(person.id, CONFIRM, { input: { importId: runId(importRunId), ...input } });
  return at<{ import: { status: string } | null; userErrors: { code: string; field: string[] }[] }>(
    answered,
    'confirmImportMapping',
  );
}

async function send(document: string, field: string, input: Record<string, unknown>, person = ann) {
  return at<{ import: { status: string } | null; userErrors: { code: string }[] }>(
    await ask(person.id, document, { input }),
    field,
  );
}

const documentsOf = (importRunId: string) =>
  getDatabase().document.findMany({
    where: { importRunId },
    orderBy: { recordNumber: 'asc' },
    include: { text: true },
  });

const ODD = 'Kop;Samenvatting;Jaar;Oordeel\nAspirine;Wij gaven aspirine.;2019;ja\nStatines;Een cohort.;2020;nee\n';
const ODD_ROLES = [
  { name: 'Kop', role: 'TITLE' },
  { name: 'Samenvatting', role: 'TEXT' },
  { name: 'Jaar', role: 'YEAR' },
];

describe('a table', () => {
  it('is shown before anything of it is stored, and read as a person says', async () => {
    const importRunId = await desk.drop('review.csv', ODD.replace(';ja', ';yes').replace(';nee', ';no'));
    const preview = await waits(importRunId);
    expect(preview).toMatchObject({
      format: 'CSV',
      encoding: 'utf-8',
      delimiter: ';',
      rowsRead: 2,
      defaultLabelName: 'review',
    });
    expect(preview.columns.map(({ name, labelKind }) => [name, labelKind])).toEqual([
      ['Kop', null],
      ['Samenvatting', null],
      ['Jaar', null],
      ['Oordeel', 'BINARY'],
    ]);
    expect(preview.rows[0]?.values[0]).toEqual({ column: 'Kop', value: 'Aspirine' });
    expect(await documentsOf(importRunId)).toEqual([]);

    const label = { column: 'Oordeel', kind: 'BINARY', name: 'Cohen 2006' };
    const answered = await confirm(ann, importRunId, { columns: ODD_ROLES, label, expectedVersion: preview.version });
    expect(answered).toEqual({ import: { status: 'QUEUED' }, userErrors: [] });
    await importEnded(importRunId);
    const [first, second] = await documentsOf(importRunId);
    expect(first).toMatchObject({
      title: 'Aspirine',
      year: 2019,
      text: { text: 'Wij gaven aspirine.', metadata: { Oordeel: 'yes' } },
    });
    expect(second).toMatchObject({ title: 'Statines', year: 2020 });
    const run = at(await ask(bob.id, RUN, { id: runId(importRunId) }), 'node');
    expect(run).toMatchObject({
      status: 'COMPLETED',
      mapping: {
        origin: 'CONFIRMED',
        confirmedBy: { name: 'Ann' },
        label: { column: 'Oordeel', kind: 'BINARY', name: 'Cohen 2006' },
      },
      referenceSource: {
        name: 'Cohen 2006',
        kind: 'BINARY',
        column: 'Oordeel',
        labelled: 2,
        counts: [
          { value: 1, documents: 1 },
          { value: 0, documents: 1 },
        ],
        createdBy: { name: 'Ann' },
      },
    });
    expect(await getDatabase().rating.count({ where: { projectId: desk.projectId } })).toBe(0);
  });

  it('goes on at once where there is nothing to ask: another format, or columns that are unmistakable and may', async () => {
    const ris = await desk.drop('a.ris', 'TY  - JOUR\nTI  - Aspirin\nAB  - We gave it.\nER  - \n');
    expect(await importEnded(ris)).toMatchObject({ status: 'COMPLETED', mappingOrigin: null });
    await getDatabase().project.update({ where: { id: desk.projectId }, data: { autoMapImports: true } });
    const plain = await desk.drop('b.csv', 'title,abstract,included\nA,One text.,1\nB,Other text.,-1\n');
    expect(await importEnded(plain)).toMatchObject({ status: 'COMPLETED', mappingOrigin: 'DETECTED' });
    const run = at(await ask(ann.id, RUN, { id: runId(plain) }), 'node');
    expect(run).toMatchObject({ referenceSource: { name: 'b', labelled: 1, counts: [{ value: 1, documents: 1 }] } });
    await waits(await desk.drop('c.csv', ODD));
  });

  it.each([
    ['nothing in it', 'empty.csv', '', 'EMPTY_FILE'],
    ['a damaged ZIP archive in it', 'a.csv', 'PK\u0003\u0004', 'DAMAGED_FILE'],
    ['a database in it', 'b.csv', 'SQLite format 3\u0000', 'UNSUPPORTED_FORMAT'],
  ])('with %s fails before anybody is asked', async (_what, name, content, code) => {
    const run = await importEnded(await desk.drop(name, content));
    expect(run).toMatchObject({ status: 'FAILED', failureCode: code });
  });

  it('that is hostile is shown as data', async () => {
    const rows: object[] = [
      { constructor: 'x\u0000y', text: '\ud800 half', '<img src=x>': '=1+1', نص: 'من اليمين', deep: { a: [1] } },
      { text: null, big: 12345678901234567890n.toString() },
    ];
    const importRunId = await desk.drop('hostile.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    const preview = await waits(importRunId);
    expect(preview.columns.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['constructor', 'text', '<img src=x>', 'نص', 'deep', 'big']),
    );
    expect(JSON.stringify(preview)).not.toContain('\\u0000');
    expect((await confirm(ann, importRunId, { columns: [{ name: 'constructor', role: 'TEXT' }] })).userErrors).toEqual(
      [],
    );
    expect(await importEnded(importRunId)).toMatchObject({ readCount: 2 });
  });

  it('of 200 columns with names of 300 characters is listed whole, an empty one as empty', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `${'n'.repeat(295)}${index}`);
    const wide = await waits(
      await desk.drop('wide.csv', `${names.join(',')}\n${names.map((_name, index) => index).join(',')}\n`),
    );
    expect(wide.columns).toHaveLength(200);
    const empty = await waits(await desk.drop('header.csv', 'kop;inhoud\n'));
    expect(empty).toMatchObject({ rows: [], rowsRead: 0 });
  });
});

describe('a mapping', () => {
  it.each([
    ['no title and no text', [{ name: 'Jaar', role: 'YEAR' }], undefined, 'REQUIRED', ['columns']],
    ['a column the file has not', [{ name: 'abstract', role: 'TEXT' }], undefined, 'INVALID', ['columns']],
    ['a role twice', [...ODD_ROLES, { name: 'Oordeel', role: 'TEXT' }], undefined, 'TAKEN', ['columns']],
    ['labels of a column the file has not', ODD_ROLES, { column: 'x', kind: 'BINARY' }, 'INVALID', ['label']],
    ['labels without a name', ODD_ROLES, { column: 'Oordeel', kind: 'BINARY', name: ' ' }, 'REQUIRED', ['name']],
  ])('with %s is refused, and the import waits on', async (_what, columns, label, code, field) => {
    const importRunId = await desk.drop('review.csv', ODD);
    await waits(importRunId);
    const answered = await confirm(ann, importRunId, { columns, ...(label ? { label } : {}) });
    expect(answered).toEqual({ import: null, userErrors: [{ code, field }] });
    await waits(importRunId);
  });

  it('that two people confirm at once counts once: the second is told', async () => {
    const importRunId = await desk.drop('review.csv', ODD);
    await waits(importRunId);
    const said = [ODD_ROLES, [{ name: 'Samenvatting', role: 'TITLE' }]];
    const answers = await Promise.all([
      confirm(ann, importRunId, { columns: said[0] }),
      confirm(bob, importRunId, { columns: said[1] }),
    ]);
    expect(answers.map(({ userErrors }) => userErrors.map(({ code }) => code)).sort()).toEqual([[], ['CONFLICT']]);
    await importEnded(importRunId);
    const events = await getDatabase().auditEvent.findMany({ where: { teamId: desk.teamId, action: 'import.mapped' } });
    expect(events).toHaveLength(1);
    const [first] = await documentsOf(importRunId);
    expect(first?.title).toBe(events[0]?.actorId === ann.id ? 'Aspirine' : 'Wij gaven aspirine.');
    expect((await confirm(bob, importRunId, { columns: ODD_ROLES })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  });

  it('is remembered for the same columns in any order, by team, until it is forgotten', async () => {
    const first = await desk.drop('one.csv', ODD);
    await waits(first);
    const label = { column: 'Oordeel', kind: 'BINARY', name: 'Cohen 2006' };
    await confirm(ann, first, { columns: ODD_ROLES, label });
    await importEnded(first);

    const again = await desk.drop('two.csv', 'Oordeel;Jaar;Samenvatting;Kop\nyes;2001;Nieuwe tekst.;Nieuw\n');
    await importEnded(again);
    expect(at(await ask(bob.id, RUN, { id: runId(again) }), 'node')).toMatchObject({
      mapping: { origin: 'REMEMBERED', confirmedBy: { name: 'Ann' }, label: { name: 'two' } },
      referenceSource: { name: 'two', labelled: 1 },
    });
    expect((await documentsOf(again))[0]).toMatchObject({ title: 'Nieuw', year: 2001 });

    const others = await openDesk({ autoMap: false });
    await vi.waitFor(async () => {
      const elsewhere = await getDatabase().importRun.findFirst({ where: { projectId: others.projectId } });
      expect(elsewhere?.status ?? (await others.drop('x.csv', ODD))).toBe('NEEDS_MAPPING');
    }, PATIENCE);

    const team = toGlobalId('Team', desk.teamId);
    const remembered = at<{ totalCount: number; nodes: { id: string }[] }>(
      await ask(bob.id, REMEMBERED, { id: team }),
      'node.columnMappings',
    );
    expect(remembered).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          columnNames: ['Kop', 'Samenvatting', 'Jaar', 'Oordeel'],
          columnCount: 4,
          label: { column: 'Oordeel', name: null },
        },
      ],
    });
    const forget = { input: { columnMappingId: remembered.nodes[0]?.id } };
    expect(at(await ask(bob.id, FORGET, forget), 'forgetColumnMapping.userErrors')).toEqual([]);
    expect(at(await ask(bob.id, FORGET, forget), 'forgetColumnMapping.userErrors')).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    await waits(await desk.drop('three.csv', `${ODD}Derde;Tekst.;2003;ja\n`));
  });

  it('lets those go on that wait with the same columns, and is not remembered where nobody wants that', async () => {
    const names = ['a.csv', 'b.csv', 'c.csv'];
    const [a, b, c] = await Promise.all(
      names.map((name, index) => desk.drop(name, `${ODD}${name};Tekst ${index}.;2003;ja\n`)),
    );
    for (const id of [a, b, c]) await waits(id ?? '');
    await confirm(ann, a ?? '', { columns: ODD_ROLES, remember: false });
    await importEnded(a ?? '');
    await waits(b ?? '');
    await confirm(ann, b ?? '', { columns: ODD_ROLES });
    await Promise.all([importEnded(b ?? ''), importEnded(c ?? '')]);
    const run = at(await ask(ann.id, RUN, { id: runId(c ?? '') }), 'node');
    expect(run).toMatchObject({ mapping: { origin: 'REMEMBERED', confirmedBy: { name: 'Ann' } } });
  });
});

describe('a file that waits', () => {
  it('is looked at again with another encoding and separator, and is not started meanwhile', async () => {
    const content = Buffer.from('titel|tekst;x\nCaf\xe9|Br\xfbl\xe9;y\n', 'latin1');
    const importRunId = await desk.drop('latin.csv', content);
    const before = await waits(importRunId);
    expect(before.columns.map(({ name }) => name)).toEqual(['titel|tekst', 'x']);
    const input = { importId: runId(importRunId), encoding: 'WINDOWS_1252', delimiter: '|' };
    expect((await send(AGAIN, 'previewImport', input)).userErrors).toEqual([]);
    const early = await confirm(ann, importRunId, {
      columns: [{ name: 'x', role: 'TEXT' }],
      expectedVersion: before.version,
    });
    expect(early.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    const after = await waits(importRunId);
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.rows[0]?.values).toEqual([
      { column: 'titel', value: 'Café' },
      { column: 'tekst;x', value: 'Brûlé;y' },
    ]);
    const columns = [{ name: 'titel', role: 'TITLE' }];
    const stale = await confirm(bob, importRunId, { columns, expectedVersion: before.version });
    expect(stale.userErrors).toEqual([{ code: 'CONFLICT', field: ['expectedVersion'] }]);
    expect((await confirm(bob, importRunId, { columns, expectedVersion: after.version })).userErrors).toEqual([]);
    await importEnded(importRunId);
    expect((await documentsOf(importRunId))[0]).toMatchObject({
      title: 'Café',
      text: { metadata: { 'tekst;x': 'Brûlé;y' } },
    });
  });

  it('keeps what was seen when it cannot be read in the way asked', async () => {
    const importRunId = await desk.drop('a.jsonl', '{"inhoud":"een"}\n{"inhoud":"twee"}\n');
    const before = await waits(importRunId);
    await send(AGAIN, 'previewImport', { importId: runId(importRunId), encoding: 'UTF_16LE' });
    const after = await waits(importRunId);
    expect(after).toMatchObject({ columns: before.columns, failureCode: 'FORMAT_MISMATCH' });
    expect(
      (await send(AGAIN, 'previewImport', { importId: runId(importRunId), delimiter: 'x' })).userErrors,
    ).toMatchObject([{ code: 'INVALID' }]);
  });

  it('is cancelled, and asks again when it is tried again', async () => {
    const importRunId = await desk.drop('review.csv', ODD);
    await waits(importRunId);
    const input = { importId: runId(importRunId) };
    expect((await send(CANCEL, 'cancelImport', input)).import).toEqual({ status: 'CANCELLED' });
    expect((await confirm(ann, importRunId, { columns: ODD_ROLES })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect((await send(AGAIN, 'previewImport', input)).userErrors).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    expect((await send(RETRY, 'retryImport', input)).import).toEqual({ status: 'QUEUED' });
    await waits(importRunId);
    expect(await documentsOf(importRunId)).toEqual([]);
  });

  it('is settled by those who may, and shown to all of the team', async () => {
    const reader = await join('Rita', 'VIEWER');
    const stranger = await createPerson();
    const importRunId = await desk.drop('review.csv', ODD);
    await waits(importRunId);
    expect((await confirm(reader, importRunId, { columns: ODD_ROLES })).userErrors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    expect((await confirm(stranger, importRunId, { columns: ODD_ROLES })).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect(at(await ask(reader.id, PREVIEW, { id: runId(importRunId) }), 'node.preview.rowsRead')).toBe(2);
    expect((await ask(stranger.id, PREVIEW, { id: runId(importRunId) })).data).toEqual({ node: null });
    await waits(importRunId);
  });

  it('is asked about whatever is remembered when somebody asks for that, while nothing of it is stored', async () => {
    const first = await desk.drop('one.csv', ODD);
    await waits(first);
    await confirm(ann, first, { columns: [{ name: 'Kop', role: 'TEXT' }] });
    await importEnded(first);
    await getDatabase().importRun.update({ where: { id: first }, data: { status: 'CANCELLED' } });
    const asked = { importId: runId(first), askMapping: true };
    expect((await send(RETRY, 'retryImport', asked)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    await getDatabase().importRun.update({ where: { id: first }, data: { readCount: 0 } });
    expect((await send(RETRY, 'retryImport', asked)).import).toEqual({ status: 'QUEUED' });
    await waits(first);
  });
});

describe('labels of another review', () => {
  const HEADER = 'title,abstract,note,final\n';
  const columns = [
    { name: 'title', role: 'TITLE' },
    { name: 'abstract', role: 'TEXT' },
  ];

  it('stand with the first document of a group; what cannot be read, and what says otherwise, is told with its line', async () => {
    const content = [
      'Aspirin,We gave it.,,Included',
      'Statins,A cohort.,,maybe',
      'Aspirin,We gave it!,,0',
      'Aspirin,We gave it.,,1.0',
      'Iron,A trial.,,-1',
      'Zinc,Another trial.,,',
    ].join('\n');
    const importRunId = await desk.drop('labels.csv', HEADER + content);
    await waits(importRunId);
    const label = { column: 'final', kind: 'BINARY', name: 'Pilot' };
    expect((await confirm(ann, importRunId, { columns, label })).userErrors).toEqual([]);
    await importEnded(importRunId);
    const run = at(await ask(ann.id, RUN, { id: runId(importRunId) }), 'node');
    expect(run).toMatchObject({
      read: 6,
      accepted: 4,
      duplicates: 2,
      referenceSource: { labelled: 1, counts: [{ value: 1, documents: 1 }] },
      issues: {
        nodes: [
          { code: 'UNREADABLE_LABEL', line: 3, field: 'final', snippet: 'maybe' },
          { code: 'LABEL_CONFLICT', line: 4, field: 'final', snippet: '0' },
        ],
      },
    });
    const [first] = await documentsOf(importRunId);
    const labels = await getDatabase().referenceLabel.findMany({ where: { projectId: desk.projectId } });
    expect(labels).toMatchObject([{ documentId: first?.id, value: 1, raw: 'Included' }]);
  });

  it('of 1 to 5 are kept as they are, also on documents that another file brought, each source under its own name', async () => {
    const first = await desk.drop('one.csv', `${HEADER}Aspirin,We gave it.,a,4.5\n`);
    await waits(first);
    const label = { column: 'final', kind: 'SCALE', name: 'Pilot' };
    await confirm(ann, first, { columns, label, remember: false });
    await importEnded(first);
    const second = await desk.drop('two.csv', `${HEADER}Aspirin,We gave it.,b,2\n`);
    await waits(second);
    expect((await confirm(ann, second, { columns, label, remember: false })).userErrors).toEqual([
      { code: 'TAKEN', field: ['name'] },
    ]);
    await confirm(ann, second, { columns, label: { ...label, name: 'Second pilot' }, remember: false });
    await importEnded(second);
    const [document] = await documentsOf(first);
    const asked = await ask(
      bob.id,
      'query ($id: ID!) { node(id: $id) { ... on Document { overrideScore referenceLabels { value raw source { name } } } } }',
      { id: toGlobalId('Document', desk.projectId, document?.id ?? '') },
    );
    expect(at(asked, 'node')).toEqual({
      overrideScore: null,
      referenceLabels: [
        { value: 4.5, raw: '4.5', source: { name: 'Pilot' } },
        { value: 2, raw: '2', source: { name: 'Second pilot' } },
      ],
    });
    await getDatabase().importRun.delete({ where: { id: second } });
    expect(await getDatabase().referenceLabel.count({ where: { projectId: desk.projectId } })).toBe(1);
  });

  it('come with the same bytes a second time, read with a label now', async () => {
    const content = `${HEADER}Aspirin,We gave it.,a,1\nStatins,A cohort.,b,0\n`;
    const first = await desk.drop('same.csv', content);
    await waits(first);
    await confirm(ann, first, { columns, remember: false });
    await importEnded(first);
    const again = await desk.drop('same.csv', content);
    await waits(again);
    await confirm(ann, again, { columns, label: { column: 'final', kind: 'BINARY' }, remember: false });
    expect(await importEnded(again)).toMatchObject({ readCount: 2, duplicateCount: 2, acceptedCount: 0 });
    const labels = await getDatabase().referenceLabel.findMany({ where: { projectId: desk.projectId } });
    const firsts = (await documentsOf(first)).map(({ id }) => id);
    expect(labels.map(({ documentId }) => documentId).sort()).toEqual(firsts.sort());
  });
});
