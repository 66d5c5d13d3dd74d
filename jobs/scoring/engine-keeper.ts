import { type Engine, startEngine } from '@/inference/engine';
import { type EngineOptions, engineOptionsFrom } from '@/inference/engine-options';
import { InferenceError } from '@/inference/errors';
import { readManifest } from '@/inference/model/manifest';
import type { FailedText, TextResult } from '@/inference/results';
import type { ScoreOptions } from '@/inference/scorer';
import { type ScoredSentences, type SentenceOptions, scoreSentences } from '@/inference/sentences/score-sentences';
import { toScoreOptions } from '@/jobs/scoring/reading-settings';
import { GivenBack } from '@/jobs/worker/running-job';
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
  /** Before the batches that wait in the engine. */
  scoreSentences(text: string, options: SentenceOptions): Promise<ScoredSentences | FailedText>;
}

/**
 * One engine a worker, started when the first batch waits and kept until another model is chosen; its model is
 * registered before it scores.
 */
export class EngineKeeper {
  private opening: Promise<OpenEngine> | null = null;
  private openFolder: string | undefined;
  private engine: Engine | null = null;
  private lastDoneAt = 0;
  private underWay = 0;
  private onIdle: () => void = () => undefined;

  constructor(
    private readonly variables: Readonly<Record<string, string | undefined>>,
    private readonly log: WorkerLog,
  ) {}

  get isOpen(): boolean {
    return this.engine !== null;
  }

  /**
   * The engine of the model that is chosen now: asked before every batch, so that another choice counts for the next.
   *
   * @throws InferenceError when the model cannot be used; the next call tries again.
   */
  async open(): Promise<OpenEngine> {
    const options = engineOptionsFrom(this.variables);
    if (this.opening && this.openFolder !== options.modelFolder) {
      this.opening = this.leave(this.opening).then(() => this.start(options));
    }
    this.opening ??= this.start(options);
    this.openFolder = options.modelFolder;
    const opening = this.opening;
    try {
      return await opening;
    } catch (error) {
      if (this.opening === opening) await this.close();
      throw error;
    }
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

  /** Batches that are being computed end with the model they began with; one that has not begun is given back. */
  private async leave(opening: Promise<OpenEngine>): Promise<void> {
    await opening.catch(() => undefined);
    const leaving = this.engine;
    this.engine = null;
    if (this.underWay > 0) {
      await new Promise<void>((resolve) => {
        this.onIdle = resolve;
      });
    }
    await leaving?.close();
  }

  private async start(options: EngineOptions): Promise<OpenEngine> {
    const startedAt = performance.now();
    const onNotice = (notice: string) => this.log.info({ event: 'engine-preparing', notice });
    const engine = await startEngine({ ...options, maxTokens: LONGEST_INPUT }, { onNotice });
    this.engine = engine;
    const { modelId, revision, precision, provider, isStarter, maxTokens, modelFolder } = engine.describe();
    const stored = await readManifest(modelFolder);
    const modelRevisionId = await registerModel(getPool(), {
      name: modelId,
      repository: stored?.repository ?? null,
      revision: stored?.revision ?? revision,
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
      scoreSentences: (text, options) =>
        this.use(engine, () => scoreSentences(engine, text, { ...options, isUrgent: true })),
    };
  }

  /** Calls overlap, so that the engine never waits; each is charged with the time since the one before it was done. */
  private async measure(engine: Engine, texts: readonly string[], options: ScoreOptions) {
    const calledAt = performance.now();
    const results = await this.use(engine, () => engine.score(texts, options));
    const doneAt = performance.now();
    const computeMs = doneAt - Math.max(calledAt, this.lastDoneAt);
    this.lastDoneAt = doneAt;
    return { results, computeMs };
  }

  private async use<Result>(engine: Engine, work: () => Promise<Result>): Promise<Result> {
    if (this.engine !== engine) throw new GivenBack('Another model was chosen before the batch was computed.');
    this.underWay += 1;
    try {
      return await work();
    } catch (error) {
      // Text faults are results; what the engine throws means that it is gone itself. The next call starts another.
      if (error instanceof InferenceError && this.engine === engine) await this.close();
      throw error;
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.onIdle();
    }
  }
}
