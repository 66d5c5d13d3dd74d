import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { hashParts } from '../model/content-hash';
import type { ModelFolder } from '../model/model-folder';
import { PRECISIONS, PROVIDER_NAMES, type ProviderName } from '../results';
import { writeDurably } from '../store/durable-files';

/** Largest allowed movements of a score against fp32, in score units (the published scale runs from 1 to 5). */
export const PARITY_BOUNDS = { mean: 0.01, largest: 0.05 };

/** Raised when a precision computes differently, so that kept reports of the older one no longer speak for it. */
const REPORT_VERSION = 1;

const triedPrecision = z.object({
  precision: z.enum(PRECISIONS),
  /** Texts compared; fewer than the report's when the precision was given up on the way. */
  texts: z.number().int(),
  meanDifference: z.number(),
  largestDifference: z.number(),
  /** Spearman's rank correlation with the fp32 scores; null with fewer than 3 texts. */
  rankCorrelation: z.number().nullable(),
  /** By the processor's time on a CPU, by the clock elsewhere; only to be compared within one report. */
  tokensPerSecond: z.number(),
  isWithinBounds: z.boolean(),
  verdict: z.string(),
});

const parityReport = z.object({
  version: z.literal(REPORT_VERSION),
  modelId: z.string(),
  /** Content hash of config, tokenizer and weights. */
  revision: z.string(),
  provider: z.enum(PROVIDER_NAMES),
  processor: z.string(),
  runtime: z.string(),
  texts: z.number().int(),
  tokens: z.number().int(),
  bounds: z.object({ mean: z.number(), largest: z.number() }),
  tried: z.array(triedPrecision),
  chosen: z.enum(PRECISIONS),
  reason: z.string(),
  createdAt: z.string(),
});

export type TriedPrecision = z.infer<typeof triedPrecision>;
/** What a model's scores lose in a faster precision, and which was therefore taken; plain JSON. */
export type ParityReport = z.infer<typeof parityReport>;

/** Read from the package's own file: loading the library would put native code into a process that only asks. */
const runtimePackage = z
  .object({ version: z.string() })
  .parse(createRequire(import.meta.url)('onnxruntime-node/package.json'));

export interface ReportKey {
  readonly revision: string;
  readonly provider: ProviderName;
  readonly cacheFolder: string;
}

export function describeMachine(): { processor: string; runtime: string } {
  return {
    processor: `${os.cpus()[0]?.model.trim() ?? 'unknown'} (${process.platform} ${process.arch})`,
    runtime: `onnxruntime-node ${runtimePackage.version}`,
  };
}

/** The report kept for a model on this machine, or null: another processor or ONNX Runtime rounds otherwise. */
export async function readParityReport(key: ReportKey): Promise<ParityReport | null> {
  try {
    return parityReport.parse(JSON.parse(await readFile(fileOf(key), 'utf8')));
  } catch {
    return null;
  }
}

export async function keepParityReport(report: ParityReport, cacheFolder: string): Promise<void> {
  await writeDurably(fileOf({ ...report, cacheFolder }), `${JSON.stringify(report, null, 2)}\n`);
}

export function newReport(measured: Omit<ParityReport, 'version' | 'processor' | 'runtime' | 'bounds' | 'createdAt'>) {
  return parityReport.parse({
    ...measured,
    version: REPORT_VERSION,
    ...describeMachine(),
    bounds: PARITY_BOUNDS,
    createdAt: new Date().toISOString(),
  });
}

/** For small models nothing is measured: tokenising and the database take longer than the products. */
export function reportOfSmallModel({ modelId, revision }: ModelFolder, provider: ProviderName): ParityReport {
  const reason = 'A model of this size is computed in fp32: its products are not what takes the time.';
  return newReport({ modelId, revision, provider, texts: 0, tokens: 0, tried: [], chosen: 'fp32', reason });
}

function fileOf({ revision, provider, cacheFolder }: ReportKey): string {
  const key = hashParts({ revision, ...describeMachine(), version: String(REPORT_VERSION) });
  return path.join(cacheFolder, '..', 'parity', `${provider}-${key.slice(0, 32)}.json`);
}
