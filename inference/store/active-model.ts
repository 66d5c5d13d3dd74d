import { readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { InferenceError } from '../errors';
import { asStoreFault, syncFolder, writeDurably } from './durable-files';
import { isRepository } from './model-reference';
import { modelsFolder, storedFolder } from './models-folder';

/** Names, never paths: what is written here cannot lead out of the models' folder. */
const active = z.object({
  repository: z.string().refine(isRepository),
  revision: z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/),
});
export type ActiveModel = z.infer<typeof active>;

/**
 * The stored model that was chosen, or null when none was and the stand-in is used. Read anew at every call, and at
 * once: engines ask before each batch whether it is still theirs.
 *
 * @throws InferenceError MODEL_NOT_FOUND when the choice cannot be read; nothing else is used in its place.
 */
export function activeModel(dataFolder: string): ActiveModel | null {
  const file = activeFile(dataFolder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unreadable(file);
  }
  try {
    return active.parse(JSON.parse(text));
  } catch {
    throw unreadable(file);
  }
}

/**
 * The folder of the active model, or null when none was chosen.
 *
 * @throws InferenceError MODEL_NOT_FOUND when the chosen one is gone or the choice cannot be read.
 */
export function activeModelFolder(dataFolder: string): string | null {
  const chosen = activeModel(dataFolder);
  if (!chosen) return null;
  const folder = storedFolder(dataFolder, chosen.repository, chosen.revision);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new InferenceError(
    'MODEL_NOT_FOUND',
    `The active model ${chosen.repository} is not there; pull it again or choose another with winnow model use`,
    folder,
  );
}

export async function setActiveModel(dataFolder: string, model: ActiveModel): Promise<void> {
  await writeDurably(activeFile(dataFolder), `${JSON.stringify(active.parse(model), null, 2)}\n`);
}

/** Back to the stand-in. */
export async function clearActiveModel(dataFolder: string): Promise<void> {
  try {
    await rm(activeFile(dataFolder), { force: true });
    await syncFolder(modelsFolder(dataFolder));
  } catch (error) {
    throw asStoreFault(error, modelsFolder(dataFolder));
  }
}

function activeFile(dataFolder: string): string {
  return path.join(modelsFolder(dataFolder), 'active.json');
}

function unreadable(file: string): InferenceError {
  return new InferenceError(
    'MODEL_NOT_FOUND',
    'Which model is active cannot be read; choose one with winnow model use',
    file,
  );
}
