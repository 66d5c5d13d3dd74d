import { stat } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_MAX_TOKENS, engineOptionsFrom, resolveDataFolder, STARTER_FOLDER } from '@/inference/engine-options';
import { hubOptionsFrom } from '@/inference/hub/hub-options';
import type { PullOptions } from '@/inference/hub/pull-model';
import { isStarterWeights, MODEL_FILES, openModelFolder, STARTER_NAME } from '@/inference/model/model-folder';
import { choosePrecision } from '@/inference/parity/choose-precision';
import { readParityReport } from '@/inference/parity/parity-report';
import { chooseProvider } from '@/inference/session/providers';
import { activeModel } from '@/inference/store/active-model';
import { listModels, type StoredModel } from '@/inference/store/stored-models';
import type { SeenModel } from '@/prisma/queries/models';

type Variables = Readonly<Record<string, string | undefined>>;
type Found = Omit<SeenModel, 'isActive' | 'parity'>;

/** What the stand-in is listed as; no name of a repository, which have a slash. */
export const STARTER_REPOSITORY = 'starter';

/** The models of this worker's data folder, and its settings for fetching more. */
export class ModelRoom {
  readonly dataFolder: string;
  /** A folder outside the room is hashed once for each state of its files. */
  private readonly opened = new Map<string, { readonly state: string; readonly found: Found }>();

  constructor(private readonly variables: Variables) {
    this.dataFolder = resolveDataFolder(variables.WINNOW_DATA_DIR);
  }

  /** @throws InferenceError OPTIONS_INVALID naming the variable. */
  pullOptions(): Pick<PullOptions, 'dataFolder' | 'hub'> {
    return { dataFolder: this.dataFolder, hub: hubOptionsFrom(this.variables) };
  }

  /** The stand-in, what was pulled or imported, and the folder that WINNOW_MODEL names; one of them is active. */
  async list(): Promise<SeenModel[]> {
    const stored = await listModels(this.dataFolder);
    const rows = [await this.openOnce(STARTER_FOLDER, 'BUILT_IN'), ...stored.map(foundOf)];
    const activeRow = await this.activeAmong(rows, stored);
    if (activeRow && !rows.includes(activeRow)) rows.push(activeRow);
    return Promise.all(
      rows.map(async (row) => ({ ...row, isActive: row === activeRow, parity: await this.parityOf(row) })),
    );
  }

  /**
   * Measures the precision to compute a model in, unless that was done; the report is kept where engines look for it.
   *
   * @throws InferenceError ENGINE_START_FAILED, or ENGINE_CLOSED when the signal stops it.
   */
  async measure(modelFolder: string, signal: AbortSignal, onStep: (textsDone: number, texts: number) => void) {
    await choosePrecision({
      modelFolder,
      ...this.parityPlace(),
      maxTokens: DEFAULT_MAX_TOKENS,
      signal,
      onStep: ({ textsDone, texts }) => onStep(textsDone, texts),
    });
  }

  /** Null when what was chosen cannot be found: then nothing else takes its place. */
  private async activeAmong(rows: readonly Found[], stored: readonly StoredModel[]): Promise<Found | null> {
    const forced = this.variables.WINNOW_MODEL;
    try {
      if (forced) {
        const index = stored.findIndex(({ folder }) => path.resolve(forced) === folder);
        return rows[index + 1] && index >= 0 ? (rows[index + 1] ?? null) : await this.openOnce(forced, 'SETTING');
      }
      const chosen = activeModel(this.dataFolder);
      if (!chosen) return rows[0] ?? null;
      return rows.find((row) => row.repository === chosen.repository && row.revision === chosen.revision) ?? null;
    } catch {
      return null;
    }
  }

  private async openOnce(folder: string, source: 'BUILT_IN' | 'SETTING'): Promise<Found> {
    const files = await Promise.all(MODEL_FILES.map((name) => stat(path.join(folder, name))));
    const state = files.map(({ mtimeMs, size }) => `${mtimeMs} ${size}`).join(' ');
    const known = this.opened.get(folder);
    if (known?.state === state) return known.found;
    const model = await openModelFolder(folder);
    const found: Found = {
      repository: source === 'BUILT_IN' ? STARTER_REPOSITORY : model.modelId,
      revision: model.revision.replace(/^sha256:/, ''),
      source,
      requested: null,
      name: model.modelId,
      contentHash: model.revision.replace(/^sha256:/, ''),
      sizeBytes: BigInt(files.reduce((sum, { size }) => sum + size, 0)),
      isStandIn: model.isStarter,
      addedAt: new Date(Math.max(...files.map(({ mtimeMs }) => mtimeMs))),
    };
    this.opened.set(folder, { state, found });
    return found;
  }

  private async parityOf({ contentHash }: Found): Promise<SeenModel['parity']> {
    try {
      const { cacheFolder, provider } = this.parityPlace();
      const report = await readParityReport({ revision: `sha256:${contentHash}`, provider, cacheFolder });
      return report && { ...report, tried: report.tried.map((tried) => ({ ...tried })) };
    } catch {
      // A forced provider that is not here has no reports either; the engine says so when it is opened.
      return null;
    }
  }

  /** Where reports lie and for which processor; the same for every model. */
  private parityPlace() {
    const { cacheFolder = '', provider } = engineOptionsFrom({ ...this.variables, WINNOW_MODEL: STARTER_FOLDER });
    return { cacheFolder, provider: chooseProvider(provider) };
  }
}

function foundOf({ manifest }: StoredModel): Found {
  const { repository, revision, source, contentHash, files, addedAt } = manifest;
  const isStandIn = isStarterWeights(files.find(({ name }) => name === 'model.safetensors')?.sha256);
  return {
    repository,
    revision,
    source: source.kind === 'hub' ? 'HUB' : 'FOLDER',
    requested: source.kind === 'hub' ? source.requested : null,
    name: isStandIn ? STARTER_NAME : repository,
    contentHash: contentHash.replace(/^sha256:/, ''),
    sizeBytes: BigInt(files.reduce((sum, { bytes }) => sum + bytes, 0)),
    isStandIn,
    addedAt: new Date(addedAt),
  };
}
