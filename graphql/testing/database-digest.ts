import { getPool } from '@/prisma/client';

/** A digest of the rows of every table, by the table's name: what it leaves equal has not changed at all. */
export async function digestDatabase(): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const { name, sql } of await listTables()) {
    // When a token was last used is noted at its next use, whatever that asks.
    const { rows } = await getPool().query<{ digest: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(row, ' ' ORDER BY row)), '') AS digest
       FROM (SELECT md5((to_jsonb(t) - 'lastUsedAt')::text) AS row FROM ${sql} AS t) AS rows`,
    );
    digests[name] = rows[0]?.digest ?? '';
  }
  return digests;
}

/** Names of the tables that hold no row. */
export async function listEmptyTables(): Promise<string[]> {
  const digests = await digestDatabase();
  return Object.keys(digests).filter((name) => digests[name]?.startsWith('0 '));
}

/** Ours, whole, and the queue's jobs. */
async function listTables(): Promise<{ name: string; sql: string }[]> {
  const { rows } = await getPool().query<{ name: string; sql: string }>(
    `SELECT relname AS name, format('%I.%I', nspname, relname) AS sql
     FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind IN ('r', 'p') AND NOT relispartition
       AND (nspname = 'public' AND relname <> '_prisma_migrations' OR nspname = 'pgboss' AND relname = 'job')
     ORDER BY 1`,
  );
  return rows;
}
