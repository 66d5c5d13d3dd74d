import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { SetupError } from '../setup-error';

/**
 * Takes single files out of an archive into a folder, under names of ours: nothing else of it is written, whatever its
 * entries are called. All are unpacked and checked (size, CRC-32) before the first gets its name.
 *
 * @param entries  Entry of the archive by file name in the folder.
 * @throws SetupError when the archive lacks an entry or is damaged.
 */
export async function unpackLibraries(
  archive: string,
  folder: string,
  entries: ReadonlyMap<string, string>,
): Promise<void> {
  const drafts = new Map([...entries.keys()].map((file) => [file, path.join(folder, `.${file}.${process.pid}.part`)]));
  try {
    const missing = await unpack(
      archive,
      new Map([...entries].map(([file, entry]) => [entry, drafts.get(file) ?? ''])),
    );
    if (missing.length > 0) throw damaged(archive, `it has no ${missing.join(', ')}`);
    for (const [file, draft] of drafts) await rename(draft, path.join(folder, file));
  } finally {
    await Promise.all([...drafts.values()].map((draft) => rm(draft, { force: true })));
  }
}

/** @returns The entries that are not there. */
async function unpack(archive: string, targets: ReadonlyMap<string, string>): Promise<string[]> {
  const missing = new Set(targets.keys());
  const zip = await openPromise(archive, { lazyEntries: true }).catch((error: Error) => {
    throw damaged(archive, error.message);
  });
  try {
    for await (const entry of zip.eachEntry()) {
      const target = targets.get(entry.fileName);
      if (!target || !missing.delete(entry.fileName)) continue;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode: 0o755 }));
    }
  } catch (error) {
    // The file system's own refusals have a code; what is left is about the archive.
    if (!(error instanceof Error) || 'code' in error) throw error;
    throw damaged(archive, error.message);
  } finally {
    zip.close();
  }
  return [...missing];
}

function damaged(archive: string, reason: string): SetupError {
  return new SetupError(
    `${path.basename(archive)} cannot be unpacked: ${reason}.`,
    'Run npx winnow gpu install again; if it stays so, name another feed in WINNOW_NUGET_INDEX.',
  );
}
