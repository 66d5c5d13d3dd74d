import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFirstAccount } from '@/graphql/accounts/create-first-account';
import type { Context } from '@/graphql/context';
import { toGlobalId } from '@/graphql/global-id';
import { cancelModelPull, pullModel, removeModel, useModel, verifyModel } from '@/graphql/models/request-model-task';
import type { ModelTaskRow } from '@/graphql/rows';
import { startScoring } from '@/graphql/scoring/start-scoring';
import { ask, at } from '@/graphql/testing/ask';
import { createPerson, createTeamWith, PASSWORD, requestOf } from '@/graphql/testing/people';
import { readSafetensors } from '@/inference/model/safetensors';
import { HubServer, sendBeginning } from '@/inference/testing/hub-server';
import { type ImportDesk, importEnded, openDesk, scoringCompleted, withDataFolder } from '@/jobs/testing/import-desk';
import { withWorker } from '@/jobs/testing/own-worker';
import { startWorkerProcess, type WorkerProcess } from '@/jobs/testing/worker-process';
import { getDatabase, inTransaction } from '@/prisma/client';
import { setOperator } from '@/prisma/queries/users';
import { createEmptyDatabase, useTestDatabase as withTestDatabase } from '@/scripts/testing/database';

withTestDatabase();
withDataFolder();

const STARTER = 'models/starter';
const WEIGHTS = 'model.safetensors';
const REPOSITORY = 'curators/relevance';
const PATIENCE = { timeout: 60_000, interval: 50 };
const MODELS = `{ installation { viewerIsOperator activeModel { name }
  models { repository revision source name isActive isStandIn sizeBytes problem verifiedAt }
  modelTasks { kind repository revision status phase done total failureCode failureMessage } } }`;

let server: HubServer;
let operator: () => Context;
let operatorId: string;

/** The stand-in but for its last bias, which is 3.5: another model, whose every score differs by the same. */
async function otherWeights(): Promise<Buffer> {
  const file = join(STARTER, WEIGHTS);
  const bias = (await readSafetensors(file)).tensors.get('classifier.bias');
  const bytes = await readFile(file);
  bytes.writeUInt16LE(0x4300, bias?.begin ?? 0);
  return bytes;
}

beforeAll(async () => {
  server = await HubServer.start(REPOSITORY);
  server.put('config.json', await readFile(join(STARTER, 'config.json')));
  server.put('tokenizer.json', await readFile(join(STARTER, 'tokenizer.json')));
  server.put(WEIGHTS, await otherWeights());
  process.env.HF_ENDPOINT = server.endpoint;
  const account = { email: 'ada@example.org', name: 'Ada', password: PASSWORD, teamName: 'First' };
  const { user } = await createFirstAccount(account);
  operatorId = user.id;
  operator = () => requestOf(user);
});
afterAll(async () => {
  delete process.env.HF_ENDPOINT;
  await server.close();
});

const model = () => ({ repository: REPOSITORY, revision: server.commit });
const stored = (name = '') => join(process.env.WINNOW_DATA_DIR ?? '', 'models', 'curators--relevance', name);
const findModel = () => getDatabase().installedModel.findFirst({ where: model() });

function ended({ task }: { task: ModelTaskRow }): Promise<ModelTaskRow> {
  return vi.waitFor(async () => {
    const row = await getDatabase().modelTask.findUniqueOrThrow({ where: { id: task.id } });
    if (row.finishedAt === null)
      throw new Error(`The task is ${row.status}, ${row.phase}, ${row.done} of ${row.total}.`);
    return row;
  }, PATIENCE);
}

function holdBack(bytes: number): void {
  server.misbehave = (request, response, file) => {
    if (request.server !== 'cdn' || !file) return false;
    sendBeginning(file, response, bytes, 'silence');
    return true;
  };
}

async function fetched(): Promise<number> {
  const folder = stored(`${server.commit}.pull`);
  const part = (await readdir(folder).catch(() => [])).find((name) => name.endsWith('.part'));
  return part ? (await stat(join(folder, part))).size : 0;
}

const someFetched = () => vi.waitFor(async () => expect(await fetched()).toBeGreaterThan(2_000_000), PATIENCE);

describe('the operator of an installation', () => {
  it('is whoever made its first account, and nobody else', async () => {
    const { people } = await createTeamWith('OWNER');
    const [owner] = people;
    if (!owner) throw new Error('no owner');
    expect(at(await ask(operatorId, '{ installation { viewerIsOperator } }'), 'installation.viewerIsOperator')).toBe(
      true,
    );
    const asked = await ask(owner.id, MODELS);
    expect(asked.faults).toEqual(['FORBIDDEN']);
    for (const act of [pullModel, cancelModelPull, verifyModel, useModel, removeModel]) {
      await expect(act(requestOf(owner), model())).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(act(requestOf(null), model())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect(await getDatabase().modelTask.count()).toBe(0);
  });

  it('changes nothing by a token, and nothing once the account is disabled', async () => {
    const person = await createPerson();
    await getDatabase().user.update({ where: { id: person.id }, data: { isOperator: true } });
    const byToken = requestOf(person, { tokenId: toGlobalId('ApiToken', person.id) });
    await expect(pullModel(byToken, model())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await ask(person.id, MODELS)).faults).toEqual([]);
    await getDatabase().user.update({ where: { id: person.id }, data: { disabledAt: new Date() } });
    await expect(pullModel(requestOf(person), model())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await getDatabase().modelTask.count()).toBe(0);
  });

  it('is appointed by whoever has the server, and one stays', async () => {
    const { email, id } = await createPerson();
    const set = (address: string, isOperator: boolean) => inTransaction((tx) => setOperator(tx, address, isOperator));
    expect(await set('ada@example.org', false)).toBe('last');
    expect(await set('nobody@example.org', true)).toBe('unknown');
    expect(await set(email, true)).toBe('done');
    expect((await ask(id, MODELS)).faults).toEqual([]);
    expect(await set(email, false)).toBe('done');
    expect((await ask(id, MODELS)).faults).toEqual(['FORBIDDEN']);
  });

  it('is the oldest account of an installation from before', async () => {
    const { url, drop } = await createEmptyDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      const migration = (name: string) => readFile(join('prisma/migrations', name, 'migration.sql'), 'utf8');
      await client.query(await migration('20261123000000_foundation'));
      const people = [
        ['disabled@example.org', '2026-01-01', '2026-02-01'],
        ['oldest@example.org', '2026-01-02', null],
        ['younger@example.org', '2026-01-03', null],
      ];
      for (const person of people) {
        await client.query(
          `INSERT INTO "User" ("id", "email", "createdAt", "disabledAt", "name", "passwordHash")
           VALUES (gen_random_uuid(), $1, $2, $3, '', '')`,
          person,
        );
      }
      await client.query(await migration('20261123110000_models'));
      const { rows } = await client.query('SELECT "email" FROM "User" WHERE "isOperator"');
      expect(rows).toEqual([{ email: 'oldest@example.org' }]);
    } finally {
      await client.end();
      await drop();
    }
  });

  it.each(['relevance', '../../etc', 'a/b/c', 'https://huggingface.co/a/b', ''])(
    'cannot pull %j',
    async (repository) => {
      await expect(pullModel(operator(), { repository })).rejects.toMatchObject({ field: ['repository'] });
    },
  );
});

describe('a pull from the page', () => {
  let worker: WorkerProcess | undefined;
  afterAll(() => worker?.kill('SIGKILL'));

  it('is asked for once, and goes on where it stopped when its worker is killed', async () => {
    holdBack(4_000_000);
    const asked = await pullModel(operator(), { repository: REPOSITORY });
    expect((await pullModel(operator(), { repository: REPOSITORY, revision: ' ' })).task.id).toBe(asked.task.id);
    worker = startWorkerProcess();
    await someFetched();
    await vi.waitFor(async () => {
      const task = await getDatabase().modelTask.findUniqueOrThrow({ where: { id: asked.task.id } });
      expect(task).toMatchObject({ status: 'RUNNING', phase: 'FETCHING', total: 10_438_184n });
      expect(Number(task.done)).toBeGreaterThan(1_000_000);
    }, PATIENCE);
    await worker.kill('SIGKILL');
    const kept = await fetched();
    server.misbehave = () => false;
    worker = startWorkerProcess();
    expect(await ended(asked)).toMatchObject({ status: 'COMPLETED', failureCode: null });
    expect(server.requestsOf(WEIGHTS, 'cdn').map(({ range }) => range)).toEqual([null, `bytes=${kept}-`]);
    expect(await findModel()).toMatchObject({
      source: 'HUB',
      name: REPOSITORY,
      isActive: false,
      sizeBytes: 10_438_184n,
    });
    await worker.kill('SIGTERM');
    const told = await getDatabase().auditEvent.findMany({ where: { action: 'model.pulled' } });
    expect(told).toMatchObject([{ actorId: operatorId, subjectId: REPOSITORY }]);
    await removeAll();
  });
});

/** As if nothing had been pulled. */
async function removeAll(): Promise<void> {
  await rm(stored(), { recursive: true, force: true });
  await getDatabase().installedModel.deleteMany({ where: model() });
}

describe('with a worker', () => {
  withWorker(undefined, () => ({ WINNOW_DATA_DIR: process.env.WINNOW_DATA_DIR, HF_ENDPOINT: server.endpoint }));

  it('lists the stand-in as the active model', async () => {
    await vi.waitFor(async () => expect(await getDatabase().installedModel.count()).toBe(1), PATIENCE);
    expect(at(await ask(operatorId, MODELS), 'installation')).toMatchObject({
      activeModel: { name: 'Winnow starter (stand-in)' },
      models: [{ repository: 'starter', source: 'BUILT_IN', isActive: true, isStandIn: true }],
    });
  });

  it('says why a pull was refused', async () => {
    server.token = 'hf_other';
    const task = await ended(await pullModel(operator(), { repository: REPOSITORY }));
    server.token = null;
    expect(task).toMatchObject({ status: 'FAILED', failureCode: 'HUB_REFUSED', finishedAt: expect.any(Date) });
    expect(task.failureMessage).toContain('HF_TOKEN');
  });

  it('stops a pull when it is told to, and the next goes on', async () => {
    holdBack(3_000_000);
    const asked = await pullModel(operator(), { repository: REPOSITORY });
    await someFetched();
    await cancelModelPull(operator(), { repository: REPOSITORY });
    expect(await ended(asked)).toMatchObject({ status: 'CANCELLED', failureCode: null });
    await expect(cancelModelPull(operator(), { repository: REPOSITORY })).rejects.toMatchObject({
      code: 'NOTHING_TO_DO',
    });
    const kept = await fetched();
    server.misbehave = () => false;
    expect(await ended(await pullModel(operator(), { repository: REPOSITORY }))).toMatchObject({ status: 'COMPLETED' });
    expect(server.requestsOf(WEIGHTS, 'cdn').at(-1)?.range).toBe(`bytes=${kept}-`);
  });

  it('scores with another model from the next batch on; scores that exist stay, and the project says so', async () => {
    const desk = await openDesk();
    await importTexts(desk, 'before', 6);
    const first = await scoringCompleted(desk.projectId);
    const before = await scoresOf(desk);
    expect(await newerModelOf(desk)).toBeNull();

    expect(await ended(await useModel(operator(), model()))).toMatchObject({ status: 'COMPLETED' });
    expect((await findModel())?.isActive).toBe(true);
    expect(await newerModelOf(desk)).toBe(REPOSITORY);
    expect(await scoresOf(desk)).toEqual(before);

    await importTexts(desk, 'after', 2);
    const second = await scoringCompleted(desk.projectId);
    expect(second.id).not.toBe(first.id);
    expect(second.totalCount).toBe(2);
    expect(await newerModelOf(desk)).toBe(REPOSITORY);

    await startScoring(await ownerOf(desk), { projectId: toGlobalId('Project', desk.projectId) });
    await vi.waitFor(async () => {
      const run = await scoringCompleted(desk.projectId);
      expect(run.totalCount).toBe(8);
    }, PATIENCE);
    expect(await newerModelOf(desk)).toBeNull();
    const after = await scoresOf(desk);
    const shifts = [...before].map(([id, score]) => (after.get(id) ?? Number.NaN) - score);
    expect(Math.abs(shifts[0] ?? 0)).toBeGreaterThan(0.1);
    for (const shift of shifts) expect(Math.abs(shift - (shifts[0] ?? 0))).toBeLessThan(1e-4);
    const revision = await getDatabase().modelRevision.findFirst({ where: { repository: REPOSITORY } });
    expect(revision).toMatchObject({ name: REPOSITORY, revision: server.commit, isStandIn: false });
  });

  it('tells every team which model scores from then on', async () => {
    const teams = await getDatabase().team.count();
    const told = await getDatabase().auditEvent.findMany({ where: { action: 'model.chosen' } });
    expect(new Set(told.map(({ teamId }) => teamId)).size).toBe(told.length);
    expect(told.length).toBe(teams);
    expect(told[0]).toMatchObject({ actorId: operatorId, details: { name: REPOSITORY, revision: server.commit } });
  });

  it('does not remove the model that is in use', async () => {
    await expect(removeModel(operator(), model())).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(useModel(operator(), model())).rejects.toMatchObject({ code: 'NOTHING_TO_DO' });
    const unknown = { repository: REPOSITORY, revision: 'f'.repeat(40) };
    await expect(useModel(operator(), unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('finds a changed file, refuses to use its model, and removes it', async () => {
    const starter = await getDatabase().installedModel.findFirstOrThrow({ where: { repository: 'starter' } });
    await expect(verifyModel(operator(), starter)).rejects.toMatchObject({ code: 'NOTHING_TO_DO' });
    await ended(await useModel(operator(), starter));
    await ended(await verifyModel(operator(), model()));
    expect(await findModel()).toMatchObject({ problem: null, verifiedAt: expect.any(Date) });

    await writeFile(stored(join(server.commit, 'config.json')), '{}');
    await ended(await verifyModel(operator(), model()));
    expect((await findModel())?.problem).toBe('config.json is changed');
    const used = await ended(await useModel(operator(), model()));
    expect(used).toMatchObject({ status: 'FAILED', failureCode: 'MODEL_CHANGED' });

    expect(await ended(await removeModel(operator(), model()))).toMatchObject({ status: 'COMPLETED' });
    expect(await findModel()).toBeNull();
    expect(await readdir(stored())).toEqual([]);
    expect(await getDatabase().installedModel.findMany({ where: { isActive: true } })).toMatchObject([
      { repository: 'starter' },
    ]);
  });
});

const TEXTS = readFile('samples/mixed-2000.jsonl', 'utf8').then((text) =>
  text.split('\n').filter((line) => line !== '' && line.length < 900),
);

async function importTexts(desk: ImportDesk, name: 'before' | 'after', count: number): Promise<void> {
  const lines = (await TEXTS).slice(name === 'before' ? 0 : 100, (name === 'before' ? 0 : 100) + count);
  await importEnded(await desk.drop(`${name}.jsonl`, lines.join('\n')));
}

async function scoresOf({ projectId }: ImportDesk): Promise<Map<string, number>> {
  const rows = await getDatabase().document.findMany({ where: { projectId, rawScore: { not: null } } });
  return new Map(rows.map(({ id, rawScore }) => [id, rawScore ?? Number.NaN]));
}

async function ownerOf({ projectId }: ImportDesk): Promise<Context> {
  const { teamId } = await getDatabase().project.findUniqueOrThrow({ where: { id: projectId } });
  const person = await createPerson();
  await getDatabase().membership.create({ data: { teamId, userId: person.id, role: 'OWNER' } });
  return requestOf(person);
}

async function newerModelOf(desk: ImportDesk): Promise<string | null> {
  const { viewer } = await ownerOf(desk);
  const id = toGlobalId('Project', desk.projectId);
  const asked = await ask(viewer?.id ?? '', 'query Q($id: ID!) { project(id: $id) { newerModel { repository } } }', {
    id,
  });
  return at<{ repository: string } | null>(asked, 'project.newerModel')?.repository ?? null;
}
