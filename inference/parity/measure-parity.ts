import { cutText } from '../batches/windows';
import { InferenceError } from '../errors';
import { cachedGraphs } from '../graph/graph-cache';
import type { ModelFolder } from '../model/model-folder';
import type { Precision, ProviderName } from '../results';
import { ModelSession } from '../session/session';
import { Tokenizer } from '../tokenizer/tokenizer';
import { newReport, PARITY_BOUNDS, type ParityReport, type TriedPrecision } from './parity-report';
import { parityTexts } from './parity-texts';
import { rankCorrelation } from './rank-correlation';

export interface ParityStep {
  readonly precision: Precision;
  readonly textsDone: number;
  readonly texts: number;
}

export interface ParityOptions {
  readonly cacheFolder: string;
  readonly provider: ProviderName;
  readonly threads: number;
  readonly maxTokens: number;
  /** How many times as fast as fp32 a precision must be to be worth its differences; 1.25 unless told. */
  readonly leastSpeed?: number;
  readonly onStep?: (step: ParityStep) => void;
}

const TEXTS = 200;
const LEAST_SPEED = 1.25;
/** Far enough from what is needed that the rest of the texts will not change it. */
const HOPELESS_SHARE = 0.8;
/** Texts after which a precision that is too slow or too inexact is given up. */
const FIRST_LOOK = 24;
/** From the fastest to the most exact; fp32 comes last by itself. */
const CPU_LADDER: readonly Precision[] = ['int8', 'int8-smooth', 'int8-mixed', 'int8-blocks'];
const GPU_LADDER: readonly Precision[] = ['fp16'];

/**
 * Scores real texts in fp32 and in each precision of the ladder until one is fast enough and within the bounds; fp32 when
 * none is. Blocks its thread: for processes of their own.
 *
 * @throws InferenceError when the model cannot be computed at all.
 */
export async function measureParity(model: ModelFolder, options: ParityOptions): Promise<ParityReport> {
  const windows = await parityWindows(model, options.maxTokens);
  const reference = await scoreAll(model, 'fp32', windows, { ...options, provider: 'cpu' });
  const rival = options.provider === 'cpu' ? reference : await scoreAll(model, 'fp32', windows, options);
  const tried: TriedPrecision[] = [];
  for (const precision of options.provider === 'cpu' ? CPU_LADDER : GPU_LADDER) {
    const found = await tryPrecision(model, precision, windows, options, reference, rival);
    tried.push(found.tried);
    if (found.isTaken) {
      return reportOf(model, options, windows, { tried, chosen: precision, reason: found.tried.verdict });
    }
  }
  const reason = `No faster precision stays within the bounds: ${tried.map(({ precision, verdict }) => `${precision}: ${verdict}`).join(' ')}`;
  return reportOf(model, options, windows, { tried, chosen: 'fp32', reason });
}

interface ScoredWindows {
  readonly scores: readonly number[];
  /** Seconds after each text, from the first one's start. */
  readonly seconds: readonly number[];
}

async function tryPrecision(
  model: ModelFolder,
  precision: Precision,
  windows: readonly Int32Array[],
  options: ParityOptions,
  reference: ScoredWindows,
  rival: ScoredWindows,
): Promise<{ tried: TriedPrecision; isTaken: boolean }> {
  const { leastSpeed = LEAST_SPEED } = options;
  const speedOf = (seconds: readonly number[]) => (rival.seconds[seconds.length - 1] ?? 0) / (seconds.at(-1) ?? 1);
  const isHopeless = ({ scores, seconds }: ScoredWindows) =>
    scores.length >= FIRST_LOOK &&
    (largestDifference(scores, reference.scores) > PARITY_BOUNDS.largest ||
      speedOf(seconds) < leastSpeed * HOPELESS_SHARE);
  const own = await scoreAll(model, precision, windows, options, isHopeless);
  const differences = own.scores.map((score, i) => Math.abs(score - (reference.scores[i] ?? Number.NaN)));
  const mean = differences.reduce((total, difference) => total + difference, 0) / differences.length;
  const largest = largestDifference(own.scores, reference.scores);
  const speed = speedOf(own.seconds);
  // Written so that a NaN is outside.
  const isWithinBounds = mean <= PARITY_BOUNDS.mean && largest <= PARITY_BOUNDS.largest;
  const tokens = windows.slice(0, own.scores.length).reduce((total, window) => total + window.length, 0);
  return {
    isTaken: isWithinBounds && speed >= leastSpeed,
    tried: {
      precision,
      texts: own.scores.length,
      meanDifference: finite(mean),
      largestDifference: finite(largest),
      rankCorrelation: rankCorrelation(own.scores, reference.scores.slice(0, own.scores.length)),
      tokensPerSecond: tokens / (own.seconds.at(-1) ?? 1),
      isWithinBounds,
      verdict: verdictOn({ mean, largest, speed, isWithinBounds, leastSpeed }),
    },
  };
}

interface Finding {
  readonly mean: number;
  readonly largest: number;
  readonly speed: number;
  readonly isWithinBounds: boolean;
  readonly leastSpeed: number;
}

function verdictOn({ mean, largest, speed, isWithinBounds, leastSpeed }: Finding): string {
  const moved = `scores move by ${mean.toFixed(4)} on average and ${largest.toFixed(4)} at most`;
  if (!isWithinBounds) return `${moved}, more than the bounds of ${PARITY_BOUNDS.mean} and ${PARITY_BOUNDS.largest}.`;
  const rate = `${speed.toFixed(2)} times as fast as fp32`;
  return speed >= leastSpeed ? `${moved}, within the bounds, and it is ${rate}.` : `${moved}, but it is only ${rate}.`;
}

async function scoreAll(
  model: ModelFolder,
  precision: Precision,
  windows: readonly Int32Array[],
  options: ParityOptions,
  isEnough: (soFar: ScoredWindows) => boolean = () => false,
): Promise<ScoredWindows> {
  const { cacheFolder, provider, threads, maxTokens, onStep } = options;
  const graphFolder = await cachedGraphs(model, precision, cacheFolder);
  const session = await ModelSession.open(model.config, { graphFolder, provider, threads, maxTokens });
  const scores: number[] = [];
  const seconds: number[] = [];
  try {
    // Memory is taken and kernels are chosen in the first run.
    await session.run([windows[0] ?? new Int32Array(1)]);
    const clock = startClock(provider);
    for (const window of windows) {
      const [score = Number.NaN] = await session.run([window]);
      scores.push(score);
      seconds.push(clock());
      onStep?.({ precision, textsDone: scores.length, texts: windows.length });
      if (isEnough({ scores, seconds })) break;
    }
  } finally {
    await session.close();
  }
  if (precision === 'fp32' && !scores.every(Number.isFinite)) {
    throw new InferenceError('WEIGHTS_INVALID', 'The model gives no finite score in fp32; fetch it again', model.path);
  }
  return { scores, seconds };
}

/** Neighbours on a shared CPU stretch the clock, not the process's own time. */
function startClock(provider: ProviderName): () => number {
  if (provider !== 'cpu') {
    const start = performance.now();
    return () => (performance.now() - start) / 1000;
  }
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

/** Short and long ones mixed, so that the first look sees all lengths. */
async function parityWindows(model: ModelFolder, maxTokens: number): Promise<Int32Array[]> {
  const { config, path } = model;
  const tokenizer = await Tokenizer.load(`${path}/tokenizer.json`, config.vocabSize);
  const frame = { cls: config.clsTokenId, sep: config.sepTokenId };
  const texts = await parityTexts(TEXTS);
  const ids = await tokenizer.encodeAll(texts);
  const stride = 37;
  return ids.map((_, place) => {
    const text = ids[(place * stride) % ids.length] ?? new Int32Array();
    return cutText(text, maxTokens, frame).windows[0] ?? new Int32Array();
  });
}

function largestDifference(scores: readonly number[], reference: readonly number[]): number {
  return scores.reduce((largest, score, i) => Math.max(largest, Math.abs(score - (reference[i] ?? Number.NaN))), 0);
}

/** JSON has no infinity; a report must still say that the scores were useless. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}

function reportOf(
  model: ModelFolder,
  { provider }: ParityOptions,
  windows: readonly Int32Array[],
  result: Pick<ParityReport, 'tried' | 'chosen' | 'reason'>,
): ParityReport {
  const { modelId, revision } = model;
  const tokens = windows.reduce((total, window) => total + window.length, 0);
  return newReport({ modelId, revision, provider, texts: windows.length, tokens, ...result });
}
