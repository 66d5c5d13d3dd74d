import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { MANIFEST_FILE, type ModelManifest, readManifest } from '../model/manifest';
import { MODEL_FILES, type ModelFolder } from '../model/model-folder';
import { checkModel } from './check-model';
import { asStoreFault, syncFolder, writeDurably } from './durable-files';
import { storedFolder } from './models-folder';
import { type StoredModel, verifyModel } from './stored-models';

export interface ModelOrigin {
  readonly repository: string;
  /** Null: the content hash is the revision. */
  readonly revision: string | null;
  readonly source: ModelManifest['source'];
}

/**
 * Checks a folder with all of a model's files, records what they are and moves it to where models live. Until that one
 * rename nothing is found there; of two that install the same model the second uses the first one's.
 *
 * @throws InferenceError what the model is refused for, DISK_FULL or STORE_UNWRITABLE; the draft is then still there.
 */
export async function installModel(draft: string, dataFolder: string, origin: ModelOrigin): Promise<StoredModel> {
  const model = await checkModel(draft);
  const manifest = await manifestOf(model, origin);
  const target = storedFolder(dataFolder, manifest.repository, manifest.revision);
  try {
    for (const name of MODEL_FILES) await syncFile(path.join(draft, name));
    await writeDurably(path.join(draft, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
    await mkdir(path.dirname(target), { recursive: true });
    await moveInPlace(draft, target);
    await syncFolder(path.dirname(target));
  } catch (error) {
    throw asStoreFault(error, target);
  }
  return { folder: target, manifest };
}

/** The model of this commit when it is stored and every file is as it was taken in. */
export async function findWhole(folder: string): Promise<StoredModel | null> {
  const manifest = await readManifest(folder);
  if (!manifest) return null;
  const stored = { folder, manifest };
  return (await verifyModel(stored)).length === 0 ? stored : null;
}

async function manifestOf(model: ModelFolder, { repository, revision, source }: ModelOrigin): Promise<ModelManifest> {
  const files = MODEL_FILES.map(async (name) => ({
    name,
    sha256: model.fileHashes[name],
    bytes: (await stat(path.join(model.path, name))).size,
  }));
  return {
    format: 'winnow-model-1',
    repository,
    revision: revision ?? model.revision.replace(/^sha256:/, ''),
    source,
    contentHash: model.revision,
    files: await Promise.all(files),
    addedAt: new Date().toISOString(),
  };
}

async function moveInPlace(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (error) {
    // A folder cannot be renamed onto a filled one: another was first, and its model is the same.
    if (await findWhole(target)) return void (await rm(draft, { recursive: true, force: true }));
    if (!(await stat(target).catch(() => null))) throw error;
    // Damaged since it was stored. Moved aside first, so that no reader finds a folder half deleted.
    const damaged = path.join(path.dirname(target), `.damaged-${randomUUID()}`);
    await rename(target, damaged);
    await rename(draft, target);
    await rm(damaged, { recursive: true, force: true });
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
