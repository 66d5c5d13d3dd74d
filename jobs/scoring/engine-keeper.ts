import { type Engine, startEngine } from '@/inference/engine';
import { engineOptionsFrom } from '@/inference/engine-options';
import type { TextResult } from '@/inference/results';
import type { ScoreOptions } from '@/inference/scorer';
import { toScoreOptions } from '@/jobs/scoring/reading-settings';
import type { WorkerLog } from '@/jobs/worker/worker-log';
import { getPool } from '@/prisma/client';
import { registerModel } from '@/prisma/queries/scores';
import type { ReadingSettings } from '@/prisma/queries/scoring-runs';

/** The architecture's limit: each run brings its own, and a model that reads less says so. */
const LONGEST_INPUT = 8192;

export interface OpenEngine {
  readonly modelRevisionId: string;
  readonly maxTokens: number;
  readonly precision: string;
  readonly provider: string;
  score(
    texts: readonly string[],
    settings: ReadingSettings,
  ): Promise<{ results: readonly TextResult[]; computeMs: number }>;
}

/** One engine a worker, started when the first batch waits and kept; its model is registered before it scores. */
export class EngineKeeper {
  private opening: Promise<OpenEngine> | null = null;
  private engine: Engine | null = null;
  private lastDoneAt = 0;

  constructor(
    private readonly variables: Readonly<Record<string, string | undefined>>,
    private readonly log: WorkerLog,
  ) {}

  get isOpen(): boolean {
    return this.engine !== null;
  }

  /** @throws InferenceError when the model cannot be used; the next call tries again. */
  open(): Promise<OpenEngine> {
    this.opening ??= this.start().catch(async (error: unknown) => {
      await this.close();
      throw error;
    });
    return this.opening;
  }

  /** Begins to open without waiting; what is wrong with the model is told when a batch wants it. */
  warm(): void {
    this.open().catch(() => undefined);
  }

  async close(): Promise<void> {
    const { engine } = this;
    this.engine = null;
    this.opening = null;
    await engine?.close();
  }

  private async start(): Promise<OpenEngine> {
    const startedAt = performance.now();
    const engine = await startEngine({ ...engineOptionsFrom(this.variables), maxTokens: LONGEST_INPUT });
    this.engine = engine;
    const { modelId, revision, precision, provider, isStarter, maxTokens } = engine.describe();
    const modelRevisionId = await registerModel(getPool(), {
      name: modelId,
      revision,
      contentHash: revision.replace(/^sha256:/, ''),
      precision,
      isStandIn: isStarter,
      maxTokens,
    });
    const startMs = Math.round(performance.now() - startedAt);
    this.log.info({ event: 'engine-started', model: modelId, precision, provider, startMs });
    return {
      modelRevisionId,
      maxTokens,
      precision,
      provider,
      score: (texts, settings) => this.measure(engine, texts, toScoreOptions(settings, maxTokens)),
    };
  }

  /** Calls overlap, so that the engine never waits; each is charged with the time since the one before it was done. */
  private async measure(engine: Engine, texts: readonly string[], options: ScoreOptions) {
    const calledAt = performance.now();
    try {
      const results = await engine.score(texts, options);
      const doneAt = performance.now();
      const computeMs = doneAt - Math.max(calledAt, this.lastDoneAt);
      this.lastDoneAt = doneAt;
      return { results, computeMs };
    } catch (error) {
      // Text faults are results; what is thrown means the engine itself is gone. The next batch starts another.
      if (this.engine === engine) await this.close();
      throw error;
    }
  }
}
