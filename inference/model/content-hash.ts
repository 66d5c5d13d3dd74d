import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { InferenceError } from '../errors';

/** SHA-256 of a file as 64 hex digits, streamed. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  } catch {
    throw new InferenceError('MODEL_NOT_FOUND', 'The file cannot be read', path);
  }
  return hash.digest('hex');
}

/** One hash for several named parts; the order of the names does not matter. */
export function hashParts(parts: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(parts).sort()) hash.update(`${name}\0${parts[name]}\0`);
  return hash.digest('hex');
}
