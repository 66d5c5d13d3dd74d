import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import {
  confirm,
  documentsOf,
  joinTwo,
  ODD,
  ODD_ROLES,
  PATIENCE,
  RUN,
  runId,
  type Somebody,
  untilItWaits,
} from '@/graphql/mappings/testing/mapping-desk';
import { ask, at } from '@/graphql/testing/ask';
import { type ImportDesk, importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

const REMEMBERED = `query ($id: ID!) { node(id: $id) { ... on Team { columnMappings(first: 10) { totalCount nodes {
  id columnNames columnCount columns { name role } label { column kind name } confirmedBy { name } } } } } }`;
const FORGET = `mutation ($input: ForgetColumnMappingInput!) { forgetColumnMapping(input: $input) {
  columnMappingId userErrors { code field } } }`;

let desk: ImportDesk;
let ann: Somebody;
let bob: Somebody;

beforeEach(async () => {
  desk = await openDesk({ autoMap: false });
  ({ ann, bob } = await joinTwo(desk));
});

const waits = (importRunId: string) => untilItWaits(ann, importRunId);

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
