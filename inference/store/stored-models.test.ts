import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, open, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineOptionsFrom, STARTER_FOLDER } from '../engine-options';
import { openModelFolder } from '../model/model-folder';
import { readSafetensors } from '../model/safetensors';
import { activeModel, activeModelFolder, clearActiveModel } from './active-model';
import { importModel } from './import-model';
import { parseModelReference } from './model-reference';
import { activateModel, findModel, listModels, removeModel, verifyModel } from './stored-models';

let folder: string;
let dataFolder: string;
let source: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'winnow-store-'));
  dataFolder = path.join(folder, 'data');
  source = path.join(folder, 'My model (v2)');
  await cp(STARTER_FOLDER, source, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const inModels = async () => (await readdir(path.join(dataFolder, 'models')).catch(() => [])).sort();

/** Another model: one weight of the last bias differs. */
async function changeWeights(to: string, value = 3.5): Promise<void> {
  const file = path.join(to, 'model.safetensors');
  const bias = (await readSafetensors(file)).tensors.get('classifier.bias');
  if (!bias) throw new Error('no classifier.bias');
  expect(bias.dtype).toBe('F16');
  const handle = await open(file, 'r+');
  await handle.write(Buffer.from(Uint16Array.of(Number.isNaN(value) ? 0x7e00 : 0x4300).buffer), 0, 2, bias.begin);
  await handle.close();
}

describe('an imported folder', () => {
  it('is copied under its content hash, with a record of its files and of nothing else', async () => {
    const stored = await importModel(source, dataFolder);
    const { revision } = await openModelFolder(STARTER_FOLDER);
    expect(stored.manifest).toMatchObject({
      repository: 'local/My-model-v2',
      revision: revision.slice('sha256:'.length),
      contentHash: revision,
      source: { kind: 'folder' },
    });
    expect(await readdir(stored.folder)).toEqual([
      'config.json',
      'manifest.json',
      'model.safetensors',
      'tokenizer.json',
    ]);
    expect(await verifyModel(stored)).toEqual([]);
    expect(await inModels()).toEqual(['local--My-model-v2']);
  });

  it('is one model however often it is imported, also at once', async () => {
    await Promise.all([importModel(source, dataFolder), importModel(source, dataFolder)]);
    await importModel(source, dataFolder);
    expect(await listModels(dataFolder)).toHaveLength(1);
    expect(await inModels()).toEqual(['local--My-model-v2']);
  });

  it('keeps its name when its configuration names the model that it was trained from', async () => {
    await changeWeights(source);
    const { folder: stored } = await importModel(source, dataFolder, 'curators/relevance');
    expect((await openModelFolder(stored)).modelId).toBe('curators/relevance');
  });

  it('stays the stand-in when it is a copy of it', async () => {
    const { folder: stored } = await importModel(source, dataFolder, 'theblue/relevance');
    expect((await openModelFolder(stored)).modelId).toBe('Winnow starter (stand-in)');
  });

  it.each([
    ['a link out of the folder', async (file: string) => symlink(path.join(STARTER_FOLDER, 'tokenizer.json'), file)],
    ['a link that climbs out', async (file: string) => symlink('../elsewhere.json', file)],
    ['a pipe', async (file: string) => void spawnSync('mkfifo', [file])],
  ])('is refused with %s in place of a file', async (_, replace) => {
    await writeFile(path.join(folder, 'elsewhere.json'), '{}');
    await rm(path.join(source, 'tokenizer.json'));
    await replace(path.join(source, 'tokenizer.json'));
    await expect(importModel(source, dataFolder)).rejects.toMatchObject({ code: 'MODEL_FILE_OUTSIDE' });
    await expect(openModelFolder(source)).rejects.toMatchObject({ code: 'MODEL_FILE_OUTSIDE' });
    expect(await inModels()).toEqual([]);
  });

  it('may hold links to its own files', async () => {
    await rename(path.join(source, 'config.json'), path.join(source, 'config.v2.json'));
    await symlink('config.v2.json', path.join(source, 'config.json'));
    expect(await verifyModel(await importModel(source, dataFolder))).toEqual([]);
  });

  it('is refused with a weight that is not a number, and leaves nothing', async () => {
    await changeWeights(source, Number.NaN);
    await expect(importModel(source, dataFolder)).rejects.toMatchObject({
      code: 'WEIGHTS_NOT_FINITE',
      message: expect.stringContaining('classifier.bias'),
    });
    expect(await inModels()).toEqual([]);
  });

  it.each(['config.json', 'tokenizer.json', 'model.safetensors'])('is refused without %s', async (name) => {
    await rm(path.join(source, name));
    await expect(importModel(source, dataFolder)).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining(`no ${name}`),
    });
    expect(await inModels()).toEqual([]);
  });

  it('says that the data folder cannot be written', async () => {
    await writeFile(dataFolder, 'a file');
    await expect(importModel(source, dataFolder)).rejects.toMatchObject({ code: 'STORE_UNWRITABLE' });
  });

  it('clears away what a killed import left a day ago', async () => {
    const left = path.join(dataFolder, 'models', '.import-1-x');
    await mkdir(left, { recursive: true });
    await utimes(left, 0, 0);
    await importModel(source, dataFolder);
    expect(await inModels()).toEqual(['local--My-model-v2']);
  });
});

describe('the active model', () => {
  it('is what engines open, after WINNOW_MODEL and before the stand-in', async () => {
    const settings = { WINNOW_DATA_DIR: dataFolder };
    expect(engineOptionsFrom(settings).modelFolder).toBeUndefined();
    const stored = await importModel(source, dataFolder);
    await activateModel(dataFolder, stored);
    expect(engineOptionsFrom(settings).modelFolder).toBe(stored.folder);
    expect(engineOptionsFrom({ ...settings, WINNOW_MODEL: '/elsewhere' }).modelFolder).toBe('/elsewhere');
    await clearActiveModel(dataFolder);
    expect(engineOptionsFrom(settings).modelFolder).toBeUndefined();
  });

  it('must be as it was taken in', async () => {
    const stored = await importModel(source, dataFolder);
    await changeWeights(stored.folder);
    await rm(path.join(stored.folder, 'tokenizer.json'));
    expect(await verifyModel(stored)).toEqual([
      { name: 'tokenizer.json', problem: 'missing' },
      { name: 'model.safetensors', problem: 'changed' },
    ]);
    await expect(activateModel(dataFolder, stored)).rejects.toMatchObject({ code: 'MODEL_CHANGED' });
    expect(activeModel(dataFolder)).toBeNull();
  });

  it('is not replaced by another when it is gone or cannot be read', async () => {
    const stored = await importModel(source, dataFolder);
    await activateModel(dataFolder, stored);
    await rm(stored.folder, { recursive: true });
    expect(() => activeModelFolder(dataFolder)).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FOUND' }));
    for (const content of ['', '{', '{"repository":"../../etc","revision":"x"}']) {
      await writeFile(path.join(dataFolder, 'models', 'active.json'), content);
      expect(() => engineOptionsFrom({ WINNOW_DATA_DIR: dataFolder })).toThrow(
        expect.objectContaining({ code: 'MODEL_NOT_FOUND' }),
      );
    }
  });

  it('cannot be deleted; another can', async () => {
    const first = await importModel(source, dataFolder, 'team/model');
    await changeWeights(source);
    const second = await importModel(source, dataFolder, 'team/model');
    await activateModel(dataFolder, second);
    await expect(removeModel(dataFolder, second)).rejects.toMatchObject({ code: 'MODEL_IN_USE' });
    await removeModel(dataFolder, first);
    expect((await listModels(dataFolder)).map(({ folder: one }) => one)).toEqual([second.folder]);
    expect(await readdir(path.dirname(second.folder))).toHaveLength(1);
  });
});

describe('a reference', () => {
  it('means the model whose revision begins so, and must choose among several', async () => {
    const first = await importModel(source, dataFolder, 'team/model');
    await changeWeights(source);
    const second = await importModel(source, dataFolder, 'team/model');
    const find = (text: string) => findModel(dataFolder, parseModelReference(text));
    expect(await find(`team/model@${second.manifest.revision.slice(0, 8)}`)).toEqual(second);
    await expect(find('team/model')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining(first.manifest.revision.slice(0, 12)),
    });
    await expect(find('team/other')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    await expect(find('team/model@main')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});
