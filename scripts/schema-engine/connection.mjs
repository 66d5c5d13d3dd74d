import pg from 'pg';

/**
 * The parts of a connection URL as node-postgres takes them.
 * `connectionString` is never handed on: it would override `database`, and the shadow database would be the real one.
 *
 * @returns {{ schema: string | undefined, config: import('pg').ClientConfig & { database: string } }}
 */
export function parseConnectionUrl(connectionUrl) {
  const url = new URL(connectionUrl);
  const schema = url.searchParams.get('schema') ?? undefined;
  const config = {
    host: url.searchParams.get('host') ?? decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
    ...encryptionOf(url.searchParams.get('sslmode')),
  };
  if (schema) config.options = `-c search_path=${pg.escapeIdentifier(schema)}`;
  return { schema, config };
}

/** libpq's modes: `require` encrypts without a check of the certificate, `verify-ca` and `verify-full` check it. */
function encryptionOf(sslMode) {
  if (!sslMode || sslMode === 'disable' || sslMode === 'prefer' || sslMode === 'allow') return {};
  return { ssl: { rejectUnauthorized: sslMode.startsWith('verify') } };
}

export async function withClient(config, use) {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** The server's own database, to create and drop others from. */
export function maintenanceConfig(config) {
  return { ...config, database: 'postgres', options: undefined };
}
