import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorText, SetupError } from '../setup-error';

/** Root's database runs as another user, who must pass through the folder but need not list it. */
const FOLDER_MODE = process.getuid?.() === 0 ? 0o711 : 0o700;

/** Makes the data folder if need be, and makes sure that something can be written there. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(join(folder, 'logs'), { recursive: true, mode: FOLDER_MODE });
    const probe = join(folder, `.writable-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    throw new SetupError(
      `The data folder ${folder} cannot be written to (${errorCode(cause) ?? errorText(cause)}).`,
      'Give this user the right to write there, or name another folder in WINNOW_DATA_DIR.',
      { cause },
    );
  }
}

/** The key that signs sessions: made once, so that people stay signed in over a restart. */
export async function keepAuthSecret(folder: string): Promise<string> {
  const file = join(folder, 'auth-secret');
  if (!existsSync(file)) await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}
