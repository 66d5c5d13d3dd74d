import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { createPerson, createTeamWith, type Person, provideAuthSettings } from '@/graphql/testing/people';
import { locationOf, type UploadClient, uploadClientOf, uploadIdOf } from '@/graphql/uploads/testing/upload-client';
import { inspectFile } from '@/jobs/definitions';
import { openFileStore, uploadKey } from '@/jobs/file-store';
import { closeQueue, openQueue } from '@/jobs/queue';
import { sweepUploads } from '@/jobs/uploads/sweep-uploads';
import { closeDatabase, getDatabase } from '@/prisma/client';
import { abandonUpload } from '@/prisma/queries/uploads';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';
import { interruptible } from '@/scripts/testing/interruptible-server';

withTestDatabase();
provideAuthSettings();

let folder = '';
let person: Person;
let client: UploadClient;
let projectId = '';
let teamId = '';
let collectionId = '';
const DAY_MS = 86_400_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-uploads-'));
  process.env.WINNOW_DATA_DIR = folder;
});
afterAll(async () => {
  await closeQueue();
  delete process.env.WINNOW_DATA_DIR;
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  const made = await createTeamWith('REVIEWER');
  teamId = made.teamId;
  const [reviewer] = made.people;
  if (!reviewer) throw new Error('a team of one was made');
  person = reviewer;
  client = await uploadClientOf(person);
  const project = await getDatabase().project.create({ data: { teamId, name: 'Asthma' } });
  projectId = project.id;
  const collection = await getDatabase().collection.create({ data: { projectId, name: 'Spring' } });
  collectionId = toGlobalId('Collection', collection.id);
});

const begin = (sizeBytes: number, filename = 'trials.csv') => client.create(sizeBytes, { filename, collectionId });
const pathOf = (location: string) => join(folder, 'files', uploadKey(uploadIdOf(location)));
const runsOf = () => getDatabase().importRun.findMany({ where: { projectId } });
const statusOf = async (location: string) =>
  (await getDatabase().upload.findUniqueOrThrow({ where: { id: uploadIdOf(location) } })).status;

/** What is to be looked at before it is imported. */
async function importJobs(): Promise<unknown[]> {
  const jobs = await (await openQueue()).findJobs(inspectFile.name, { limit: 1000 });
  return jobs.map(({ data }) => data).filter((data) => (data as { projectId: string }).projectId === projectId);
}

describe('a finished upload', () => {
  it('of 12 MB in one body is stored byte for byte and makes one import with its job', async () => {
    const bytes = randomBytes(12 * 1024 * 1024);
    const created = await begin(bytes.length);
    expect(created.status).toBe(201);
    const location = locationOf(created);
    expect(location).toMatch(/^\/api\/uploads\/[0-9a-f-]{36}$/);
    const patched = await client.patch(location, 0, bytes);
    expect(patched.status).toBe(204);
    expect(patched.headers.get('upload-offset')).toBe(String(bytes.length));
    const stored = await readFile(pathOf(location));
    expect(createHash('sha256').update(stored).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    const [run, ...others] = await runsOf();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ status: 'QUEUED', fileName: 'trials.csv', sizeBytes: BigInt(bytes.length) });
    expect(await importJobs()).toEqual([{ projectId, importRunId: run?.id }]);
  });

  it('makes one import however often it is finished', async () => {
    const location = locationOf(await begin(4));
    await client.patch(location, 0, 'abcd');
    await Promise.all([
      client.patch(location, 4, ''),
      client.patch(location, 4, ''),
      client.head(location),
      sweepUploads(openFileStore()),
    ]);
    expect(await runsOf()).toHaveLength(1);
    expect(await importJobs()).toHaveLength(1);
  });

  it('of no bytes at all is finished as soon as it begins', async () => {
    const created = await begin(0, 'empty.csv');
    expect(created.status).toBe(201);
    expect(await runsOf()).toMatchObject([{ sizeBytes: 0n, status: 'QUEUED' }]);
  });

  it('is found by the sweep when the process died between the last byte and the end', async () => {
    const location = locationOf(await begin(4));
    await client.patch(location, 0, 'abcd');
    await getDatabase().importRun.deleteMany({ where: { projectId } });
    await getDatabase().upload.updateMany({ where: { projectId }, data: { status: 'RECEIVING', receivedAt: null } });
    expect(await sweepUploads(openFileStore())).toMatchObject({ finished: 1 });
    expect(await runsOf()).toHaveLength(1);
    expect(await sweepUploads(openFileStore())).toMatchObject({ finished: 0 });
  });
});

describe('an upload that was cut', () => {
  it('goes on from the offset that is on the disk', async () => {
    const location = locationOf(await begin(10));
    const cut = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('abcd'));
        controller.error(new Error('the network went away'));
      },
    });
    await client.patch(location, 0, cut).catch(() => undefined);
    const offset = Number((await client.head(location)).headers.get('upload-offset'));
    expect((await readFile(pathOf(location))).length).toBe(offset);
    const rest = 'abcdefghij'.slice(offset);
    expect((await client.patch(location, offset, rest)).status).toBe(204);
    expect(await readFile(pathOf(location), 'utf8')).toBe('abcdefghij');
    expect(await runsOf()).toHaveLength(1);
  });

  it('is cleared away after a day and is gone then', async () => {
    const location = locationOf(await begin(10));
    await client.patch(location, 0, 'abc');
    const later = new Date(Date.now() + DAY_MS + 60_000);
    expect(await sweepUploads(openFileStore(), new Date(Date.now() + DAY_MS - 60_000))).toMatchObject({ abandoned: 0 });
    expect((await sweepUploads(openFileStore(), later)).abandoned).toBeGreaterThan(0);
    expect(await statusOf(location)).toBe('ABANDONED');
    expect(await openFileStore().sizeOf(uploadKey(uploadIdOf(location)))).toBeNull();
    expect((await client.head(location)).status).toBe(410);
    expect((await client.patch(location, 3, 'defghij')).status).toBe(410);
  });

  it('leaves no file where the process died between giving it up and removing it', async () => {
    const [left, failed] = [locationOf(await begin(10)), locationOf(await begin(4))];
    await client.patch(left, 0, 'abc');
    await client.patch(failed, 0, 'abcd');
    await getDatabase().importRun.updateMany({ where: { projectId }, data: { status: 'FAILED' } });
    await abandonUpload(getDatabase(), uploadIdOf(left));
    const sizeOf = (location: string) => openFileStore().sizeOf(uploadKey(uploadIdOf(location)));
    expect([await sizeOf(left), await sizeOf(failed)]).toEqual([3, 4]);
    expect(await sweepUploads(openFileStore())).toMatchObject({ leftFiles: 1 });
    expect([await sizeOf(left), await sizeOf(failed)]).toEqual([null, 4]);
    expect(await sweepUploads(openFileStore())).toMatchObject({ leftFiles: 0 });
  });

  it('can be given up by its owner', async () => {
    const location = locationOf(await begin(10));
    expect((await client.send('DELETE', location)).status).toBe(204);
    expect((await client.head(location)).status).toBe(410);
  });

  it('answers 507 on a full disk, says what it has, and goes on from there when there is room', async () => {
    const location = locationOf(await begin(10));
    const path = pathOf(location);
    await rename(path, `${path}.kept`);
    await symlink('/dev/full', path);
    expect((await client.patch(location, 0, 'abcdefghij')).status).toBe(507);
    expect((await client.head(location)).headers.get('upload-offset')).toBe('0');
    expect(await runsOf()).toEqual([]);
    await rm(path);
    await rename(`${path}.kept`, path);
    expect((await client.patch(location, 0, 'abcd')).status).toBe(204);
    expect((await client.patch(location, 4, 'efghij')).status).toBe(204);
    expect(await readFile(path, 'utf8')).toBe('abcdefghij');
    expect(await runsOf()).toHaveLength(1);
  });
});

describe('the protocol', () => {
  it.each([
    ['412 without its version', 'HEAD', { 'tus-resumable': '' }, 412],
    ['412 for another version', 'HEAD', { 'tus-resumable': '0.2.2' }, 412],
    ['415 for another media type', 'PATCH', { 'content-type': 'text/csv', 'upload-offset': '0' }, 415],
    ['403 without an offset', 'PATCH', { 'content-type': 'application/offset+octet-stream' }, 403],
    ['405 for reading the file back', 'GET', {}, 405],
  ])('answers %s', async (_name, method, headers, status) => {
    const location = locationOf(await begin(10));
    expect((await client.send(method, location, headers as Record<string, string>)).status).toBe(status);
  });

  it('answers 409 when the offset is not where the file ends', async () => {
    const location = locationOf(await begin(10));
    expect((await client.patch(location, 5, 'fghij')).status).toBe(409);
  });

  it('answers 413 for more than is allowed and for more than was announced', async () => {
    expect((await begin(11 * 1024 ** 3)).status).toBe(413);
    const location = locationOf(await begin(4));
    expect((await client.patch(location, 0, 'abcdefgh')).status).toBe(413);
    expect(await runsOf()).toEqual([]);
  });

  it('answers 501 for a length that is left open', async () => {
    const headers = { 'upload-defer-length': '1', 'upload-metadata': 'filename YQ==' };
    expect((await client.send('POST', '', headers)).status).toBe(501);
  });

  it('says what it can', async () => {
    const options = await client.send('OPTIONS', '');
    expect(options.status).toBe(204);
    expect(options.headers.get('tus-extension')).toBe('creation,creation-with-upload,termination,expiration');
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('who may', () => {
  it('is asked at every request: a stranger finds nothing, as with a random id', async () => {
    const location = locationOf(await begin(10));
    const stranger = await uploadClientOf(await createPerson());
    const random = `/api/uploads/${randomUUID()}`;
    const answers = await Promise.all([stranger.head(location), stranger.head(random), client.head(random)]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const patches = await Promise.all([stranger.patch(location, 0, 'a'), stranger.patch(random, 0, 'a')]);
    expect(await Promise.all(patches.map((answer) => answer.text()))).toEqual([
      'The file for this url was not found\n',
      'The file for this url was not found\n',
    ]);
  });

  it('is another member of the same team neither: an upload is its owner’s', async () => {
    const location = locationOf(await begin(10));
    const colleague = await createPerson();
    await getDatabase().membership.create({ data: { teamId, userId: colleague.id, role: 'OWNER' } });
    expect((await (await uploadClientOf(colleague)).head(location)).status).toBe(404);
  });

  it('ends with the membership and with the role', async () => {
    const location = locationOf(await begin(10));
    await getDatabase().membership.updateMany({ where: { userId: person.id }, data: { role: 'VIEWER' } });
    expect((await client.patch(location, 0, 'a')).status).toBe(403);
    await getDatabase().membership.deleteMany({ where: { userId: person.id } });
    expect((await client.patch(location, 0, 'a')).status).toBe(404);
  });

  it('needs a session, a place to put the file and the right to put it there', async () => {
    const nobody = await client.send('POST', '', { cookie: '', 'upload-length': '4' });
    expect(nobody.status).toBe(401);
    expect((await client.create(4, { filename: 'a.csv' })).status).toBe(400);
    const other = await createTeamWith('OWNER');
    const elsewhere = await getDatabase().project.create({ data: { teamId: other.teamId, name: 'Not yours' } });
    const foreign = toGlobalId('Project', elsewhere.id);
    const refused = await client.create(4, { filename: 'a.csv', projectId: foreign, collectionName: 'x' });
    const unknown = await client.create(4, {
      filename: 'a.csv',
      projectId: toGlobalId('Project', randomUUID()),
      collectionName: 'x',
    });
    expect([refused.status, await refused.text()]).toEqual([unknown.status, await unknown.text()]);
    expect(refused.status).toBe(404);
  });

  it('is not a page of another site', async () => {
    const refused = await client.create(4, { filename: 'a.csv', collectionId }, { 'sec-fetch-site': 'cross-site' });
    expect(refused.status).toBe(401);
  });
});

describe('a new collection', () => {
  it('is made once for all files dropped together under its name', async () => {
    const metadata = { projectId: toGlobalId('Project', projectId), collectionName: 'Summer' };
    const answers = await Promise.all(
      ['a.csv', 'b.csv', 'c.csv'].map((filename) => client.create(1, { ...metadata, filename })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const collections = await getDatabase().collection.findMany({ where: { projectId, name: 'Summer' } });
    expect(collections).toHaveLength(1);
    const uploads = await getDatabase().upload.findMany({ where: { projectId } });
    expect(new Set(uploads.map((upload) => upload.collectionId))).toEqual(new Set([collections[0]?.id]));
  });

  it('never takes a path from a file’s name', async () => {
    const location = locationOf(await begin(1, '../../etc/pass\u0000wd\u202Egpj.exe'));
    const upload = await getDatabase().upload.findUniqueOrThrow({ where: { id: uploadIdOf(location) } });
    expect(upload.fileName).toBe('passwdgpj.exe');
    expect(upload.storageKey).toBe(`uploads/${upload.id}`);
  });
});

describe('a database that stops', () => {
  it('is answered with 503 and when to come back, and the upload goes on afterwards', async () => {
    const location = locationOf(await begin(10));
    expect((await client.patch(location, 0, 'abcd')).status).toBe(204);
    const direct = process.env.DATABASE_URL ?? '';
    const server = await interruptible(direct);
    await closeDatabase();
    process.env.DATABASE_URL = server.url;
    try {
      expect((await client.head(location)).status).toBe(200);
      await server.stop();
      const refused = await client.patch(location, 4, 'efghij');
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await refused.text()).not.toMatch(/127\.0\.0\.1|ECONN|prisma/i);
      await server.start();
      expect((await client.head(location)).headers.get('upload-offset')).toBe('4');
      expect((await client.patch(location, 4, 'efghij')).status).toBe(204);
      expect(await runsOf()).toHaveLength(1);
    } finally {
      await closeDatabase();
      process.env.DATABASE_URL = direct;
      await server.stop();
    }
  });
});
