import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { InferenceError } from '../errors';
import { MODEL_FILES, requireOwnFiles } from '../model/model-folder';
import { asStoreFault, requireSpace } from './durable-files';
import { installModel } from './install-model';
import { isRepository } from './model-reference';
import { modelsFolder } from './models-folder';
import type { StoredModel } from './stored-models';

const ABANDONED_AFTER_MS = 24 * 3_600_000;

/**
 * Copies a local Hugging Face folder into the data folder, after checking it whole; its revision is its content hash, so
 * that the same folder twice is one model.
 *
 * Only config.json, tokenizer.json and model.safetensors are read and copied; a link or path that leads out of the
 * folder is refused.
 *
 * @param name  `owner/name` to list it under; by default `local/` and the folder's name.
 * @throws InferenceError what the model is refused for, DISK_FULL, STORE_UNWRITABLE.
 */
export async function importModel(folder: string, dataFolder: string, name?: string): Promise<StoredModel> {
  const repository = name ?? `local/${speakableName(folder)}`;
  if (!isRepository(repository)) {
    throw new InferenceError('MODEL_REFERENCE_INVALID', `"${repository}" is no name for a model; write owner/name`);
  }
  await requireOwnFiles(folder);
  const bytes = await sizeOfFiles(folder);
  await clearAbandoned(modelsFolder(dataFolder));
  const draft = path.join(modelsFolder(dataFolder), `.import-${process.pid}-${randomUUID()}`);
  try {
    await copyFiles(folder, draft, bytes);
    return await installModel(draft, dataFolder, { repository, revision: null, source: { kind: 'folder' } });
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function sizeOfFiles(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of MODEL_FILES) {
    const found = await stat(path.join(folder, name)).catch(() => null);
    if (!found)
      throw new InferenceError(
        'MODEL_NOT_FOUND',
        `The folder has no ${name}; a model needs all of ${MODEL_FILES.join(', ')}`,
        folder,
      );
    bytes += found.size;
  }
  return bytes;
}

async function copyFiles(folder: string, draft: string, bytes: number): Promise<void> {
  try {
    await mkdir(draft, { recursive: true });
    await requireSpace(draft, bytes);
    for (const name of MODEL_FILES) {
      // Shares the bytes with the original where the file system can; a later write to one leaves the other as it is.
      await copyFile(path.join(folder, name), path.join(draft, name), constants.COPYFILE_FICLONE);
      await chmod(path.join(draft, name), 0o644);
    }
  } catch (error) {
    throw asStoreFault(error, draft);
  }
}

function speakableName(folder: string): string {
  const base = path.basename(path.resolve(folder));
  const name = base.replace(/[^A-Za-z0-9_.]+/g, '-').replace(/\.{2,}/g, '.');
  return (
    name
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 96)
      .replace(/[^A-Za-z0-9]+$/, '') || 'model'
  );
}

/** What an import that was killed left behind. */
async function clearAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith('.import-')) continue;
    const draft = path.join(folder, name);
    const found = await stat(draft).catch(() => null);
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) await rm(draft, { recursive: true, force: true });
  }
}
