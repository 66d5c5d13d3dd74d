import { beforeEach, describe, expect, it } from 'vitest';
import {
  confirm,
  documentsOf,
  join,
  joinTwo,
  ODD,
  ODD_ROLES,
  PREVIEW,
  runId,
  type Somebody,
  send,
  untilItWaits,
} from '@/graphql/mappings/testing/mapping-desk';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson } from '@/graphql/testing/people';
import { type ImportDesk, importEnded, openDesk, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();
withWorker();

const AGAIN = `mutation ($input: PreviewImportInput!) { previewImport(input: $input) {
  import { status } userErrors { code field } } }`;
const CANCEL = `mutation ($input: CancelImportInput!) { cancelImport(input: $input) {
  import { status } userErrors { code } } }`;
const RETRY = `mutation ($input: RetryImportInput!) { retryImport(input: $input) {
  import { status } userErrors { code field } } }`;

let desk: ImportDesk;
let ann: Somebody;
let bob: Somebody;

beforeEach(async () => {
  desk = await openDesk({ autoMap: false });
  ({ ann, bob } = await joinTwo(desk));
});

const waits = (importRunId: string) => untilItWaits(ann, importRunId);

describe('a file that waits', () => {
  it('is looked at again with another encoding and separator, and is not started meanwhile', async () => {
    const content = Buffer.from('titel|tekst;x\nCaf\xe9|Br\xfbl\xe9;y\n', 'latin1');
    const importRunId = await desk.drop('latin.csv', content);
    const before = await waits(importRunId);
    expect(before.columns.map(({ name }) => name)).toEqual(['titel|tekst', 'x']);
    const input = { importId: runId(importRunId), encoding: 'WINDOWS_1252', delimiter: '|' };
    expect((await send(ann, AGAIN, 'previewImport', input)).userErrors).toEqual([]);
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
    await send(ann, AGAIN, 'previewImport', { importId: runId(importRunId), encoding: 'UTF_16LE' });
    const after = await waits(importRunId);
    expect(after).toMatchObject({ columns: before.columns, failureCode: 'FORMAT_MISMATCH' });
    expect(
      (await send(ann, AGAIN, 'previewImport', { importId: runId(importRunId), delimiter: 'x' })).userErrors,
    ).toMatchObject([{ code: 'INVALID' }]);
  });

  it('is cancelled, and asks again when it is tried again', async () => {
    const importRunId = await desk.drop('review.csv', ODD);
    await waits(importRunId);
    const input = { importId: runId(importRunId) };
    expect((await send(ann, CANCEL, 'cancelImport', input)).import).toEqual({ status: 'CANCELLED' });
    expect((await confirm(ann, importRunId, { columns: ODD_ROLES })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect((await send(ann, AGAIN, 'previewImport', input)).userErrors).toMatchObject([{ code: 'NOTHING_TO_DO' }]);
    expect((await send(ann, RETRY, 'retryImport', input)).import).toEqual({ status: 'QUEUED' });
    await waits(importRunId);
    expect(await documentsOf(importRunId)).toEqual([]);
  });

  it('is settled by those who may, and shown to all of the team', async () => {
    const reader = await join(desk, 'Rita', 'VIEWER');
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
    expect((await send(ann, RETRY, 'retryImport', asked)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    await getDatabase().importRun.update({ where: { id: first }, data: { readCount: 0 } });
    expect((await send(ann, RETRY, 'retryImport', asked)).import).toEqual({ status: 'QUEUED' });
    await waits(first);
  });
});
