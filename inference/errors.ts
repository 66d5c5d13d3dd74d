/** Faults that stop a model from being used at all; each is raised before any text is touched. */
export const MODEL_FAULTS = [
  'MODEL_NOT_FOUND',
  'CONFIG_INVALID',
  'CONFIG_UNSUPPORTED',
  'WEIGHTS_INVALID',
  'WEIGHTS_MISSING_TENSOR',
  'WEIGHTS_WRONG_SHAPE',
  'WEIGHTS_UNSUPPORTED_DTYPE',
  'WEIGHTS_NOT_FINITE',
  'TOKENIZER_INVALID',
  'TOKENIZER_MISMATCH',
  'PRECISION_UNAVAILABLE',
  'PROVIDER_UNAVAILABLE',
  'CACHE_UNWRITABLE',
  'ENGINE_START_FAILED',
  'ENGINE_CLOSED',
  'CALL_FAILED',
  'OPTIONS_INVALID',
  'MODEL_REFERENCE_INVALID',
  'MODEL_FILE_OUTSIDE',
  'MODEL_CHANGED',
  'MODEL_IN_USE',
  'STORE_UNWRITABLE',
  'DISK_FULL',
  'HUB_UNREACHABLE',
  'HUB_BUSY',
  'HUB_REFUSED',
  'HUB_NOT_FOUND',
  'HUB_ANSWER_INVALID',
  'REPOSITORY_UNSUITABLE',
  'DOWNLOAD_HASH_WRONG',
  'PULL_CANCELLED',
] as const;

/** Reasons why one text has no score while the rest of its call has. */
export const TEXT_FAULTS = [
  'EMPTY_TEXT',
  'TEXT_TOO_LARGE',
  'OUT_OF_MEMORY',
  'COMPUTE_FAILED',
  'SCORE_NOT_FINITE',
  'POISON_TEXT',
] as const;

export type ModelFault = (typeof MODEL_FAULTS)[number];
export type TextFault = (typeof TEXT_FAULTS)[number];

/** An expected failure of the engine. `where` names the file, tensor or key; the message says what to do. */
export class InferenceError extends Error {
  override readonly name = 'InferenceError';

  constructor(
    readonly code: ModelFault,
    message: string,
    readonly where?: string,
  ) {
    super(where ? `${message} (${where})` : message);
  }
}

export function isModelFault(code: unknown): code is ModelFault {
  return MODEL_FAULTS.some((known) => known === code);
}
