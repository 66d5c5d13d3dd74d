import { formatCount } from '@/components/ui/format-number';
import type { StandingFragment } from '@/graphql/generated/operations/graphql';

export type ScoreView = NonNullable<StandingFragment['score']>;

const PROVIDERS: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA',
  tensorrt: 'TensorRT',
  webgpu: 'WebGPU',
  coreml: 'CoreML',
  dml: 'DirectML',
  directml: 'DirectML',
};

/** The first seven signs of a revision or hash: enough to tell two apart, short enough to say. */
export function shortHash(hash: string): string {
  const digits = hash.replace(/^sha256:/, '');
  return /^[0-9a-f]{8,}$/i.test(digits) ? digits.slice(0, 7) : hash;
}

function providerName(provider: string): string {
  return PROVIDERS[provider.toLowerCase()] ?? provider;
}

/** "read 312 of 312 tokens", with the windows where there were several and how they became one score. */
function readSentence({ tokensRead, tokensTotal, windows, windowAggregate }: ScoreView): string {
  const tokens = `read ${formatCount(tokensRead)} of ${formatCount(tokensTotal)} tokens`;
  if (windows === 1) return tokens;
  return `${tokens} in ${formatCount(windows)} windows (${windowAggregate === 'MAX' ? 'highest' : 'mean'})`;
}

/** Where a score comes from, in one line: model, revision, precision, provider, and how much of the text was read. */
export function provenanceSentence(score: ScoreView): string {
  const { model, precision, provider } = score;
  // Nothing was computed here: a file says so, and which model.
  if (model.isNamedOnly) {
    return `Brought in by an import that names ${modelName(model)}, revision ${shortHash(model.revision)}, ${precision}; ${readSentence(score)}.`;
  }
  return `${modelName(model)}, revision ${shortHash(model.revision)}, ${precision} on ${providerName(provider)}, ${readSentence(score)}.`;
}

/** The name, with the warning that it is no real model unless the name already says so. */
export function modelName({ name, isStandIn }: Pick<ScoreView['model'], 'name' | 'isStandIn'>): string {
  return isStandIn && !/stand-in/i.test(name) ? `${name} (stand-in)` : name;
}

const FAILURES: Readonly<Record<string, string>> = {
  EMPTY_TEXT: 'Its text is empty.',
  TEXT_TOO_LARGE: 'Its text is longer than the model can be given.',
  OUT_OF_MEMORY: 'The machine that scores had too little memory for it.',
  COMPUTE_FAILED: 'The model failed while it read the text.',
  SCORE_NOT_FINITE: 'The model gave no finite number for its text.',
  POISON_TEXT: 'The engine broke off each time it read the text.',
  GAVE_UP: 'It was tried several times, and each time the work broke off.',
};

/** Why a document has no score, for people; a code that is not known here is shown as it is. */
export function failureSentence(code: string | null | undefined): string {
  if (!code) return 'The reason was not recorded.';
  return FAILURES[code] ?? `The reason recorded is ${code}.`;
}
