import path from 'node:path';
import { cutText } from '../batches/windows';
import type { ModelFolder } from '../model/model-folder';
import { parityTexts } from '../parity/parity-texts';
import { ModelSession } from '../session/session';
import { Tokenizer } from '../tokenizer/tokenizer';
import { planRangeGraph, rangeOutput } from './graph-variants';
import type { ActivationRanges } from './smoothed-tensors';

/** Outliers of a model sit in the same channels whatever the text: a few texts find them. */
const TEXTS = 32;
const MAX_TOKENS = 512;

/**
 * Largest magnitudes of every product's inputs over some real texts, each cut at 512 tokens.
 *
 * @param fp32Folder  The model's graphs in fp32, whose weights file is used again.
 */
export async function activationRanges(model: ModelFolder, fp32Folder: string): Promise<ActivationRanges> {
  const { graph, prefixes } = planRangeGraph(model.config);
  const session = await ModelSession.open(model.config, {
    graph: graph.serialize(),
    weightsFolder: fp32Folder,
    provider: 'cpu',
    threads: 1,
    maxTokens: MAX_TOKENS,
  });
  try {
    const ranges = new Map<string, Float32Array>();
    for (const window of await rangeWindows(model)) {
      const outputs = await session.outputs([window]);
      for (const prefix of prefixes) widen(ranges, prefix, outputs[rangeOutput(prefix)] ?? new Float32Array());
    }
    return ranges;
  } finally {
    await session.close();
  }
}

async function rangeWindows({ path: folder, config }: ModelFolder): Promise<Int32Array[]> {
  const tokenizer = await Tokenizer.load(path.join(folder, 'tokenizer.json'), config.vocabSize);
  const frame = { cls: config.clsTokenId, sep: config.sepTokenId };
  const maxTokens = Math.min(MAX_TOKENS, config.maxPositions);
  const ids = await tokenizer.encodeAll(await parityTexts(TEXTS));
  return ids.flatMap((text) => cutText(text, maxTokens, frame).windows);
}

function widen(ranges: Map<string, Float32Array>, prefix: string, found: Float32Array): void {
  const known = ranges.get(prefix);
  if (!known) ranges.set(prefix, found.slice());
  else
    known.forEach((value, channel) => {
      known[channel] = Math.max(value, found[channel] ?? 0);
    });
}
