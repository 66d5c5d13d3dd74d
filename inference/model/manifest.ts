import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export const MANIFEST_FILE = 'manifest.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is recorded beside a stored model when it is taken in: where it came from, and each file as it was then. */
const manifest = z.object({
  format: z.literal('winnow-model-1'),
  repository: z.string().min(1),
  /** The hub's commit, or for an imported folder the content hash: 40 or 64 hex digits. */
  revision: z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/),
  /** `hub`, with the address it was pulled from, or `folder`. */
  source: z.union([
    z.object({ kind: z.literal('hub'), endpoint: z.string(), requested: z.string() }),
    z.object({ kind: z.literal('folder') }),
  ]),
  /** ModelFolder.revision: `sha256:` over the hashes of the three files. */
  contentHash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  files: z.array(z.object({ name: z.string(), sha256, bytes: z.number().int().nonnegative() })).min(1),
  addedAt: z.iso.datetime(),
});

export type ModelManifest = z.infer<typeof manifest>;

/** The manifest of a folder, or null where there is none of ours. */
export async function readManifest(folder: string): Promise<ModelManifest | null> {
  try {
    return manifest.parse(JSON.parse(await readFile(path.join(folder, MANIFEST_FILE), 'utf8')));
  } catch {
    return null;
  }
}
