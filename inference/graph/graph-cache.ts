import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { InferenceError } from '../errors';
import type { ModelConfig } from '../model/config';
import { hashParts } from '../model/content-hash';
import type { ModelFolder } from '../model/model-folder';
import type { Precision } from '../results';
import { saturatesInt8 } from '../session/saturation';
import { activationRanges } from './activation-ranges';
import { GRAPH_FILES, type GraphUse, WEIGHTS_FILE } from './graph-folder';
import { isSmoothed, planGraphs } from './graph-variants';
import type { LargestWeight } from './linear-int8';
import { type ActivationRanges, SmoothedTensors } from './smoothed-tensors';
import { PublishedTensors, type TensorSource } from './tensor-source';

/** Raised with every change of the graph or of the weights' layout: older cached graphs are then not found. */
const BUILDER_VERSION = 3;
const MANIFEST_FILE = 'manifest.json';

/** Bytes of each file. */
const manifest = z.record(z.string(), z.number().int());

/**
 * The folder of the ONNX graphs of a model in a precision (graph-folder.ts), built on first use.
 *
 * They are built in a folder of their own and renamed into place when whole, so that nothing half-written is ever
 * found; of two builders at once the second finds the place taken and uses the first one's.
 *
 * @throws InferenceError CACHE_UNWRITABLE when the folder cannot be written or is full, or what the weights are refused for.
 */
export async function cachedGraphs(model: ModelFolder, precision: Precision, cacheFolder: string): Promise<string> {
  const largestWeight = (await saturatesInt8()) ? 63 : 127;
  const target = path.join(cacheFolder, graphKey(model, precision, largestWeight));
  if (await isWhole(target)) return target;
  const draft = `${target}.${process.pid}-${randomUUID()}`;
  try {
    await mkdir(draft, { recursive: true });
    const ranges = isSmoothed(precision)
      ? await activationRanges(model, await cachedGraphs(model, 'fp32', cacheFolder))
      : null;
    await withTensors(model, ranges, (source) => buildGraphs(model.config, precision, largestWeight, source, draft));
    await putInPlace(draft, target);
  } catch (error) {
    throw error instanceof InferenceError ? error : unwritable(error, cacheFolder);
  } finally {
    // Clearing away must not hide why the building failed.
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
  }
  return target;
}

/** config and weights decide the graph; another tokenizer does not. */
function graphKey(model: ModelFolder, precision: Precision, largestWeight: LargestWeight): string {
  const { 'config.json': config, 'model.safetensors': weights } = model.fileHashes;
  const codes: Record<string, string> = precision.startsWith('int8') ? { largestWeight: String(largestWeight) } : {};
  return `${precision}-${hashParts({ config, weights, ...codes, builder: String(BUILDER_VERSION) }).slice(0, 32)}`;
}

async function isWhole(folder: string): Promise<boolean> {
  try {
    const sizes = manifest.parse(JSON.parse(await readFile(path.join(folder, MANIFEST_FILE), 'utf8')));
    const files = [...Object.values(GRAPH_FILES), WEIGHTS_FILE];
    const found = await Promise.all(files.map(async (file) => (await stat(path.join(folder, file))).size));
    return files.every((file, index) => sizes[file] === found[index]);
  } catch {
    return false;
  }
}

async function withTensors(
  model: ModelFolder,
  ranges: ActivationRanges | null,
  use: (source: TensorSource) => Promise<void>,
): Promise<void> {
  const published = await PublishedTensors.open(model.weights);
  try {
    await use(ranges ? await SmoothedTensors.of(published, model.config, ranges) : published);
  } finally {
    await published.close();
  }
}

async function buildGraphs(
  config: ModelConfig,
  precision: Precision,
  largestWeight: LargestWeight,
  source: TensorSource,
  folder: string,
): Promise<void> {
  const { graphs, weights } = planGraphs(config, precision, largestWeight);
  await weights.write(source, path.join(folder, WEIGHTS_FILE));
  const sizes: Record<string, number> = { [WEIGHTS_FILE]: weights.byteLength };
  for (const [use, file] of Object.entries(GRAPH_FILES)) {
    const bytes = graphs[use as GraphUse].serialize();
    await writeSynced(path.join(folder, file), bytes);
    sizes[file] = bytes.byteLength;
  }
  await writeSynced(path.join(folder, MANIFEST_FILE), Buffer.from(JSON.stringify(sizes)));
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function putInPlace(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (error) {
    // A folder cannot be renamed onto a filled one: another builder was first, and its graph is the same.
    if (await isWhole(target)) return;
    if (!(await stat(target).catch(() => null))) throw error;
    // Damaged since it got its name. Moved aside first, so that no reader finds a folder half deleted.
    const damaged = `${draft}-damaged`;
    await rename(target, damaged);
    await rename(draft, target);
    await rm(damaged, { recursive: true, force: true });
  }
}

function unwritable(error: unknown, cacheFolder: string): InferenceError {
  const reason = error instanceof Error ? error.message : String(error);
  return new InferenceError(
    'CACHE_UNWRITABLE',
    `The graph cannot be written: ${reason}. Free space or allow writing`,
    cacheFolder,
  );
}
