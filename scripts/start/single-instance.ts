import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from '../setup-error';

/** sun_path holds 108 bytes on Linux and 104 on macOS, the last of them 0. */
const SOCKET_PATH_BYTES = 103;

/**
 * Holds the data folder for this process: a socket there answers as long as the process lives, however it dies,
 * which a pid in a file cannot promise.
 *
 * @returns  Lets the folder go.
 */
export async function holdDataFolder(dataFolder: string, address: string): Promise<() => Promise<void>> {
  const path = socketPath(dataFolder);
  const holder = await askHolder(path);
  if (holder !== undefined) {
    throw new SetupError(
      `Winnow already runs with the data folder ${dataFolder}, at ${holder}.`,
      'Use that one, stop it first, or name another folder in WINNOW_DATA_DIR.',
    );
  }
  rmSync(path, { force: true });
  const server = createServer((socket) => socket.on('error', () => {}).end(address));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** The address of the Winnow that holds the folder; undefined when none does. */
export function askHolder(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let address = '';
    const socket = connect(path);
    socket.on('data', (chunk) => {
      address += chunk.toString();
    });
    socket.once('error', () => resolve(undefined));
    socket.once('end', () => resolve(address));
  });
}

export function socketPath(dataFolder: string): string {
  const path = join(dataFolder, 'winnow.sock');
  if (Buffer.byteLength(path) <= SOCKET_PATH_BYTES) return path;
  return join(tmpdir(), `winnow-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}.sock`);
}
