import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HubServer, sendBeginning } from '@/inference/testing/hub-server';
import { runWinnow } from '../testing/winnow-process';
import { describePull } from './pull-progress';

const REPOSITORY = 'winnow-tests/starter';
const STARTER = 'models/starter';
const WEIGHTS = 'model.safetensors';

let folder: string;
let server: HubServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-model-'));
  server = await HubServer.start(REPOSITORY);
  for (const name of ['config.json', 'tokenizer.json', WEIGHTS]) {
    server.put(name, await readFile(path.join(STARTER, name)));
  }
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const settings = (dataFolder: string) => ({
  WINNOW_DATA_DIR: path.join(folder, dataFolder),
  WINNOW_MODEL: '',
  HF_ENDPOINT: server.endpoint,
  HF_TOKEN: '',
});

async function winnow(dataFolder: string, ...args: string[]): Promise<{ code: unknown; output: string }> {
  const child = runWinnow(['model', ...args], settings(dataFolder));
  return { code: await child.ended, output: child.output() };
}

const partBytes = async (dataFolder: string) => {
  const pull = path.join(folder, dataFolder, 'models', 'winnow-tests--starter', `${server.commit}.pull`);
  const part = (await readdir(pull)).find((name) => name.endsWith('.part'));
  if (!part) throw new Error('no part yet');
  return (await stat(path.join(pull, part))).size;
};

const holdBack = (bytes: number) => {
  server.misbehave = (request, response, file) => {
    if (request.server !== 'cdn' || !file) return false;
    sendBeginning(file, response, bytes, 'silence');
    return true;
  };
};

describe('winnow model', () => {
  it('takes a folder in, lists, checks, uses and deletes it', async () => {
    const imported = await winnow('import', 'import', STARTER, '--name', 'team/model');
    expect(imported).toMatchObject({
      code: 0,
      output: expect.stringMatching(/winnow model use team\/model@[0-9a-f]{12}/),
    });
    expect((await winnow('import', 'use', 'team/model')).code).toBe(0);
    expect((await winnow('import', 'list')).output).toMatch(/^\* +team\/model +[0-9a-f]{12} +10 MB/m);
    expect(await winnow('import', 'verify')).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^ok +team\/model@/m),
    });
    expect(await winnow('import', 'remove', 'team/model')).toMatchObject({
      code: 1,
      output: expect.stringContaining('MODEL_IN_USE'),
    });
    expect((await winnow('import', 'use', 'starter')).code).toBe(0);
    expect((await winnow('import', 'remove', 'team/model')).code).toBe(0);
    expect((await winnow('import', 'list')).output).toMatch(/^\* +starter/m);
  });

  it('names the file that is not what it was, and fails', async () => {
    await winnow('changed', 'import', STARTER);
    const [model = ''] = await readdir(path.join(folder, 'changed', 'models', 'local--starter'));
    await writeFile(path.join(folder, 'changed', 'models', 'local--starter', model, 'config.json'), '{}');
    expect(await winnow('changed', 'verify')).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^changed +local\/starter@.*: config.json is changed$/m),
    });
    expect(await winnow('changed', 'use', 'local/starter')).toMatchObject({
      code: 1,
      output: expect.stringContaining('MODEL_CHANGED'),
    });
  });

  it('says what is wrong with a folder', async () => {
    const broken = path.join(folder, 'broken');
    await cp(STARTER, broken, { recursive: true });
    await writeFile(path.join(broken, WEIGHTS), (await readFile(path.join(STARTER, WEIGHTS))).subarray(0, 1_000_000));
    expect(await winnow('none', 'import', broken)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is cut[\s\S]*WEIGHTS_INVALID/),
    });
    expect((await winnow('none', 'pull', 'no-owner')).output).toContain('MODEL_REFERENCE_INVALID');
    expect((await winnow('none', 'pull', 'other/model')).output).toContain('HUB_NOT_FOUND');
    expect((await winnow('none', 'pull')).code).toBe(2);
  });
});

describe('winnow model pull', () => {
  it('goes on where it stopped when its process is killed', async () => {
    holdBack(6_000_000);
    const killed = runWinnow(['model', 'pull', REPOSITORY], settings('killed'));
    await vi.waitFor(async () => expect(await partBytes('killed')).toBeGreaterThan(5_000_000), {
      timeout: 30_000,
      interval: 50,
    });
    killed.signal('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    const kept = await partBytes('killed');
    server.misbehave = () => false;
    const second = await winnow('killed', 'pull', REPOSITORY);
    expect(second).toMatchObject({ code: 0, output: expect.stringContaining('10.4 of 10.4 MB, 100 %') });
    expect(server.requestsOf(WEIGHTS, 'cdn').map(({ range }) => range)).toEqual([null, `bytes=${kept}-`]);
    expect((await winnow('killed', 'verify')).code).toBe(0);
  });

  it('ends with 130 on Ctrl-C and keeps what has come', async () => {
    holdBack(3_000_000);
    const child = runWinnow(['model', 'pull', REPOSITORY], settings('stopped'));
    await vi.waitFor(async () => expect(await partBytes('stopped')).toBeGreaterThan(2_000_000), {
      timeout: 30_000,
      interval: 50,
    });
    child.signal('SIGINT');
    expect(await child.ended).toBe(130);
    expect(child.output()).toContain('the next one goes on from here');
    expect(await partBytes('stopped')).toBeGreaterThan(2_000_000);
    server.misbehave = () => false;
  });
});

describe('progress of a pull', () => {
  it('says how much, how fast and how long', () => {
    const progress = { commit: 'a'.repeat(40), file: WEIGHTS, bytes: 150_000_000, total: 600_000_000 };
    expect(describePull(progress, 5_000_000)).toBe(
      'model.safetensors: 150.0 of 600.0 MB, 25 %, 5.0 MB/s, 1 min 30 s left',
    );
    expect(describePull({ ...progress, bytes: 600_000_000 }, 0)).toBe('model.safetensors: 600.0 of 600.0 MB, 100 %');
  });
});
