import { stat } from 'node:fs/promises';
import path from 'node:path';
import { InferenceError } from '../errors';
import { requireTensors } from '../graph/expected-tensors';
import { type ModelConfig, readModelConfig } from './config';
import { hashFile, hashParts } from './content-hash';
import { readSafetensors, type SafetensorsFile } from './safetensors';

export const MODEL_FILES = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;
export type ModelFile = (typeof MODEL_FILES)[number];

export interface ModelFolder {
  readonly path: string;
  readonly modelId: string;
  /** `sha256:` over the hashes of the three files. */
  readonly revision: string;
  readonly fileHashes: Readonly<Record<ModelFile, string>>;
  readonly config: ModelConfig;
  readonly weights: SafetensorsFile;
  /** True for the model in models/starter, wherever it was copied: a stand-in, not the relevance model. */
  readonly isStarter: boolean;
}

/** The starter is known by its weights, so that no copy of it can pass for something else. */
const STARTER_WEIGHTS = '6adb16d77470689bb7afe81395375f4efdc4ad73f0b3802803e91c99428bed60';
export const STARTER_NAME = 'Winnow starter (stand-in)';

/**
 * Opens a Hugging Face folder (config.json, tokenizer.json, model.safetensors) and checks it whole, tensor data aside.
 *
 * @throws InferenceError with the code of what is wrong; see errors.ts.
 */
export async function openModelFolder(folder: string): Promise<ModelFolder> {
  await requireFolder(folder);
  const config = await readModelConfig(path.join(folder, 'config.json'));
  requireOneLabel(config, folder);
  const weights = await readSafetensors(path.join(folder, 'model.safetensors'));
  requireTensors(config, weights);
  const fileHashes = await hashFiles(folder);
  const isStarter = fileHashes['model.safetensors'] === STARTER_WEIGHTS;
  return {
    path: folder,
    modelId: isStarter ? STARTER_NAME : (config.nameOrPath ?? path.basename(path.resolve(folder))),
    revision: `sha256:${hashParts(fileHashes)}`,
    fileHashes,
    config,
    weights,
    isStarter,
  };
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  throw new InferenceError(
    'MODEL_NOT_FOUND',
    'There is no model folder here; set WINNOW_MODEL to one that exists',
    folder,
  );
}

function requireOneLabel(config: ModelConfig, folder: string): void {
  if (config.labelCount === 1) return;
  throw new InferenceError(
    'CONFIG_UNSUPPORTED',
    `The model has ${config.labelCount} outputs; a relevance model has one`,
    folder,
  );
}

async function hashFiles(folder: string): Promise<Record<ModelFile, string>> {
  const hash = (name: ModelFile) => hashFile(path.join(folder, name));
  return {
    'config.json': await hash('config.json'),
    'tokenizer.json': await hash('tokenizer.json'),
    'model.safetensors': await hash('model.safetensors'),
  };
}
