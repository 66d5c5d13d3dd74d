import pg from 'pg';
import { maintenanceConfig, parseConnectionUrl, withClient } from './connection.mjs';
import { messageOf, prismaCodeOf } from './errors.mjs';
import { log } from './log.mjs';

const DUPLICATE_DATABASE = '42P04';

/** `schema-engine cli <command>`: what the CLI asks outside JSON-RPC. Returns the exit code. */
export async function runDatabaseCommand(command, url) {
  try {
    if (command === 'can-connect-to-database') await checkConnection(url);
    else if (command === 'create-database') await createDatabase(url);
    else if (command === 'drop-database') await dropDatabase(url);
    else throw new Error(`unknown command: cli ${command}`);
    return 0;
  } catch (error) {
    log('ERROR', messageOf(error), { is_panic: false, error_code: prismaCodeOf(error) ?? 'P1001' });
    return 1;
  }
}

export async function createDatabase(url) {
  const { config, schema } = parseConnectionUrl(url);
  try {
    await withClient(maintenanceConfig(config), (client) =>
      client.query(`CREATE DATABASE ${pg.escapeIdentifier(config.database)}`),
    );
  } catch (error) {
    if (error.code !== DUPLICATE_DATABASE) throw error;
  }
  if (schema) {
    await withClient({ ...config, options: undefined }, (client) =>
      client.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`),
    );
  }
  return { databaseName: config.database };
}

async function checkConnection(url) {
  await withClient(parseConnectionUrl(url).config, (client) => client.query('SELECT 1'));
}

async function dropDatabase(url) {
  const { config } = parseConnectionUrl(url);
  await withClient(maintenanceConfig(config), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(config.database)} WITH (FORCE)`),
  );
}
