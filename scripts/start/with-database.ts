import { embeddedDatabaseUrl } from '../embedded-postgres';
import { readRememberedServer } from '../postgres/remembered-server';
import { findRunningServer } from '../postgres/running-server';
import { prepareDataFolder } from './data-folder';
import { openDatabase, type ReadyDatabase } from './database';
import { readStartSettings, type StartOptions } from './settings';

/** Lets a command use the database, running or not, and leaves it as it was. */
export async function withDatabase<T>(options: StartOptions, use: (database: ReadyDatabase) => Promise<T>): Promise<T> {
  const settings = readStartSettings(options);
  await prepareDataFolder(settings.dataFolder);
  const wasRunning = findRunningDatabase(settings.dataFolder) !== undefined;
  const database = await openDatabase(settings, () => {});
  try {
    return await use(database);
  } finally {
    if (!wasRunning) database.stop();
  }
}

/** The embedded database of the Winnow that runs with this data folder, if one does. */
export function findRunningDatabase(dataFolder: string): string | undefined {
  const remembered = readRememberedServer(dataFolder);
  if (!remembered || !findRunningServer(remembered.clusterFolder)) return undefined;
  return embeddedDatabaseUrl(remembered);
}
