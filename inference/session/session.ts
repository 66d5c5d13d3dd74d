import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { type BlockLayout, layOutBlocks } from '../batches/block-layout';
import { rotaryThetas } from '../graph/attention';
import { graphFileIn } from '../graph/graph-folder';
import { rotaryTable } from '../graph/rotary-tables';
import type { ModelConfig } from '../model/config';
import type { ProviderName } from '../results';

/** The folder of built graphs, or a graph in memory with the folder of its weights file. */
type GraphLocation = { readonly graphFolder: string } | { readonly graph: Uint8Array; readonly weightsFolder: string };

export type SessionOptions = GraphLocation & {
  readonly provider: ProviderName;
  /** Threads of the products; 1 runs in the calling thread. */
  readonly threads: number;
  /** Longest input, the rows of the rotary tables. */
  readonly maxTokens: number;
  /** Where the time of every kernel is written when the session closes: <this>_<date>.json. For benchmarks. */
  readonly profilePrefix?: string;
};

/** A loaded graph. `run` blocks its thread while it computes, although it returns a promise. */
export class ModelSession {
  private readonly layouts = new Map<string, BlockLayout>();

  private constructor(
    private readonly session: InferenceSession,
    private readonly config: ModelConfig,
    private readonly rotary: Readonly<Record<string, Tensor>>,
  ) {}

  static async open(config: ModelConfig, options: SessionOptions): Promise<ModelSession> {
    env.logLevel = 'error';
    const settings = sessionSettings(options);
    const session =
      'graphFolder' in options
        ? await InferenceSession.create(graphFileIn(options.graphFolder, options), settings)
        : await InferenceSession.create(options.graph, settings);
    return new ModelSession(session, config, rotaryTensors(config, options.maxTokens));
  }

  /** @returns One bare logit for each window; all windows have the same length. */
  async run(windows: readonly Int32Array[]): Promise<Float32Array> {
    const { scores } = await this.outputs(windows);
    if (!scores) throw new TypeError('the graph has no scores');
    return scores;
  }

  /** Every output of the graph by its name; `run` is the scores alone. */
  async outputs(windows: readonly Int32Array[]): Promise<Readonly<Record<string, Float32Array>>> {
    const length = windows[0]?.length ?? 0;
    const layout = this.layoutOf(windows.length, length);
    const { blockCount, queriesPerBlock, keysPerBlock } = layout;
    const outputs = await this.session.run({
      ...this.rotary,
      input_ids: new Tensor('int64', flatten(windows, length), [windows.length, length]),
      query_rows: new Tensor('int64', layout.queryRows, [blockCount, queriesPerBlock]),
      key_rows: new Tensor('int64', layout.keyRows, [blockCount, keysPerBlock]),
      result_rows: new Tensor('int64', layout.resultRows, [windows.length * length]),
      block_bias: new Tensor('float32', layout.bias, [blockCount, 1, queriesPerBlock, keysPerBlock]),
    });
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data }]) => {
        if (data instanceof Float32Array) return [name, data];
        throw new TypeError(`the graph returned no floats as ${name}`);
      }),
    );
  }

  async close(): Promise<void> {
    this.session.endProfiling();
    await this.session.release();
  }

  /** Texts come sorted by length, so the last layout often serves again; one is kept, they can be megabytes. */
  private layoutOf(textCount: number, length: number): BlockLayout {
    const key = `${textCount}x${length}`;
    const known = this.layouts.get(key);
    if (known) return known;
    const layout = layOutBlocks(textCount, length, this.config.localReach);
    this.layouts.clear();
    this.layouts.set(key, layout);
    return layout;
  }
}

/**
 * Memory patterns are kept for every shape and every length is a shape; spinning burns a core that tokenising or a
 * neighbour could use; denormals as zero costs nothing and spares slow paths.
 */
function sessionSettings(options: SessionOptions): InferenceSession.SessionOptions {
  const { provider, threads, profilePrefix } = options;
  const weights = 'graph' in options ? { model_external_initializers_file_folder_path: options.weightsFolder } : {};
  return {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider === 'directml' ? 'dml' : provider, 'cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableMemPattern: false,
    enableCpuMemArena: true,
    logSeverityLevel: 3,
    ...(profilePrefix && { enableProfiling: true, profileFilePrefix: profilePrefix }),
    extra: {
      session: {
        set_denormal_as_zero: '1',
        ...weights,
        intra_op: { allow_spinning: '0' },
        inter_op: { allow_spinning: '0' },
      },
    },
  };
}

function rotaryTensors(config: ModelConfig, maxTokens: number): Record<string, Tensor> {
  const shape = [maxTokens, config.headSize / 2];
  return Object.fromEntries(
    rotaryThetas(config).flatMap((theta, index) => {
      const { cos, sin } = rotaryTable(maxTokens, config.headSize, theta);
      return [
        [`cos_${index}`, new Tensor('float32', cos, shape)],
        [`sin_${index}`, new Tensor('float32', sin, shape)],
      ];
    }),
  );
}

function flatten(windows: readonly Int32Array[], length: number): BigInt64Array {
  const flat = new BigInt64Array(windows.length * length);
  windows.forEach((window, row) => {
    for (let i = 0; i < length; i++) flat[row * length + i] = BigInt(window[i] ?? 0);
  });
  return flat;
}
