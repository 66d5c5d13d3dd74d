import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { InferenceError } from '../errors';
import { parseModelConfig } from '../model/config';
import { MODEL_FILES, requireOneLabel } from '../model/model-folder';
import { asStoreFault, requireSpace } from '../store/durable-files';
import { findWhole, installModel } from '../store/install-model';
import type { ModelReference } from '../store/model-reference';
import { pullFolder, storedFolder } from '../store/models-folder';
import type { StoredModel } from '../store/stored-models';
import { Tokenizer } from '../tokenizer/tokenizer';
import { bytesHere, type Download, downloadFile } from './download-file';
import type { HubOptions } from './hub-options';
import { describeRepository, type RemoteModel, requestedRevision } from './repository';
import { StallGuard } from './stall-guard';
import { PATIENCE, type Patience, withTries } from './tries';

export interface PullProgress {
  /** The commit that is pulled. */
  readonly commit: string;
  readonly file: string;
  /** Of all files together: bytes that are here, with what an earlier pull had fetched, and bytes in all. */
  readonly bytes: number;
  readonly total: number;
}

export interface PullOptions {
  readonly dataFolder: string;
  readonly hub: HubOptions;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
  readonly patience?: Patience;
  /** Milliseconds of silence after which a connection is given up and made anew. */
  readonly stallMs?: number;
}

/** Left free beside the model: the converted graph is as large again and is told about when it does not fit. */
const SPARE_BYTES = 64 * 2 ** 20;
const STALL_MS = 60_000;

/**
 * Fetches a model from the hub into the data folder and answers it when it is whole, checked and in its place; until
 * then nothing finds it. Fetches from one commit, whatever becomes of the branch meanwhile, and goes on with what an
 * interrupted pull of that commit has left.
 *
 * @throws InferenceError HUB_UNREACHABLE, HUB_BUSY, HUB_REFUSED, HUB_NOT_FOUND, HUB_ANSWER_INVALID,
 *   REPOSITORY_UNSUITABLE, DISK_FULL, STORE_UNWRITABLE, DOWNLOAD_HASH_WRONG, PULL_CANCELLED, or what the model itself is
 *   refused for: its configuration before its weights are fetched.
 */
export async function pullModel(reference: ModelReference, options: PullOptions): Promise<StoredModel> {
  const signal = options.signal ?? new AbortController().signal;
  try {
    signal.throwIfAborted();
    return await pull(reference, { ...options, signal });
  } catch (error) {
    if (signal.aborted) {
      throw new InferenceError('PULL_CANCELLED', 'The pull was stopped; the next one goes on from here');
    }
    throw asStoreFault(error, options.dataFolder);
  }
}

async function pull(reference: ModelReference, options: PullOptions & { signal: AbortSignal }): Promise<StoredModel> {
  const { dataFolder } = options;
  const { repository } = reference;
  const remote = await askForModel(reference, options);
  const stored = storedFolder(dataFolder, repository, remote.commit);
  const whole = await findWhole(stored);
  if (whole) return whole;
  const folder = pullFolder(dataFolder, repository, remote.commit);
  try {
    await fetchFiles(remote, folder, options);
    const source = { kind: 'hub', endpoint: options.hub.endpoint, requested: requestedRevision(reference) } as const;
    return await installModel(folder, dataFolder, { repository, revision: remote.commit, source });
  } catch (error) {
    // Of two pulls at once the first to be done takes the folder away; what it took is there, then.
    const byAnother = options.signal.aborted ? null : await findWhole(stored);
    if (byAnother) return byAnother;
    if (isOfTheModel(error)) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function askForModel(reference: ModelReference, options: PullOptions & { signal: AbortSignal }): Promise<RemoteModel> {
  const { hub, signal, patience = PATIENCE, stallMs = STALL_MS } = options;
  const ask = async () => {
    const guard = new StallGuard(signal, stallMs);
    try {
      return await describeRepository(hub, reference, guard.signal);
    } finally {
      guard.end();
    }
  };
  return withTries(ask, patience, signal);
}

/** The small files first, and checked, so that weights which cannot be used are not fetched. */
async function fetchFiles(
  remote: RemoteModel,
  folder: string,
  options: PullOptions & { signal: AbortSignal },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await requireSpace(folder, (await bytesMissing(remote, folder)) + SPARE_BYTES);
  const fetchFile = fileFetcher(remote, folder, options);
  await fetchFile('config.json');
  const config = parseModelConfig(await readFile(path.join(folder, 'config.json'), 'utf8'), 'config.json');
  requireOneLabel(config, folder);
  await fetchFile('tokenizer.json');
  await Tokenizer.load(path.join(folder, 'tokenizer.json'), config.vocabSize);
  await fetchFile('model.safetensors');
}

function fileFetcher({ commit, files }: RemoteModel, folder: string, options: PullOptions & { signal: AbortSignal }) {
  const total = MODEL_FILES.reduce((sum, name) => sum + files[name].bytes, 0);
  let done = 0;
  return async (name: (typeof MODEL_FILES)[number]): Promise<void> => {
    const download: Download = {
      hub: options.hub,
      patience: options.patience ?? PATIENCE,
      stallMs: options.stallMs ?? STALL_MS,
      signal: options.signal,
      onBytes: (bytes) => options.onProgress?.({ commit, file: name, bytes: done + bytes, total }),
    };
    await downloadFile(files[name], folder, download);
    done += files[name].bytes;
  };
}

async function bytesMissing({ files }: RemoteModel, folder: string): Promise<number> {
  let missing = 0;
  for (const name of MODEL_FILES) missing += Math.max(0, files[name].bytes - (await bytesHere(files[name], folder)));
  return missing;
}

/** The files are what the hub says they are, and no engine can use them: fetching them again changes nothing. */
function isOfTheModel(error: unknown): boolean {
  return error instanceof InferenceError && /^(CONFIG|WEIGHTS|TOKENIZER|MODEL)_/.test(error.code);
}
