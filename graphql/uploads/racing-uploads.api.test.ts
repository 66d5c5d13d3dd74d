import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { toGlobalId } from '@/graphql/global-id';
import { createTeamWith, type Person, provideAuthSettings } from '@/graphql/testing/people';
import { locationOf, type UploadClient, uploadClientOf, uploadIdOf } from '@/graphql/uploads/testing/upload-client';
import { startUploadServer } from '@/graphql/uploads/testing/upload-server';
import { uploadKey } from '@/jobs/file-store';
import { closeQueue } from '@/jobs/queue';
import { getDatabase } from '@/prisma/client';
import { useTestDatabase as withTestDatabase } from '@/scripts/testing/database';
import { makeSmallDisk } from '@/scripts/testing/small-disk';

withTestDatabase();
provideAuthSettings();

let folder = '';
let person: Person;
let client: UploadClient;
let teamId = '';
let projectId = '';
let collectionId = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-races-'));
});
afterAll(async () => {
  await closeQueue();
  delete process.env.WINNOW_DATA_DIR;
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  process.env.WINNOW_DATA_DIR = folder;
  const made = await createTeamWith('REVIEWER');
  teamId = made.teamId;
  person = made.people[0] as Person;
  client = await uploadClientOf(person);
  projectId = (await getDatabase().project.create({ data: { teamId, name: 'Asthma' } })).id;
  const collection = await getDatabase().collection.create({ data: { projectId, name: 'Spring' } });
  collectionId = toGlobalId('Collection', collection.id);
});

const begin = (sizeBytes: number, filename = 'trials.csv') => client.create(sizeBytes, { filename, collectionId });
const pathOf = (location: string) => join(process.env.WINNOW_DATA_DIR ?? '', 'files', uploadKey(uploadIdOf(location)));
const runsOf = () => getDatabase().importRun.count({ where: { projectId } });
const offsetOf = async (location: string) => Number((await client.head(location)).headers.get('upload-offset'));
const statusesOf = async () => {
  const uploads = await getDatabase().upload.findMany({ where: { projectId }, orderBy: { id: 'asc' } });
  return uploads.map(({ status }) => status);
};

describe('of two that write one file at once', () => {
  it('one is stored whole and the other is told that it is too late', async () => {
    const server = await startUploadServer(person);
    const bodies = [randomBytes(3_000_000), randomBytes(3_000_000)];
    const location = locationOf(await begin(3_000_000));
    const headers = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    const answers = await Promise.all(bodies.map((body) => server.fetch(location, { method: 'PATCH', headers, body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    const winner = bodies[answers.findIndex(({ status }) => status === 204)];
    expect((await readFile(pathOf(location))).equals(winner ?? Buffer.alloc(0))).toBe(true);
    expect(await runsOf()).toBe(1);
  });

  it('the one that stands still makes way: what came of it counts, what comes later does not', async () => {
    const server = await startUploadServer(person);
    const location = locationOf(await begin(10));
    const still = await server.beginPatch(location, { offset: 0, length: 10 }, 'abcd');
    await vi.waitFor(async () => expect((await stat(pathOf(location))).size).toBe(4), 10_000);
    expect(await offsetOf(location)).toBe(4);
    still.write('zzzzzz');
    expect((await client.patch(location, 4, 'efghij')).status).toBe(204);
    still.destroy();
    expect(await readFile(pathOf(location), 'utf8')).toBe('abcdefghij');
    expect(await runsOf()).toBe(1);
  });
});

it('an upload whose line is cut goes on from the offset that it is told', async () => {
  const server = await startUploadServer(person);
  const bytes = 'x'.repeat(400_000);
  const location = locationOf(await begin(500_000));
  const cut = await server.beginPatch(location, { offset: 0, length: 500_000 }, bytes);
  await vi.waitFor(async () => expect((await stat(pathOf(location))).size).toBeGreaterThan(0), 10_000);
  cut.destroy();
  const offset = await offsetOf(location);
  expect(offset).toBe((await stat(pathOf(location))).size);
  expect((await client.patch(location, offset, 'x'.repeat(500_000 - offset))).status).toBe(204);
  expect(await readFile(pathOf(location), 'utf8')).toBe('x'.repeat(500_000));
  expect(await runsOf()).toBe(1);
});

it('an upload that is given up while it is written makes no import', async () => {
  const server = await startUploadServer(person);
  const location = locationOf(await begin(10));
  const still = await server.beginPatch(location, { offset: 0, length: 10 }, 'abcd');
  await vi.waitFor(async () => expect((await stat(pathOf(location))).size).toBe(4), 10_000);
  expect((await client.send('DELETE', `${location}/`)).status).toBe(204);
  still.end('efghij');
  expect((await client.head(location)).status).toBe(410);
  expect(await statusesOf()).toEqual(['ABANDONED']);
  expect(await runsOf()).toBe(0);
});

it('what the team may store is not promised twice to uploads that begin at once', async () => {
  await getDatabase().teamQuota.create({ data: { teamId, storedBytes: 1_000n } });
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => begin(400)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 507, 507, 507]);
});

describe('what a client says of its file', () => {
  it.each([
    ['..\\..\\windows\\system32\\trials.csv', 'trials.csv'],
    ['/etc/passwd', 'passwd'],
    ['../..', '..'],
    ['\u0000\u001b[31m\n', '[31m'],
    ['\u2066trials\u2069\u200f.csv\u2028', 'trials.csv'],
    ['\ud800', '\ufffd'],
    ['   ', 'unnamed'],
    ['🫁'.repeat(9_000), '🫁'.repeat(255)],
  ])('is a name and nothing else: %j', async (given, kept) => {
    const location = locationOf(await begin(1, given));
    const upload = await getDatabase().upload.findUniqueOrThrow({ where: { id: uploadIdOf(location) } });
    expect(upload).toMatchObject({ fileName: kept, storageKey: `uploads/${upload.id}` });
  });

  it.each([
    ['a name twice', { 'upload-metadata': 'filename YQ==,filename Yg==' }],
    ['a key of every object', { 'upload-metadata': '__proto__ YQ==,constructor YQ==' }],
    ['what is not base64', { 'upload-metadata': 'filename ä' }],
    ['a length that is no number', { 'upload-length': '0x10' }],
  ])('is refused with 400 where it is %s', async (_what, headers) => {
    expect((await client.send('POST', '', { 'upload-length': '1', ...headers })).status).toBe(400);
    expect(await statusesOf()).toEqual([]);
  });

  it('is cut off with 431 where its headers have no end', async () => {
    const server = await startUploadServer(person);
    const headers = { 'upload-length': '1', 'upload-metadata': `filename ${'YWFh'.repeat(20_000)}` };
    const answer = await server.fetch('/api/uploads', { method: 'POST', headers });
    expect(answer.status).toBe(431);
    expect(await statusesOf()).toEqual([]);
  });
});

const disk = makeSmallDisk();
afterAll(() => disk?.remove());

describe.skipIf(disk === null)('a disk that is full', () => {
  it('takes what it has room for, says 507 and how much that was, and the rest when there is room', async () => {
    process.env.WINNOW_DATA_DIR = disk?.folder;
    const bytes = randomBytes(300_000);
    const location = locationOf(await begin(bytes.length));
    disk?.resize('size=128k');
    expect((await client.patch(location, 0, bytes)).status).toBe(507);
    const offset = await offsetOf(location);
    expect(offset).toBe((await stat(pathOf(location))).size);
    expect(offset).toBeLessThan(128 * 1024);
    disk?.resize('size=1m');
    expect((await client.patch(location, offset, bytes.subarray(offset))).status).toBe(204);
    expect((await readFile(pathOf(location))).equals(bytes)).toBe(true);
    expect(await runsOf()).toBe(1);
  });

  it('refuses a new upload with 507, which then counts for nothing', async () => {
    process.env.WINNOW_DATA_DIR = disk?.folder;
    await getDatabase().teamQuota.create({ data: { teamId, filesAtOnce: 2 } });
    const location = locationOf(await begin(2_000_000));
    expect((await client.patch(location, 0, randomBytes(2_000_000))).status).toBe(507);
    expect((await begin(10)).status).toBe(507);
    expect(await statusesOf()).toEqual(['RECEIVING', 'ABANDONED']);
    disk?.resize('size=8m');
    expect((await begin(10)).status).toBe(201);
  });
});
