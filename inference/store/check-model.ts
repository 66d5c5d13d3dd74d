import { open } from 'node:fs/promises';
import path from 'node:path';
import { type ModelFolder, openModelFolder } from '../model/model-folder';
import { readFloats } from '../model/read-floats';
import { Tokenizer } from '../tokenizer/tokenizer';

/**
 * Checks all that can be wrong with a model's files before a document is touched: what openModelFolder checks, that the
 * tokenizer fits the vocabulary, and that every weight is a number.
 *
 * @throws InferenceError with the code of what is wrong; see errors.ts.
 */
export async function checkModel(folder: string): Promise<ModelFolder> {
  const model = await openModelFolder(folder);
  await Tokenizer.load(path.join(folder, 'tokenizer.json'), model.config.vocabSize);
  await requireFiniteWeights(model);
  return model;
}

async function requireFiniteWeights({ weights }: ModelFolder): Promise<void> {
  const file = await open(weights.path, 'r');
  try {
    for (const tensor of weights.tensors.values()) {
      // Reading is the check: a chunk with a NaN is refused, the others are let go.
      for await (const _ of readFloats(file, tensor, weights.path));
    }
  } finally {
    await file.close();
  }
}
