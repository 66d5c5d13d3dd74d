import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { InferenceError } from '../errors';
import { requireTensors } from '../graph/expected-tensors';
import { type ModelConfig, readModelConfig } from './config';
import { hashFile, hashParts } from './content-hash';
import { readManifest } from './manifest';
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
  await requireOwnFiles(folder);
  const config = await readModelConfig(path.join(folder, 'config.json'));
  requireOneLabel(config, folder);
  const weights = await readSafetensors(path.join(folder, 'model.safetensors'));
  requireTensors(config, weights);
  const fileHashes = await hashFiles(folder);
  const isStarter = isStarterWeights(fileHashes['model.safetensors']);
  return {
    path: folder,
    modelId: isStarter ? STARTER_NAME : await nameOf(folder, config),
    revision: `sha256:${hashParts(fileHashes)}`,
    fileHashes,
    config,
    weights,
    isStarter,
  };
}

/** Weights below which computing is not what takes the time (the starter has 5 million, ModernBERT-base 150). */
const SMALL_MODEL_WEIGHTS = 30_000_000;

/** Small models are computed in fp32 with a common division of the machine; measuring would outlast their work. */
export function isSmallModel({ weights }: Pick<ModelFolder, 'weights'>): boolean {
  let elements = 0;
  for (const { shape } of weights.tensors.values()) elements += shape.reduce((product, size) => product * size, 1);
  return elements < SMALL_MODEL_WEIGHTS;
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

/**
 * Refuses files that lie outside the folder they are named in, or that are no files: nothing but the folder decides
 * what a model is. A file that is missing is told where it is opened.
 *
 * @throws InferenceError MODEL_FILE_OUTSIDE
 */
export async function requireOwnFiles(folder: string): Promise<void> {
  const home = await realpath(folder).catch(() => folder);
  for (const name of MODEL_FILES) {
    const file = await realpath(path.join(folder, name)).catch(() => null);
    if (file === null) continue;
    const isInside = file.startsWith(home + path.sep);
    if (isInside && (await stat(file)).isFile()) continue;
    throw new InferenceError(
      'MODEL_FILE_OUTSIDE',
      `${name} ${isInside ? 'is no file' : 'is a link out of the folder'}; make a folder with the files themselves (cp -rL)`,
      folder,
    );
  }
}

/** A stored model's repository; `_name_or_path` often names the model that it was trained from. */
async function nameOf(folder: string, config: ModelConfig): Promise<string> {
  const stored = await readManifest(folder);
  return stored?.repository ?? config.nameOrPath ?? path.basename(path.resolve(folder));
}

/** True for the stand-in's weights (SHA-256, hex). */
export function isStarterWeights(sha256: string | undefined): boolean {
  return sha256 === STARTER_WEIGHTS;
}

/** @throws InferenceError CONFIG_UNSUPPORTED for a classifier of several labels. */
export function requireOneLabel(config: ModelConfig, folder: string): void {
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
