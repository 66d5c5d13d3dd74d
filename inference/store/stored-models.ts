import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { InferenceError } from '../errors';
import { hashFile } from '../model/content-hash';
import { type ModelManifest, readManifest } from '../model/manifest';
import { activeModel, setActiveModel } from './active-model';
import { asStoreFault } from './durable-files';
import type { ModelReference } from './model-reference';
import { modelsFolder, pullFolder, repositoryFolder, repositoryOfFolder, storedFolder } from './models-folder';

export interface StoredModel {
  readonly folder: string;
  readonly manifest: ModelManifest;
}

/** A file that is not as it was when the model was taken in. */
export interface ChangedFile {
  readonly name: string;
  readonly problem: 'missing' | 'changed';
}

/** Every whole model of the data folder, by repository and then by age; unfinished pulls are none. */
export async function listModels(dataFolder: string): Promise<StoredModel[]> {
  const found: StoredModel[] = [];
  for (const name of await foldersIn(modelsFolder(dataFolder))) {
    const repository = repositoryOfFolder(name);
    if (!repository) continue;
    for (const revision of await foldersIn(path.join(modelsFolder(dataFolder), name))) {
      const folder = storedFolder(dataFolder, repository, revision);
      const manifest = await readManifest(folder);
      // A folder that was renamed by hand is not what its name says.
      if (manifest?.repository === repository && manifest.revision === revision) found.push({ folder, manifest });
    }
  }
  const key = ({ manifest }: StoredModel) => `${manifest.repository} ${manifest.addedAt}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * The stored model that a reference means: by the beginning of its revision, or by the branch or tag it was pulled as.
 *
 * @throws InferenceError MODEL_NOT_FOUND when there is none, or more than one and the reference does not choose.
 */
export async function findModel(dataFolder: string, reference: ModelReference): Promise<StoredModel> {
  const { repository, revision } = reference;
  const ofRepository = (await listModels(dataFolder)).filter(({ manifest }) => manifest.repository === repository);
  const matching = ofRepository.filter(({ manifest }) => revision === null || isMeant(manifest, revision));
  const [only] = matching;
  if (only && matching.length === 1) return only;
  if (only) {
    const revisions = matching.map(({ manifest }) => manifest.revision.slice(0, 12)).join(', ');
    throw new InferenceError(
      'MODEL_NOT_FOUND',
      `Several revisions of ${repository} are stored (${revisions}); name one as ${repository}@<revision>`,
    );
  }
  const which = revision === null ? repository : `${repository}@${revision}`;
  throw new InferenceError('MODEL_NOT_FOUND', `${which} is not stored here; pull or import it first`);
}

/** Hashes every file again and answers those that are not as they were recorded. */
export async function verifyModel({ folder, manifest }: StoredModel): Promise<ChangedFile[]> {
  const changed: ChangedFile[] = [];
  for (const { name, sha256, bytes } of manifest.files) {
    const file = path.join(folder, path.basename(name));
    const found = await stat(file).catch(() => null);
    if (!found) changed.push({ name, problem: 'missing' });
    else if (found.size !== bytes || (await hashFile(file)) !== sha256) changed.push({ name, problem: 'changed' });
  }
  return changed;
}

/**
 * Makes a stored model the one that engines of this data folder open from now on.
 *
 * @throws InferenceError MODEL_CHANGED, naming the files that are not as they were taken in.
 */
export async function activateModel(dataFolder: string, model: StoredModel): Promise<void> {
  const changed = await verifyModel(model);
  if (changed.length > 0) {
    const files = changed.map(({ name, problem }) => `${name} is ${problem}`).join(', ');
    throw new InferenceError('MODEL_CHANGED', `${files}; pull or import the model again`, model.folder);
  }
  const { repository, revision } = model.manifest;
  await setActiveModel(dataFolder, { repository, revision });
}

/**
 * Deletes a stored model, and what an interrupted pull of it left.
 *
 * @throws InferenceError MODEL_IN_USE for the active one.
 */
export async function removeModel(dataFolder: string, { folder, manifest }: StoredModel): Promise<void> {
  const active = activeModel(dataFolder);
  if (active?.repository === manifest.repository && active.revision === manifest.revision) {
    throw new InferenceError('MODEL_IN_USE', `${manifest.repository} is the active model; use another one first`);
  }
  // Renamed first, so that nobody finds a folder half deleted.
  const leaving = path.join(repositoryFolder(dataFolder, manifest.repository), `.removed-${randomUUID()}`);
  try {
    await rename(folder, leaving);
    await rm(leaving, { recursive: true });
    await rm(pullFolder(dataFolder, manifest.repository, manifest.revision), { recursive: true, force: true });
  } catch (error) {
    throw asStoreFault(error, folder);
  }
}

function isMeant({ revision, source }: ModelManifest, wanted: string): boolean {
  return revision.startsWith(wanted) || (source.kind === 'hub' && source.requested === wanted);
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
}
