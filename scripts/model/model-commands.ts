import { DEFAULT_MAX_TOKENS, engineOptionsFrom, resolveDataFolder } from '@/inference/engine-options';
import { InferenceError } from '@/inference/errors';
import { hubOptionsFrom } from '@/inference/hub/hub-options';
import { pullModel } from '@/inference/hub/pull-model';
import { isStarterWeights, STARTER_NAME } from '@/inference/model/model-folder';
import { choosePrecision } from '@/inference/parity/choose-precision';
import { chooseProvider } from '@/inference/session/providers';
import { activeModel, clearActiveModel } from '@/inference/store/active-model';
import { importModel } from '@/inference/store/import-model';
import { parseModelReference } from '@/inference/store/model-reference';
import {
  activateModel,
  findModel,
  listModels,
  removeModel,
  type StoredModel,
  verifyModel,
} from '@/inference/store/stored-models';
import { SetupError } from '../setup-error';
import { showParityProgress } from './parity-progress';
import { formatParity } from './parity-table';
import { showPullProgress } from './pull-progress';
import { formatTable } from './table';

type Options = Readonly<{ dataDir?: string }>;

const EXIT_CHANGED = 1;
const EXIT_INTERRUPTED = 130;
const STARTER = 'starter';

export function pull(reference: string, options: Options): Promise<number> {
  return explained(async (dataFolder) => {
    const stop = new AbortController();
    const interrupt = () => stop.abort();
    // Ctrl-C keeps what has come; a second one ends at once.
    process.once('SIGINT', interrupt);
    const progress = showPullProgress(process.stderr);
    try {
      const model = await pullModel(parseModelReference(reference), {
        dataFolder,
        hub: hubOptionsFrom(process.env),
        signal: stop.signal,
        onProgress: progress.show,
      }).finally(progress.finish);
      await tellOfNewModel(model, dataFolder, stop.signal);
      return 0;
    } finally {
      process.removeListener('SIGINT', interrupt);
    }
  }, options);
}

export function importFrom(folder: string, options: Options & { name?: string }): Promise<number> {
  return explained(async (dataFolder) => {
    await tellOfNewModel(await importModel(folder, dataFolder, options.name), dataFolder);
    return 0;
  }, options);
}

export function list(options: Options): Promise<number> {
  return explained(async (dataFolder) => {
    const active = activeModel(dataFolder);
    const isActive = ({ manifest }: StoredModel) =>
      manifest.repository === active?.repository && manifest.revision === active.revision;
    const rows = (await listModels(dataFolder)).map((model) => [
      isActive(model) ? '*' : '',
      model.manifest.repository,
      model.manifest.revision.slice(0, 12),
      `${(bytesOf(model) / 1e6).toFixed(0)} MB`,
      model.manifest.addedAt.slice(0, 10),
      isStandIn(model) ? 'a copy of the stand-in' : '',
    ]);
    const starter = [active ? '' : '*', STARTER, '', '10 MB', '', STARTER_NAME];
    console.log(formatTable(['', 'model', 'revision', 'size', 'since', ''], [starter, ...rows]));
    tellOfOverride();
    return 0;
  }, options);
}

export function verify(reference: string | undefined, options: Options): Promise<number> {
  return explained(async (dataFolder) => {
    const models = reference
      ? [await findModel(dataFolder, parseModelReference(reference))]
      : await listModels(dataFolder);
    let changedCount = 0;
    for (const model of models) {
      const changed = await verifyModel(model);
      if (changed.length > 0) changedCount++;
      const finding = changed.map(({ name, problem }) => `${name} is ${problem}`).join(', ');
      console.log(`${finding ? 'changed' : 'ok     '}  ${nameOf(model)}${finding && `: ${finding}`}`);
    }
    if (models.length === 0) console.log('No model was pulled or imported yet.');
    if (changedCount > 0) console.error('Pull or import a changed model again; it is not used as it is.');
    return changedCount > 0 ? EXIT_CHANGED : 0;
  }, options);
}

export function use(reference: string, options: Options): Promise<number> {
  return explained(async (dataFolder) => {
    if (reference === STARTER) {
      await clearActiveModel(dataFolder);
      console.log(`${STARTER_NAME} scores from now on.`);
    } else {
      const model = await findModel(dataFolder, parseModelReference(reference));
      await activateModel(dataFolder, model);
      console.log(`${nameOf(model)} scores from now on. Scores that exist stay; a project is scored again on request.`);
    }
    tellOfOverride();
    return 0;
  }, options);
}

export function remove(reference: string, options: Options): Promise<number> {
  return explained(async (dataFolder) => {
    const model = await findModel(dataFolder, parseModelReference(reference));
    await removeModel(dataFolder, model);
    console.log(`${nameOf(model)} is deleted.`);
    return 0;
  }, options);
}

/** What is wrong is told with its code; only an interruption has an exit status of its own. */
async function explained(command: (dataFolder: string) => Promise<number>, { dataDir }: Options): Promise<number> {
  try {
    return await command(resolveDataFolder(dataDir ?? process.env.WINNOW_DATA_DIR));
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    if (error.code === 'PULL_CANCELLED' || error.code === 'ENGINE_CLOSED') {
      console.error(`${error.message}.`);
      return EXIT_INTERRUPTED;
    }
    throw new SetupError(`${error.message}.`, `${error.code}, see docs/models.md.`);
  }
}

async function tellOfNewModel(model: StoredModel, dataFolder: string, signal?: AbortSignal): Promise<void> {
  console.log(`${nameOf(model)} is in ${model.folder}`);
  const settings = { ...process.env, WINNOW_DATA_DIR: dataFolder, WINNOW_MODEL: model.folder };
  const { cacheFolder = '', provider } = engineOptionsFrom(settings);
  const progress = showParityProgress(process.stderr);
  const report = await choosePrecision({
    modelFolder: model.folder,
    cacheFolder,
    provider: chooseProvider(provider),
    maxTokens: DEFAULT_MAX_TOKENS,
    onStep: progress.show,
    ...(signal && { signal }),
  }).finally(progress.finish);
  console.log(formatParity(report));
  console.log(`To score with it: npx winnow model use ${nameOf(model)}`);
}

function tellOfOverride(): void {
  if (process.env.WINNOW_MODEL)
    console.error(`WINNOW_MODEL names ${process.env.WINNOW_MODEL}, which goes before this.`);
}

function nameOf({ manifest }: StoredModel): string {
  return `${manifest.repository}@${manifest.revision.slice(0, 12)}`;
}

function bytesOf({ manifest }: StoredModel): number {
  return manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function isStandIn({ manifest }: StoredModel): boolean {
  return isStarterWeights(manifest.files.find(({ name }) => name === 'model.safetensors')?.sha256);
}
