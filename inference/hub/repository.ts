import { z } from 'zod';
import { InferenceError } from '../errors';
import { MODEL_FILES, type ModelFile } from '../model/model-folder';
import type { ModelReference } from '../store/model-reference';
import { connectionTrouble, fetchFromHub } from './hub-client';
import type { HubOptions } from './hub-options';

/** `git`: SHA-1 as git names a blob, over a short header and the content. */
export type RemoteHash = { readonly algorithm: 'sha256' | 'sha512' | 'git'; readonly hex: string };

export interface RemoteFile {
  /** A name of ours, never one that a server gave. */
  readonly name: string;
  readonly address: string;
  readonly bytes: number;
  readonly hash: RemoteHash;
}

export interface RemoteModel {
  /** The commit that the revision meant when it was asked; everything is fetched from it. */
  readonly commit: string;
  readonly files: Readonly<Record<ModelFile, RemoteFile>>;
}

const DEFAULT_REVISION = 'main';
/** A repository with tens of thousands of files fits. */
const MAX_ANSWER_BYTES = 16 * 2 ** 20;
/** Weights are bounded by the disk; what is read into memory is bounded here. */
const MAX_BYTES: Readonly<Record<ModelFile, number>> = {
  'config.json': 2 ** 20,
  'tokenizer.json': 128 * 2 ** 20,
  'model.safetensors': Number.MAX_SAFE_INTEGER,
};

const remoteFile = z.object({
  rfilename: z.string(),
  size: z.number().int().positive().optional(),
  blobId: z.string().optional(),
  lfs: z.object({ sha256: z.string(), size: z.number().int().positive() }).nullish(),
});
const remoteModel = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/), siblings: z.array(remoteFile) });

export function requestedRevision({ revision }: ModelReference): string {
  return revision ?? DEFAULT_REVISION;
}

/**
 * Which commit a revision is now, and what its three files are, by size and hash. Names in the answer are compared and
 * never used: a file is fetched and stored under a name of ours.
 *
 * @throws InferenceError REPOSITORY_UNSUITABLE naming what the repository has instead, HUB_ANSWER_INVALID, or as
 *   fetchFromHub does.
 */
export async function describeRepository(
  hub: HubOptions,
  reference: ModelReference,
  signal: AbortSignal,
): Promise<RemoteModel> {
  const revision = encodeURIComponent(requestedRevision(reference));
  const address = `${hub.endpoint}/api/models/${reference.repository}/revision/${revision}?blobs=true`;
  const { sha, siblings } = parseAnswer(await readText(hub, address, signal), address);
  const files = new Map(siblings.map((file) => [file.rfilename, file]));
  requireSuitable([...files.keys()], reference.repository);
  const remoteFileOf = (name: ModelFile): RemoteFile => ({
    name,
    address: `${hub.endpoint}/${reference.repository}/resolve/${sha}/${name}`,
    ...sizeAndHash(files.get(name), name),
  });
  return {
    commit: sha,
    files: {
      'config.json': remoteFileOf('config.json'),
      'tokenizer.json': remoteFileOf('tokenizer.json'),
      'model.safetensors': remoteFileOf('model.safetensors'),
    },
  };
}

/** An answer of bounded length as text. */
export async function readText(hub: HubOptions, address: string, signal: AbortSignal): Promise<string> {
  const response = await fetchFromHub(hub, address, { accept: 'application/json' }, signal);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength;
      if (length > MAX_ANSWER_BYTES) throw invalid(`its answer is longer than ${MAX_ANSWER_BYTES} bytes`, address);
      chunks.push(chunk);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof InferenceError ? error : connectionTrouble(error, new URL(address));
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseAnswer(text: string, address: string): z.infer<typeof remoteModel> {
  try {
    return remoteModel.parse(JSON.parse(text));
  } catch {
    throw invalid('its answer does not describe a model', address);
  }
}

function requireSuitable(names: readonly string[], repository: string): void {
  const missing = MODEL_FILES.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new InferenceError('REPOSITORY_UNSUITABLE', `${repository} cannot be used: ${reason(missing, names)}`);
}

function reason(missing: readonly ModelFile[], names: readonly string[]): string {
  if (!missing.includes('model.safetensors')) return `it has no ${missing.join(' and no ')}`;
  if (names.some((name) => /^model-\d+-of-\d+\.safetensors$|^model\.safetensors\.index\.json$/.test(name))) {
    return 'its weights are in several files (sharded); one model.safetensors is read';
  }
  const other = names.find((name) => /\.(bin|pt|pth|h5|msgpack|onnx|gguf)$/.test(name));
  return other
    ? `its weights are in ${other.slice(0, 80)}; only model.safetensors is read`
    : `it has no ${missing.join(' and no ')}`;
}

function sizeAndHash(
  file: z.infer<typeof remoteFile> | undefined,
  name: ModelFile,
): Pick<RemoteFile, 'bytes' | 'hash'> {
  const bytes = file?.lfs?.size ?? file?.size;
  const hash: RemoteHash = file?.lfs
    ? { algorithm: 'sha256', hex: file.lfs.sha256 }
    : { algorithm: 'git', hex: file?.blobId ?? '' };
  const digits = hash.algorithm === 'sha256' ? 64 : 40;
  if (!bytes || hash.hex.length !== digits || !/^[0-9a-f]+$/.test(hash.hex)) {
    throw invalid(`it does not say how long ${name} is and what its hash is`, name);
  }
  if (bytes > MAX_BYTES[name]) throw invalid(`${name} has ${bytes} bytes, above the limit of ${MAX_BYTES[name]}`, name);
  return { bytes, hash };
}

function invalid(what: string, where: string): InferenceError {
  return new InferenceError('HUB_ANSWER_INVALID', `The hub cannot be used: ${what}`, where);
}
