import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { InferenceError } from './errors';
import { PRECISIONS, PROVIDER_NAMES } from './results';
import { activeModelFolder } from './store/active-model';

/** Tokens the published relevance model was trained at. */
export const DEFAULT_MAX_TOKENS = 4096;

const PROJECT_FOLDER = fileURLToPath(new URL('..', import.meta.url));
export const STARTER_FOLDER = path.join(PROJECT_FOLDER, 'models', 'starter');

const windowOptions = z.object({
  overlapTokens: z.number().int().nonnegative().default(0),
  aggregate: z.enum(['mean', 'max', 'first']),
});

const engineOptions = z.object({
  /** A Hugging Face model folder. */
  modelFolder: z.string().min(1).default(STARTER_FOLDER),
  /** Where built graphs are kept; may be deleted at any time. */
  cacheFolder: z.string().min(1).default(cacheFolderIn('data')),
  /** Absent: the one that the model's parity report chose on this machine, measured on first use. */
  precision: z.enum(PRECISIONS).optional(),
  /** Absent: the best provider that works here. Given: that one or PROVIDER_UNAVAILABLE. */
  provider: z.enum(PROVIDER_NAMES).optional(),
  /** Longest input including [CLS] and [SEP]. */
  maxTokens: z.number().int().min(3).max(8192).default(DEFAULT_MAX_TOKENS),
  windows: windowOptions.optional(),
  /** Tokens computed in one run. */
  tokenBudget: z.number().int().positive().optional(),
  /** Engine processes, each with its own copy of the weights. */
  processes: z.number().int().min(1).max(64).optional(),
  /** Threads of each process. */
  threadsPerProcess: z.number().int().min(1).max(256).optional(),
});

export type EngineOptions = z.input<typeof engineOptions>;
export type CheckedEngineOptions = z.output<typeof engineOptions>;
/** With everything decided that was left to be measured. */
export type ResolvedEngineOptions = Required<Omit<CheckedEngineOptions, 'windows'>> &
  Pick<CheckedEngineOptions, 'windows'>;

/** @throws InferenceError OPTIONS_INVALID naming the option. */
export function checkEngineOptions(options: EngineOptions): CheckedEngineOptions {
  const parsed = engineOptions.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InferenceError(
      'OPTIONS_INVALID',
      `Engine option ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`,
    );
  }
  const { windows, maxTokens } = parsed.data;
  if (windows && windows.overlapTokens >= maxTokens - 2) {
    throw new InferenceError(
      'OPTIONS_INVALID',
      `Windows of ${maxTokens} tokens cannot overlap by ${windows.overlapTokens}`,
    );
  }
  return parsed.data;
}

/** The data folder is relative to the project, as every other command reads it. */
export function resolveDataFolder(dataFolder: string | undefined): string {
  return path.resolve(PROJECT_FOLDER, dataFolder || 'data');
}

function cacheFolderIn(dataFolder: string): string {
  return path.join(resolveDataFolder(dataFolder), 'cache', 'graphs');
}

const environment = z.object({
  WINNOW_DATA_DIR: z.string().default('data'),
  WINNOW_MODEL: z.string().min(1).optional(),
  WINNOW_PROVIDER: z.enum(PROVIDER_NAMES).optional(),
  WINNOW_PRECISION: z.enum(PRECISIONS).optional(),
});

/**
 * The model is WINNOW_MODEL, else the one that was chosen in the data folder, else the stand-in.
 *
 * The settings WINNOW_MODEL (a folder), WINNOW_PROVIDER, WINNOW_PRECISION and WINNOW_DATA_DIR (whose cache/graphs keeps
 * built graphs) as engine options; empty counts as unset.
 *
 * @throws InferenceError OPTIONS_INVALID naming the variable, MODEL_NOT_FOUND when the chosen model is gone.
 */
export function engineOptionsFrom(variables: Readonly<Record<string, string | undefined>>): EngineOptions {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InferenceError('OPTIONS_INVALID', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
  }
  const { WINNOW_DATA_DIR: dataFolder, WINNOW_PROVIDER: provider, WINNOW_PRECISION: precision } = parsed.data;
  const modelFolder = parsed.data.WINNOW_MODEL ?? activeModelFolder(resolveDataFolder(dataFolder));
  return {
    cacheFolder: cacheFolderIn(dataFolder),
    ...(modelFolder && { modelFolder }),
    ...(provider && { provider }),
    ...(precision && { precision }),
  };
}
