import type { WindowAggregate } from '@/inference/batches/windows';
import type { ScoreOptions } from '@/inference/scorer';
import type { ReadingSettings } from '@/prisma/queries/scoring-runs';

/**
 * A run's settings as the engine takes them. A model that reads less than the run asks for sets the limit, and windows
 * of that length keep moving on, if only by one token.
 *
 * @param modelMaxTokens  Longest input of the model, [CLS] and [SEP] included.
 */
export function toScoreOptions(settings: ReadingSettings, modelMaxTokens: number): ScoreOptions {
  const maxTokens = Math.min(settings.maxTokens, modelMaxTokens);
  if (settings.windowAggregate === null) return { maxTokens };
  const overlapTokens = Math.min(settings.windowOverlap, maxTokens - 3);
  return { maxTokens, windows: { overlapTokens, aggregate: AGGREGATES[settings.windowAggregate] } };
}

const AGGREGATES = { MEAN: 'mean', MAX: 'max', FIRST: 'first' } as const satisfies Record<string, WindowAggregate>;
