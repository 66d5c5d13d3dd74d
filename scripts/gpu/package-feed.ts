import { z } from 'zod';
import { type RemoteFile, readText } from '@/inference/hub/repository';
import { type Patience, withTries } from '@/inference/hub/tries';
import { SetupError } from '../setup-error';
import type { ProviderPackage } from './provider-package';

const serviceIndex = z.object({ resources: z.array(z.object({ '@id': z.string(), '@type': z.string() })) });
const registration = z.object({ catalogEntry: z.string(), packageContent: z.string() });
const catalogEntry = z.object({
  id: z.string(),
  version: z.string(),
  packageHash: z.string(),
  packageHashAlgorithm: z.literal('SHA512'),
  packageSize: z.number().int().positive(),
});

/**
 * Where a package is, how large, and its SHA-512 as the feed's catalog publishes it (NuGet API v3: service index,
 * registration, catalog entry).
 *
 * @param index  The feed's service index.
 * @throws SetupError when an answer is none of such a feed or is about another package; InferenceError as fetching does.
 */
export async function describePackage(
  index: string,
  { name, version }: ProviderPackage,
  patience: Patience,
  signal: AbortSignal,
): Promise<RemoteFile> {
  const ask = async <Answer>(address: string, shape: z.ZodType<Answer>): Promise<Answer> => {
    const text = await withTries(() => readText({ endpoint: index, token: null }, address, signal), patience, signal);
    const parsed = shape.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw unexpected(`${address} is no answer of a package feed`);
  };
  const { resources } = await ask(index, serviceIndex);
  const hive = resources.find(({ '@type': type }) => type === 'RegistrationsBaseUrl')?.['@id'];
  if (!hive) throw unexpected(`${index} names no RegistrationsBaseUrl`);
  const base = hive.endsWith('/') ? hive : `${hive}/`;
  const leaf = await ask(sameScheme(`${base}${name.toLowerCase()}/${version}.json`, index), registration);
  const entry = await ask(sameScheme(leaf.catalogEntry, index), catalogEntry);
  if (entry.id.toLowerCase() !== name.toLowerCase() || entry.version !== version) {
    throw unexpected(`${leaf.catalogEntry} is about ${entry.id} ${entry.version}`);
  }
  const hex = Buffer.from(entry.packageHash, 'base64').toString('hex');
  if (hex.length !== 128) throw unexpected(`${leaf.catalogEntry} has no SHA-512`);
  return {
    name: `${name.toLowerCase()}.${version}.nupkg`,
    address: sameScheme(leaf.packageContent, index),
    bytes: entry.packageSize,
    hash: { algorithm: 'sha512', hex },
  };
}

/** The hash is worth what the connection is worth that it came by. */
function sameScheme(address: string, index: string): string {
  const url = URL.canParse(address, index) ? new URL(address, index) : null;
  if (url && (url.protocol === 'https:' || url.protocol === new URL(index).protocol)) return url.href;
  throw unexpected(`${address} is no address that is followed`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unexpected(what: string): SetupError {
  return new SetupError(`${what}.`, 'Name another feed in WINNOW_NUGET_INDEX, or unset it.');
}
