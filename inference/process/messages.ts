import type { ResolvedEngineOptions } from '../engine-options';
import type { ModelFault } from '../errors';
import type { ModelFile } from '../model/model-folder';
import type { Provenance, TextResult } from '../results';
import type { ScoreOptions } from '../scorer';

export interface EngineDescription extends Provenance {
  readonly isStarter: boolean;
  readonly modelFolder: string;
  readonly maxTokens: number;
  readonly fileHashes: Readonly<Record<ModelFile, string>>;
  readonly processes: number;
  readonly threadsPerProcess: number;
}

export type ToEngine =
  | { readonly type: 'start'; readonly options: ResolvedEngineOptions }
  | {
      readonly type: 'score';
      readonly chunk: number;
      readonly texts: readonly string[];
      readonly options: ScoreOptions;
    }
  | { readonly type: 'count'; readonly chunk: number; readonly texts: readonly string[] }
  /** Answered between two runs: tells a process that computes for long from one that hangs. */
  | { readonly type: 'ping' };

export type FromEngine =
  | { readonly type: 'ready'; readonly description: EngineDescription }
  | { readonly type: 'pong' }
  | { readonly type: 'refused'; readonly code: ModelFault; readonly message: string }
  | { readonly type: 'scored'; readonly chunk: number; readonly results: readonly TextResult[] }
  | { readonly type: 'counted'; readonly chunk: number; readonly counts: readonly number[] }
  | { readonly type: 'fault'; readonly chunk: number; readonly message: string };
