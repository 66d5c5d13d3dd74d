import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { resolveDataFolder } from '@/inference/engine-options';
import { InferenceError, type ModelFault } from '@/inference/errors';
import { downloadFile } from '@/inference/hub/download-file';
import { PATIENCE, type Patience } from '@/inference/hub/tries';
import { requireSpace } from '@/inference/store/durable-files';
import { errorCode, errorText, SetupError } from '../setup-error';
import { describePackage } from './package-feed';
import type { ProviderPackage } from './provider-package';
import { unpackLibraries } from './unpack-libraries';

export interface InstallOptions {
  readonly package: ProviderPackage;
  /** Where libonnxruntime lies. */
  readonly runtimeFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { file: string; bytes: number; total: number }) => void;
  readonly patience?: Patience;
}

const STALL_MS = 60_000;
/** The unpacked libraries are about as large again as twice the archive. */
const SPACE_FACTOR = 4;

const setting = z.object({ WINNOW_NUGET_INDEX: z.url({ protocol: /^https?$/ }).optional() });

const EXPLAINED: Readonly<Partial<Record<ModelFault, string>>> = {
  HUB_UNREACHABLE: 'The package feed cannot be reached.',
  HUB_BUSY: 'The package feed is busy.',
  HUB_REFUSED: 'The package feed lets nobody in without signing in.',
  HUB_NOT_FOUND: 'The package feed does not have the package in this version.',
  HUB_ANSWER_INVALID: 'The package feed answers what was not expected.',
  DOWNLOAD_HASH_WRONG: 'What came is not what the package feed describes; it was deleted.',
};

/**
 * Fetches the provider libraries of ONNX Runtime's own version and puts them beside it. An interrupted download is gone
 * on with; libraries that are there are replaced, all of them or none.
 *
 * @throws SetupError with what to do, also when the signal stops it.
 */
export async function installProviders(options: InstallOptions): Promise<void> {
  const { package: wanted, runtimeFolder, environment, signal, patience = PATIENCE } = options;
  const folder = path.join(resolveDataFolder(environment.WINNOW_DATA_DIR), 'cache', 'gpu');
  try {
    await mkdir(folder, { recursive: true });
    const index = feedIndex(environment) ?? wanted.index;
    const file = await describePackage(index, wanted, patience, signal);
    await requireSpace(folder, SPACE_FACTOR * file.bytes);
    const onBytes = (bytes: number) => options.onProgress({ file: file.name, bytes, total: file.bytes });
    const hub = { endpoint: index, token: null };
    await downloadFile(file, folder, { hub, patience, stallMs: STALL_MS, signal, onBytes });
    await unpackLibraries(path.join(folder, file.name), runtimeFolder, wanted.entries);
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    throw explained(error, options);
  }
}

function feedIndex(environment: InstallOptions['environment']): string | undefined {
  const parsed = setting.safeParse({ WINNOW_NUGET_INDEX: environment.WINNOW_NUGET_INDEX || undefined });
  if (parsed.success) return parsed.data.WINNOW_NUGET_INDEX;
  throw new SetupError('WINNOW_NUGET_INDEX is no address.', 'It is the https address of a feed’s index.json.');
}

function explained(error: unknown, { signal, runtimeFolder }: InstallOptions): unknown {
  if (signal.aborted) return new SetupError('Stopped.', 'The next npx winnow gpu install goes on from here.');
  if (error instanceof InferenceError) {
    const remedy = 'Check the network, or name another feed in WINNOW_NUGET_INDEX; a second run goes on from here.';
    return new SetupError(EXPLAINED[error.code] ?? `${error.message}.`, remedy, { cause: error });
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(errorCode(error) ?? '')) {
    return new SetupError(`${errorText(error)}.`, `Make room, or give this user the right to write ${runtimeFolder}.`);
  }
  return error;
}
