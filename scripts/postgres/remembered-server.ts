import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../setup-error';
import { holdsCluster } from './cluster';

const rememberedSchema = z.object({
  clusterFolder: z.string(),
  port: z.number().int(),
  password: z.string().min(1),
  initialised: z.boolean(),
});
export type RememberedServer = Readonly<z.infer<typeof rememberedSchema>>;

const fileIn = (dataFolder: string) => join(dataFolder, 'postgres.json');

/**
 * Port, password and place of the embedded server, kept in the data folder from one start to the next. A database that lies
 * in the data folder goes where that goes: of a folder that was moved or copied, its own is meant, not the one it came from.
 */
export function readRememberedServer(dataFolder: string): RememberedServer | undefined {
  const file = fileIn(dataFolder);
  if (!existsSync(file)) return undefined;
  try {
    const remembered = rememberedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const within = join(dataFolder, 'postgres');
    return holdsCluster(within) ? { ...remembered, clusterFolder: within } : remembered;
  } catch (cause) {
    throw new SetupError(
      `${file} is damaged; it holds the password of Winnow's database.`,
      'Put it back from a backup, or move the data folder away to begin anew.',
      { cause },
    );
  }
}

export async function rememberServer(dataFolder: string, server: RememberedServer): Promise<void> {
  const file = fileIn(dataFolder);
  await writeFile(`${file}.new`, `${JSON.stringify(server, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

export const newPassword = () => randomBytes(24).toString('base64url');
