import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handleExportDownload } from '@/graphql/doors/exports';
import { toGlobalId } from '@/graphql/global-id';
import { ask, at } from '@/graphql/testing/ask';
import { createTeamWith, type Person, provideAuthSettings } from '@/graphql/testing/people';
import { sessionOf, tokenOf } from '@/graphql/testing/send-graphql';
import { sweepExports } from '@/jobs/exports/sweep-exports';
import { type FileStore, filesFolder, openFileStore } from '@/jobs/file-store';
import { withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { closeDatabase, getDatabase, getPool } from '@/prisma/client';
import type { ExportRun } from '@/prisma/generated/client';
import { beginExportAttempt } from '@/prisma/queries/exports';
import { type SeededProject, seedDocuments, seedProject } from '@/prisma/seed';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';
import { interruptible } from '@/scripts/testing/interruptible-server';

/** What happens when an export begins to write, and whether its disk has room. */
let happens: (key: string) => Promise<void> | void = () => undefined;
let isFull = false;

function trappedFiles(): FileStore {
  const files = openFileStore();
  return {
    ...files,
    async put(key, source) {
      await happens(key);
      // The kernel's own full disk.
      if (isFull) return pipeline(source, createWriteStream('/dev/full'));
      await files.put(key, source);
    },
  };
}

withTestDatabase();
withDataFolder();
provideAuthSettings();
withWorker(undefined, undefined, trappedFiles);

const CREATE = `mutation Create($input: CreateExportInput!) { createExport(input: $input) {
  export { id status format } userErrors { code field } } }`;
const CANCEL = `mutation Cancel($input: CancelExportInput!) { cancelExport(input: $input) {
  export { id status } userErrors { code field } } }`;

const MAY_CANCEL = 'query ($id: ID!) { node(id: $id) { ... on ExportRun { viewerMayCancel } } }';

interface Payload {
  readonly export: { id: string; status: string } | null;
  readonly userErrors: readonly { code: string; field: string[] | null }[];
}

let owner: Person;
let reviewer: Person;
let viewer: Person;
let stranger: Person;
let teamId: string;
let project: SeededProject;

const DOCUMENTS = [
  { title: 'high', rawScore: 4.5, text: 'asthma in children' },
  { title: 'middle', rawScore: 3, text: 'stroke units', collection: 1 },
  { title: 'low', rawScore: 1.5, text: 'printer manuals' },
  { title: 'waiting' },
  { title: 'high again', duplicateOf: 0 },
];

beforeAll(async () => {
  const team = await createTeamWith('OWNER', 'REVIEWER', 'VIEWER');
  teamId = team.teamId;
  [owner, reviewer, viewer] = team.people as [Person, Person, Person];
  stranger = (await createTeamWith('OWNER')).people[0] as Person;
});

beforeEach(async () => {
  happens = () => undefined;
  isFull = false;
  project = await seedProject(getPool(), { teamId, name: 'Ästhma / Trials' });
  await seedDocuments(getPool(), project, DOCUMENTS);
});

async function create(input: Record<string, unknown> = {}, person = reviewer): Promise<Payload> {
  const projectId = toGlobalId('Project', project.projectId);
  return at(await ask(person.id, CREATE, { input: { projectId, format: 'CSV', ...input } }), 'createExport');
}
function gate<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((open) => {
    resolve = open;
  });
  return { promise, resolve };
}

const codes = ({ userErrors }: Payload) => userErrors.map(({ code }) => code);
const keyOf = (id: string) => Buffer.from(id, 'base64url').toString('utf8').split(':')[1] ?? '';
const idOf = (payload: Payload) => payload.export?.id ?? '';

function ended(payload: Payload): Promise<ExportRun> {
  return vi.waitFor(
    async () => {
      const run = await getDatabase().exportRun.findUniqueOrThrow({ where: { id: keyOf(idOf(payload)) } });
      if (run.finishedAt === null) throw new Error(`${run.status} at ${run.doneCount}`);
      return run;
    },
    { timeout: 30_000, interval: 20 },
  );
}

type Asking = Readonly<Record<string, string>>;
function download(id: string, headers: Asking): Promise<Response> {
  return handleExportDownload(new Request(`http://winnow.test:3000/api/exports/${id}`, { headers }), id);
}
const storedFiles = () => readdir(join(filesFolder(), 'exports')).catch(() => []);

describe('createExport', () => {
  it('makes a file of the list as it is filtered, in its order, without duplicates, that a door hands out', async () => {
    const asked = await create({ filter: { statuses: ['SCORED'] } });
    const run = await ended(asked);
    expect(run).toMatchObject({ status: 'COMPLETED', totalCount: 3, doneCount: 3 });
    const answer = await download(idOf(asked), await sessionOf(reviewer));
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="asthma-trials-\d{4}-\d\d-\d\d-\w{4}\.csv"$/,
    );
    expect(answer.headers.get('content-length')).toBe(String(run.sizeBytes));
    const rows = parse(await answer.text(), { columns: true }) as Record<string, string>[];
    expect(rows.map(({ title }) => title)).toEqual(['high', 'middle', 'low']);
    expect(rows.map(({ winnow_raw_score }) => winnow_raw_score)).toEqual(['4.5', '3', '1.5']);
    const events = await getDatabase().auditEvent.findMany({
      where: { subjectId: run.id },
      orderBy: { sequence: 'asc' },
    });
    expect(events.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['export.requested', reviewer.id],
      ['export.downloaded', reviewer.id],
    ]);
  });

  it('gives the same export again for the same key, and a conflict for the same key with another wish', async () => {
    const first = await create({ idempotencyKey: 'once' });
    expect(idOf(await create({ idempotencyKey: 'once' }))).toBe(idOf(first));
    expect(codes(await create({ idempotencyKey: 'once', format: 'RIS' }))).toEqual(['CONFLICT']);
    await ended(first);
    expect(await getDatabase().exportRun.count({ where: { projectId: project.projectId } })).toBe(1);
  });

  it('holds three at most under way for one person', async () => {
    const release = gate<void>();
    happens = () => release.promise;
    const asked = [await create(), await create(), await create()];
    expect(codes(await create())).toEqual(['TOO_MANY']);
    expect(codes(await create({}, owner))).toEqual([]);
    release.resolve();
    for (const payload of asked) expect(await ended(payload)).toMatchObject({ status: 'COMPLETED' });
  });

  it.each([
    ['a viewer', () => viewer, {}, 'FORBIDDEN'],
    ['a stranger', () => stranger, {}, 'NOT_FOUND'],
    ['a threshold that is not there', () => reviewer, { filter: { isIncluded: true } }, 'INVALID'],
    ['a collection that is not there', () => reviewer, { filter: { collectionIds: ['bm9uZQ'] } }, 'NOT_FOUND'],
  ])('refuses %s', async (_name, who, input, code) => {
    expect(codes(await create(input, who()))).toEqual([code]);
    expect(await getDatabase().exportRun.count({ where: { projectId: project.projectId } })).toBe(0);
  });

  it('sees one moment: what changes while it is written is not in it', async () => {
    happens = async () => {
      const { projectId } = project;
      await getDatabase().document.deleteMany({ where: { projectId, title: 'low' } });
      await getDatabase().document.updateMany({
        where: { projectId },
        data: { title: 'changed', overrideScore: 1.25 },
      });
      await seedDocuments(getPool(), project, [{ title: 'late', rawScore: 5 }]);
    };
    const asked = await create();
    expect(await ended(asked)).toMatchObject({ totalCount: 4, doneCount: 4 });
    const text = await (await download(idOf(asked), await tokenOf(reviewer, ['READ']))).text();
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    expect(rows.map(({ title }) => title)).toEqual(['high', 'middle', 'low', 'waiting']);
    expect(text).not.toContain('1.25');
  });
});

describe('an export under way', () => {
  it('begins anew when its worker dies, in a file of its own', async () => {
    let deaths = 2;
    happens = () => {
      if (deaths-- > 0) throw new Error('the worker died');
    };
    const run = await ended(await create());
    expect(run).toMatchObject({ status: 'COMPLETED', doneCount: 4, totalCount: 4 });
    expect(deaths).toBe(-1);
    expect(await storedFiles()).toContain(run.storageKey?.split('/')[1]);
  });

  it('that a newer attempt has taken over leaves no file and writes nothing more', async () => {
    const before = await storedFiles();
    const newer = randomUUID();
    happens = async () => {
      const { id } = await getDatabase().exportRun.findFirstOrThrow({ where: { projectId: project.projectId } });
      await beginExportAttempt(getDatabase(), { exportId: id, attempt: newer });
    };
    const id = keyOf(idOf(await create()));
    await vi.waitFor(async () => {
      const jobs = await getPool().query(
        `SELECT 1 FROM pgboss.job WHERE data ->> 'exportId' = $1 AND state = 'completed'`,
        [id],
      );
      expect(jobs.rowCount).toBe(1);
    }, 20_000);
    expect(await getDatabase().exportRun.findUnique({ where: { id } })).toMatchObject({
      status: 'RUNNING',
      attempt: newer,
    });
    expect(await storedFiles()).toEqual(before);
  });

  it('stops when it is asked to, by whoever asked for it or by those who run the project', async () => {
    const before = await storedFiles();
    const asked = gate<string>();
    const cancelled = gate<void>();
    happens = async () => {
      const exportId = await asked.promise;
      const other = { input: { exportId } };
      expect(codes(at(await ask(stranger.id, CANCEL, other), 'cancelExport'))).toEqual(['NOT_FOUND']);
      expect(codes(at(await ask(viewer.id, CANCEL, other), 'cancelExport'))).toEqual(['FORBIDDEN']);
      expect(codes(at(await ask(owner.id, CANCEL, other), 'cancelExport'))).toEqual([]);
      cancelled.resolve();
    };
    const payload = await create();
    asked.resolve(idOf(payload));
    await cancelled.promise;
    expect(await ended(payload)).toMatchObject({ status: 'CANCELLED', storageKey: null });
    expect(await storedFiles()).toEqual(before);
    expect(codes(at(await ask(owner.id, CANCEL, { input: { exportId: idOf(payload) } }), 'cancelExport'))).toEqual([
      'NOTHING_TO_DO',
    ]);
    happens = () => undefined;
    const mine = await ended(await create({}, owner));
    const others = { input: { exportId: toGlobalId('ExportRun', mine.id) } };
    const mayCancel = async ({ id }: Person) =>
      at(await ask(id, MAY_CANCEL, { id: others.input.exportId }), 'node.viewerMayCancel');
    expect([await mayCancel(owner), await mayCancel(reviewer), await mayCancel(viewer)]).toEqual([true, false, false]);
    const own = at(await ask(reviewer.id, MAY_CANCEL, { id: idOf(payload) }), 'node.viewerMayCancel');
    expect(own).toBe(true);
    expect(codes(at(await ask(reviewer.id, CANCEL, others), 'cancelExport'))).toEqual(['FORBIDDEN']);
  });

  it.each([
    ['loses the role', { role: 'VIEWER' as const }],
    ['is removed', null],
  ])('ends without a file when its person %s', async (_name, change) => {
    const membership = { teamId_userId: { teamId, userId: reviewer.id } };
    happens = async () => {
      if (change) await getDatabase().membership.update({ where: membership, data: change });
      else await getDatabase().membership.delete({ where: membership });
    };
    const run = await ended(await create());
    expect(run).toMatchObject({ status: 'FAILED', failureCode: 'FORBIDDEN', storageKey: null });
    await getDatabase().membership.upsert({
      where: membership,
      create: { teamId, userId: reviewer.id, role: 'REVIEWER' },
      update: { role: 'REVIEWER' },
    });
  });

  it('that waits is not begun for a person who lost the role meanwhile', async () => {
    const release = gate<void>();
    let begun = 0;
    happens = async () => {
      begun += 1;
      await release.promise;
    };
    const asked = [await create(), await create(), await create()];
    // Two at once are made by one worker.
    await vi.waitFor(() => expect(begun).toBe(2), 20_000);
    const membership = { teamId_userId: { teamId, userId: reviewer.id } };
    await getDatabase().membership.update({ where: membership, data: { role: 'VIEWER' } });
    release.resolve();
    for (const payload of asked) {
      expect(await ended(payload)).toMatchObject({ status: 'FAILED', failureCode: 'FORBIDDEN', storageKey: null });
    }
    expect(begun).toBe(2);
    await getDatabase().membership.update({ where: membership, data: { role: 'REVIEWER' } });
  });

  it.each(['CSV', 'XLSX', 'PARQUET'])('as %s says that the disk is full, and leaves nothing on it', async (format) => {
    isFull = true;
    const before = await storedFiles();
    const run = await ended(await create({ format }));
    expect(run).toMatchObject({ status: 'FAILED', failureCode: 'DISK_FULL' });
    expect(run.failureMessage).toContain('full');
    expect(await storedFiles()).toEqual(before);
  });
});

describe('the file of an export', () => {
  const told = async (response: Response) => [response.status, await response.text()];

  it('is anybody’s who may export now, and for others as unknown as a random one', async () => {
    const asked = await create();
    await ended(asked);
    const random = toGlobalId('ExportRun', uuidv7());
    const headers = await sessionOf(stranger);
    expect(await told(await download(idOf(asked), headers))).toEqual(await told(await download(random, headers)));
    expect((await download(idOf(asked), headers)).status).toBe(404);
    expect((await download(toGlobalId('Project', project.projectId), await sessionOf(owner))).status).toBe(404);
    expect((await download(idOf(asked), {})).status).toBe(401);
    expect((await download(idOf(asked), await sessionOf(viewer))).status).toBe(403);
    expect((await download(idOf(asked), await tokenOf(owner, ['WRITE']))).status).toBe(403);
    expect((await download(idOf(asked), await sessionOf(owner))).status).toBe(200);
    const list = `query List($id: ID!) { project(id: $id) { exports { totalCount nodes { status downloadPath done total } } } }`;
    const id = { id: toGlobalId('Project', project.projectId) };
    expect(at(await ask(owner.id, list, id), 'project.exports.nodes.0.downloadPath')).toBe(
      `/api/exports/${idOf(asked)}`,
    );
    expect(at(await ask(viewer.id, list, id), 'project.exports.nodes.0')).toMatchObject({
      downloadPath: null,
      done: 4,
    });
  });

  it('is nobody’s with a token that was revoked, nor once its time is over, swept or not', async () => {
    const asked = await create();
    const run = await ended(asked);
    const token = await tokenOf(reviewer, ['READ']);
    expect((await download(idOf(asked), token)).status).toBe(200);
    await getDatabase().apiToken.updateMany({ where: { userId: reviewer.id }, data: { revokedAt: new Date() } });
    expect((await download(idOf(asked), token)).status).toBe(401);
    await getDatabase().exportRun.update({ where: { id: run.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await download(idOf(asked), await sessionOf(reviewer))).status).toBe(410);
  });

  it('is kept for seven days, then gone with the halves that dead workers left', async () => {
    const asked = await create();
    const run = await ended(asked);
    expect(run.expiresAt?.getTime()).toBeCloseTo((run.finishedAt?.getTime() ?? 0) + 7 * 86_400_000, -4);
    const half = `${randomUUID()}.${randomUUID()}.part`;
    await writeFile(join(filesFolder(), 'exports', half), 'half');
    await sweepExports(openFileStore());
    expect(await storedFiles()).toEqual(expect.arrayContaining([half, run.storageKey?.split('/')[1]]));
    const later = new Date(Date.now() + 8 * 86_400_000);
    const swept = await sweepExports(openFileStore(), later);
    expect(swept.expiredExports).toBeGreaterThan(0);
    expect(await storedFiles()).toEqual([]);
    expect((await download(idOf(asked), await sessionOf(owner))).status).toBe(410);
  });

  // Last: the worker's queue does not outlive the connections that it began with.
  it('is asked for again in a moment while the database is away', async () => {
    const asked = await create();
    await ended(asked);
    const [headers, direct] = [await sessionOf(reviewer), process.env.DATABASE_URL ?? ''];
    const server = await interruptible(direct);
    await server.stop();
    await closeDatabase();
    process.env.DATABASE_URL = server.url;
    try {
      const refused = await download(idOf(asked), headers);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await refused.text()).not.toMatch(/127\.0\.0\.1|ECONN|prisma/i);
    } finally {
      await closeDatabase();
      process.env.DATABASE_URL = direct;
    }
    expect((await download(idOf(asked), headers)).status).toBe(200);
  });
});
