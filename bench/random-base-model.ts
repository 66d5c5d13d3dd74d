import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ModelFolder, openModelFolder } from '@/inference/model/model-folder';
import { writeRandomModel } from '@/inference/testing/random-model';

const SHAPE = fileURLToPath(new URL('../inference/fixtures/modernbert', import.meta.url));
const SEED = 1;

/** ModernBERT-base with random weights in `<folder>/model` (0.6 GB), written there unless it is; the same every time. */
export async function openRandomBase(folder: string | undefined): Promise<ModelFolder> {
  if (!folder) throw new Error('name a folder for the random model and its graphs, 1.2 GB and 0.2 to 0.6 a precision');
  const modelFolder = path.join(folder, 'model');
  const found = await openModelFolder(modelFolder).catch(() => null);
  if (found) return found;
  const config: Record<string, unknown> = JSON.parse(await readFile(path.join(SHAPE, 'config.json'), 'utf8'));
  await writeRandomModel(modelFolder, config, path.join(SHAPE, 'tokenizer.json'), SEED);
  return openModelFolder(modelFolder);
}
