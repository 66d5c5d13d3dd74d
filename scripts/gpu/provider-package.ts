import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';

const metadata = z.object({
  requirements: z.record(z.string(), z.array(z.string())),
  manifests: z.record(z.string(), z.record(z.string(), z.object({ package: z.string(), path: z.string() }))),
  packages: z.record(
    z.string(),
    z.object({ name: z.string(), versions: z.array(z.object({ feed: z.string(), version: z.string() })).min(1) }),
  ),
  feeds: z.record(z.string(), z.object({ index: z.url({ protocol: /^https?$/ }) })),
});

export interface ProviderPackage {
  /** In the feed. */
  readonly name: string;
  readonly version: string;
  /** The feed's service index. */
  readonly index: string;
  /** Entry of the archive by file name beside ONNX Runtime. */
  readonly entries: ReadonlyMap<string, string>;
}

/**
 * Which package holds the provider libraries that ONNX Runtime's own package leaves out, by that package's description
 * for its install script: they can only be of its very version.
 *
 * @returns null where there is none: everything that works there is in the package.
 */
export function providerPackage(platform: string, arch: string): ProviderPackage | null {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('onnxruntime-node/package.json'));
  const { requirements, manifests, packages, feeds } = metadata.parse(
    require(path.join(folder, 'script', 'install-metadata.js')),
  );
  const [requirement] = requirements[`${platform}/${arch}`] ?? [];
  const manifest = requirement ? manifests[`${platform}/${arch}:${requirement}`] : undefined;
  const files = Object.entries(manifest ?? {});
  const wanted = packages[files[0]?.[1].package ?? ''];
  const found = wanted?.versions.find(({ version }) => version === installedVersion(folder));
  const feed = feeds[found?.feed ?? ''];
  if (!wanted || !found || !feed) return null;
  const entries = new Map(files.map(([file, entry]) => [path.basename(file), entry.path]));
  return { name: wanted.name, version: found.version, index: feed.index, entries };
}

function installedVersion(folder: string): string {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
