import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STARTER_FOLDER } from '../engine-options';
import { openModelFolder } from '../model/model-folder';
import { parseModelReference } from '../store/model-reference';
import { verifyModel } from '../store/stored-models';
import { etagOf, HubServer, sendBeginning, sendFile } from '../testing/hub-server';
import { type PullOptions, type PullProgress, pullModel } from './pull-model';

const REPOSITORY = 'winnow-tests/starter';
const WEIGHTS = 'model.safetensors';
const HURRIED = { tries: 3, firstPauseMs: 1, longestPauseMs: 5 };

let dataFolder: string;
let server: HubServer;
let weights: Buffer;

beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'winnow-pull-'));
  server = await HubServer.start(REPOSITORY);
  for (const name of ['config.json', 'tokenizer.json', WEIGHTS]) {
    server.put(name, await readFile(path.join(STARTER_FOLDER, name)));
  }
  server.put('README.md', '# A model');
  weights = server.files.get(WEIGHTS)?.content ?? Buffer.alloc(0);
});
afterEach(async () => {
  await server.close();
  await rm(dataFolder, { recursive: true });
});

function pull(reference = REPOSITORY, options: Partial<PullOptions> = {}) {
  const hub = { endpoint: server.endpoint, token: null };
  return pullModel(parseModelReference(reference), { dataFolder, hub, patience: HURRIED, ...options });
}

async function repositoryFolder(): Promise<string[]> {
  return (await readdir(path.join(dataFolder, 'models', 'winnow-tests--starter')).catch(() => [])).sort();
}

const partOf = async () => {
  const folder = path.join(dataFolder, 'models', 'winnow-tests--starter', `${server.commit}.pull`);
  const name = (await readdir(folder)).find((file) => file.endsWith('.part'));
  return name ? (await stat(path.join(folder, name))).size : null;
};

describe('a pull', () => {
  it('brings the three files of the commit that the branch meant, and says what they are', async () => {
    const seen: PullProgress[] = [];
    const { folder, manifest } = await pull(undefined, { onProgress: (progress) => seen.push(progress) });
    expect(folder).toBe(path.join(dataFolder, 'models', 'winnow-tests--starter', server.commit));
    expect(await readdir(folder)).toEqual(['config.json', 'manifest.json', WEIGHTS, 'tokenizer.json']);
    expect((await readFile(path.join(folder, WEIGHTS))).equals(weights)).toBe(true);
    expect(manifest).toMatchObject({
      repository: REPOSITORY,
      revision: server.commit,
      source: { kind: 'hub', endpoint: server.endpoint, requested: 'main' },
      contentHash: (await openModelFolder(folder)).revision,
    });
    const total = 894 + 449_600 + 9_987_690;
    expect(seen.at(-1)).toEqual({ commit: server.commit, file: WEIGHTS, bytes: total, total });
    expect(await repositoryFolder()).toEqual([server.commit]);
  });

  it('is content with what is there already, and mends what was damaged', async () => {
    const { folder } = await pull();
    const asked = server.requestsOf(WEIGHTS, 'cdn').length;
    await pull();
    expect(server.requestsOf(WEIGHTS, 'cdn')).toHaveLength(asked);
    await writeFile(path.join(folder, 'config.json'), '{}');
    expect(await verifyModel(await pull())).toEqual([]);
    expect(await repositoryFolder()).toEqual([server.commit]);
  });

  it('asks for the revision that is named, even one with a slash', async () => {
    const { manifest } = await pull(`${REPOSITORY}@refs/pr/1`);
    expect(server.requests[0]?.path).toBe(`/api/models/${REPOSITORY}/revision/refs%2Fpr%2F1`);
    expect(manifest.source).toMatchObject({ requested: 'refs/pr/1' });
  });

  it('may run twice at once', async () => {
    const both = await Promise.all([pull(), pull(), pull()]);
    expect(new Set(both.map(({ folder }) => folder)).size).toBe(1);
    expect(await verifyModel(both[0])).toEqual([]);
    expect(await repositoryFolder()).toEqual([server.commit]);
  });
});

describe('an interrupted pull', () => {
  it('goes on behind the cut', async () => {
    let isFirst = true;
    server.misbehave = (request, response, file) => {
      if (request.server !== 'cdn' || !file || !isFirst) return false;
      isFirst = false;
      sendBeginning(file, response, 4_000_000, 'cut');
      return true;
    };
    expect(await verifyModel(await pull())).toEqual([]);
    const ranges = server.requestsOf(WEIGHTS, 'cdn').map(({ range }) => range);
    expect(ranges[0]).toBeNull();
    expect(Number(/^bytes=(\d+)-$/.exec(ranges[1] ?? '')?.[1])).toBeGreaterThan(0);
    expect(ranges).toHaveLength(2);
  });

  it('makes a silent connection anew', async () => {
    let isFirst = true;
    server.misbehave = (request, response, file) => {
      if (request.server !== 'cdn' || !file || !isFirst) return false;
      isFirst = false;
      sendBeginning(file, response, 2_000_000, 'silence');
      return true;
    };
    expect(await verifyModel(await pull(undefined, { stallMs: 300 }))).toEqual([]);
  });

  it('stops when it is told to, and the next one goes on', async () => {
    server.misbehave = (request, response, file) => {
      if (request.server !== 'cdn' || !file) return false;
      sendBeginning(file, response, 3_000_000, 'silence');
      return true;
    };
    const stop = new AbortController();
    const onProgress = ({ file, bytes }: PullProgress) => {
      if (file === WEIGHTS && bytes > 2_000_000) stop.abort();
    };
    await expect(pull(undefined, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'PULL_CANCELLED',
    });
    const kept = await partOf();
    expect(kept).toBeGreaterThan(1_000_000);
    server.misbehave = () => false;
    await pull();
    expect(server.requestsOf(WEIGHTS, 'cdn').at(-1)?.range).toBe(`bytes=${kept}-`);
  });

  it('begins anew when the server has another file by now', async () => {
    const other = Buffer.alloc(weights.byteLength, 7);
    let answers = 0;
    server.misbehave = (request, response, file) => {
      if (request.server !== 'cdn' || !file) return false;
      answers++;
      if (answers > 1) return false;
      sendBeginning({ content: other, isLarge: true }, response, 4_000_000, 'cut');
      return true;
    };
    expect(await verifyModel(await pull())).toEqual([]);
    const ranges = server.requestsOf(WEIGHTS, 'cdn').map(({ range }) => range);
    expect(ranges).toEqual([null, expect.stringMatching(/^bytes=\d+-$/), null]);
    expect(etagOf(other)).not.toBe(etagOf(weights));
  });

  it('begins anew when the pieces do not make the file, though the server says that they belong together', async () => {
    let answers = 0;
    server.misbehave = (request, response, file) => {
      if (request.server !== 'cdn' || !file || ++answers > 1) return false;
      response.writeHead(200, { etag: etagOf(weights), 'content-length': weights.byteLength });
      response.write(Buffer.alloc(4_000_000, 7), () => response.destroy());
      return true;
    };
    expect(await verifyModel(await pull())).toEqual([]);
    expect(server.requestsOf(WEIGHTS, 'cdn').at(-1)?.range).toBeNull();
  });

  it('reads over what it has when the server knows no ranges', async () => {
    let answers = 0;
    server.misbehave = (request, response, file) => {
      if (request.server !== 'cdn' || !file) return false;
      if (++answers === 1) sendBeginning(file, response, 4_000_000, 'cut');
      else sendFile(file, { ...request, range: null }, response);
      return true;
    };
    expect(await verifyModel(await pull())).toEqual([]);
    expect(answers).toBe(2);
  });

  it('tries again when the hub is busy', async () => {
    let busy = 2;
    server.misbehave = (_request, response) => {
      if (busy-- <= 0) return false;
      response.writeHead(busy === 0 ? 503 : 429, { 'retry-after': '0' }).end();
      return true;
    };
    expect(await verifyModel(await pull())).toEqual([]);
  });
});

describe('the token', () => {
  it('goes to the hub and not to the content network', async () => {
    server.token = 'hf_secret';
    await pull(undefined, { hub: { endpoint: server.endpoint, token: 'hf_secret' } });
    expect(new Set(server.requests.filter((one) => one.server === 'hub').map(({ token }) => token))).toEqual(
      new Set(['Bearer hf_secret']),
    );
    expect(server.requestsOf(WEIGHTS, 'cdn').map(({ token }) => token)).toEqual([null]);
  });
});

describe('a pull that cannot be', () => {
  const answer = (status: number, headers: Record<string, string> = {}) => {
    server.misbehave = (_request, response) => {
      response.writeHead(status, headers).end();
      return true;
    };
  };
  const replaceDescription = (change: (description: ReturnType<HubServer['description']>) => unknown) => {
    server.misbehave = (request, response) => {
      if (!request.path.startsWith('/api/')) return false;
      response.writeHead(200).end(JSON.stringify(change(server.description())));
      return true;
    };
  };

  it('is told what to do when there is no network', async () => {
    const { endpoint } = server;
    await server.close();
    server = await HubServer.start(REPOSITORY);
    await expect(pull(undefined, { hub: { endpoint, token: null } })).rejects.toMatchObject({
      code: 'HUB_UNREACHABLE',
      message: expect.stringContaining('HF_ENDPOINT'),
    });
  });

  it.each([
    [401, { 'x-error-code': 'GatedRepo' }, 'HUB_REFUSED', 'HF_TOKEN'],
    [403, {}, 'HUB_REFUSED', 'HF_TOKEN'],
    [401, { 'x-error-code': 'RepoNotFound' }, 'HUB_NOT_FOUND', 'check the spelling'],
    [404, {}, 'HUB_NOT_FOUND', 'check the spelling'],
    [503, {}, 'HUB_BUSY', 'later'],
    [418, {}, 'HUB_ANSWER_INVALID', '418'],
    [302, { location: 'file:///etc/passwd' }, 'HUB_ANSWER_INVALID', 'file:'],
    [302, { location: '/again' }, 'HUB_ANSWER_INVALID', 'more than 5 times'],
  ])('says so for %i %j', async (status, headers, code, message) => {
    answer(status, headers as Record<string, string>);
    await expect(pull()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(await repositoryFolder()).toEqual([]);
  });

  it.each([
    ['sharded weights', ['model-00001-of-00002.safetensors', 'model.safetensors.index.json'], 'sharded'],
    ['PyTorch weights', ['pytorch_model.bin'], 'pytorch_model.bin'],
    ['no weights', [], 'no model.safetensors'],
  ])('is refused by name for %s', async (_, names, message) => {
    server.files.delete(WEIGHTS);
    for (const name of names) server.put(name, 'weights');
    await expect(pull()).rejects.toMatchObject({
      code: 'REPOSITORY_UNSUITABLE',
      message: expect.stringContaining(message),
    });
  });

  it('refuses another architecture before its weights are fetched', async () => {
    server.put('config.json', JSON.stringify({ model_type: 'bert', num_labels: 1 }));
    await expect(pull()).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
    expect(server.requestsOf(WEIGHTS, 'hub')).toEqual([]);
    expect(await repositoryFolder()).toEqual([]);
  });

  it('refuses a tokenizer that does not fit before the weights are fetched', async () => {
    const config = JSON.parse(String(server.files.get('config.json')?.content));
    server.put('config.json', JSON.stringify({ ...config, vocab_size: 15_000 }));
    await expect(pull()).rejects.toMatchObject({ code: 'TOKENIZER_MISMATCH' });
    expect(server.requestsOf(WEIGHTS, 'hub')).toEqual([]);
  });

  it('refuses weights that the hub sends intact and that are broken in themselves', async () => {
    server.put(WEIGHTS, weights.subarray(0, 5_000_000));
    await expect(pull()).rejects.toMatchObject({ code: 'WEIGHTS_INVALID' });
    expect(await repositoryFolder()).toEqual([]);
  });

  it.each(['config.json', WEIGHTS])('deletes %s when it has the wrong hash', async (name) => {
    const content = Buffer.from(server.files.get(name)?.content ?? '');
    content[content.byteLength - 3] = 1;
    server.misbehave = (request, response, file) => {
      if (!request.path.endsWith(`/${name}`) || (file?.isLarge && request.server === 'hub')) return false;
      sendFile({ content, isLarge: true }, request, response);
      return true;
    };
    await expect(pull()).rejects.toMatchObject({ code: 'DOWNLOAD_HASH_WRONG', message: expect.stringContaining(name) });
    expect(await partOf()).toBeNull();
  });

  it('is told before the download that the disk is too small', async () => {
    replaceDescription(({ sha, siblings }) => ({
      sha,
      siblings: siblings.map((file) => ({ ...file, lfs: file.lfs && { sha256: 'b'.repeat(64), size: 2 ** 52 } })),
    }));
    await expect(pull()).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('needs 4503599695 MB'),
    });
    expect(server.requestsOf('config.json', 'hub')).toEqual([]);
  });

  it.each([
    ['a commit that is a path', () => ({ sha: '../../../../etc', siblings: [] }), 'does not describe a model'],
    ['a list', () => [1, 2], 'does not describe a model'],
    [
      'a file of a gigabyte to be read into memory',
      ({ sha, siblings }: ReturnType<HubServer['description']>) => ({
        sha,
        siblings: siblings.map((file) => ({ ...file, size: 2 ** 30 })),
      }),
      'config.json has 1073741824 bytes, above the limit',
    ],
    [
      'a hash that is none',
      ({ sha, siblings }: ReturnType<HubServer['description']>) => ({
        sha,
        siblings: siblings.map((file) => ({ ...file, blobId: '../x', lfs: undefined })),
      }),
      'does not say how long',
    ],
  ])('refuses an answer with %s', async (_, change, message) => {
    replaceDescription(change);
    await expect(pull()).rejects.toMatchObject({
      code: 'HUB_ANSWER_INVALID',
      message: expect.stringContaining(message),
    });
    expect(await repositoryFolder()).toEqual([]);
  });

  it('never uses the names that the hub sends', async () => {
    replaceDescription(({ sha, siblings }) => ({
      sha,
      siblings: [{ rfilename: '../../escaped', size: 3, blobId: 'c'.repeat(40) }, ...siblings],
    }));
    await pull();
    expect(server.requests.some((request) => request.path.includes('escaped'))).toBe(false);
    expect((await readdir(dataFolder)).sort()).toEqual(['models']);
  });

  it('stops an answer that does not end', async () => {
    server.misbehave = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(2 ** 20, 32)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
      return true;
    };
    await expect(pull()).rejects.toMatchObject({
      code: 'HUB_ANSWER_INVALID',
      message: expect.stringContaining('longer than'),
    });
  });

  it('stops a file that is longer than was said', async () => {
    server.misbehave = (request, response, file) => {
      if (!request.path.endsWith('/config.json') || !file) return false;
      response.writeHead(200);
      response.end(Buffer.concat([file.content, file.content]));
      return true;
    };
    await expect(pull()).rejects.toMatchObject({ code: 'HUB_ANSWER_INVALID' });
  });

  it.each(['owner', 'owner/../etc', '../etc/passwd', 'a/b/c', 'a--b/c', 'a/b@../x', 'a/b@', 'a/b c', '/etc'])(
    'takes %s for no name of a model',
    (text) => {
      expect(() => parseModelReference(text)).toThrow(expect.objectContaining({ code: 'MODEL_REFERENCE_INVALID' }));
    },
  );
});

describe('what an earlier pull left', () => {
  it('is no model until it is whole', async () => {
    const left = path.join(dataFolder, 'models', 'winnow-tests--starter', `${server.commit}.pull`);
    await cp(STARTER_FOLDER, left, { recursive: true });
    await writeFile(path.join(left, WEIGHTS), weights.subarray(0, 100));
    const sha256 = createHash('sha256').update(weights).digest('hex');
    await writeFile(path.join(left, `${WEIGHTS}.${sha256}.part`), weights.subarray(0, 500_000));
    expect(await verifyModel(await pull())).toEqual([]);
    expect(server.requestsOf(WEIGHTS, 'cdn').map(({ range }) => range)).toEqual(['bytes=500000-']);
  });
});
