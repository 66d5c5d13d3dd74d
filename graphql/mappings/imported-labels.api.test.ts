import { beforeEach, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import {
  confirm,
  documentsOf,
  joinTwo,
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

let desk: ImportDesk;
let ann: Somebody;
let bob: Somebody;

beforeEach(async () => {
  desk = await openDesk({ autoMap: false });
  ({ ann, bob } = await joinTwo(desk));
});

const waits = (importRunId: string) => untilItWaits(ann, importRunId);

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
